// Rows of recalls. SQL only; decides nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "features/audit/audit.h"
#include "features/studies/api/recalls.h"
#include "features/studies/recalling.h"
#include "platform/db/session.h"

namespace portico::studies::store {

void insert_recall(db::Session&, const TenantScope&, const RecallId&, const StudyId&, const RecallOrder&,
                   Timestamp now);
void end_recall(db::Session&, const TenantScope&, const RecallId&, std::string_view as, const std::string& by,
                const std::string& reason, Timestamp now);
// The running recall of the whole study ends with its deletion; whether there was one.
bool recall_became_deletion(db::Session&, const TenantScope&, const StudyId&, const std::string& by,
                            const std::string& reason, Timestamp now);
// And with the deletion being taken back it is undone.
void deletion_was_taken_back(db::Session&, const TenantScope&, const StudyId&);
bool is_recalled_whole(db::Session&, const StudyId&);

// Names what the recall withdraws, each once.
void add_recalled(db::Session&, const TenantScope&, const RecallId&, const StudyId&,
                  const std::vector<std::string>& sop_instance_uids);
// Makes the live ones among them older versions / makes live what no other recall holds, to be validated anew.
void hide_recalled(db::Session&, const TenantScope&, const RecallId&, const StudyId&, Timestamp now);
void show_recalled(db::Session&, const TenantScope&, const RecallId&, const StudyId&);
std::vector<SeriesId> series_of_recalled(db::Session&, const TenantScope&, const RecallId&);
// Whether anything live is left of the study.
bool has_live_instances(db::Session&, const TenantScope&, const StudyId&);
void to_invisible(db::Session&, const TenantScope&, const StudyId&);
// What was brought back of a study goes through validation.
void receive_again(db::Session&, const TenantScope&, const StudyId&);

// Whether running recalls name instances of the study.
bool has_recalled_parts(db::Session&, const TenantScope&, const StudyId&);
struct RecalledInstance {
    std::optional<InstanceId> id;  // none while it has not arrived
};
// Nothing when no running recall names it.
std::optional<RecalledInstance> find_recalled(db::Session&, const TenantScope&, const StudyId&,
                                              const std::string& sop_instance_uid);
void recalled_arrived(db::Session&, const TenantScope&, const StudyId&, const std::string& sop_instance_uid,
                      const InstanceId&);
// Digest of the data set of the rejection note that is kept under this UID.
std::optional<std::string> kept_note(db::Session&, const TenantScope&, const std::string& sop_instance_uid);
std::optional<std::string> digest_of(db::Session&, const TenantScope&, const InstanceId&);

// Live instances of series and by UID, sorted.
std::vector<std::string> live_of_series(db::Session&, const TenantScope&, const StudyId&,
                                        const std::vector<std::string>& series_uids);
std::vector<std::string> live_among(db::Session&, const TenantScope&, const StudyId&,
                                    const std::vector<std::string>& sop_instance_uids);

std::optional<Recall> find_recall(db::Session&, const TenantScope&, const RecallId&);
std::vector<Recall> recalls_of(db::Session&, const TenantScope&, const StudyId&);
std::vector<Recall> recalls(db::Session&, const TenantScope&,
                            const std::optional<std::pair<Timestamp, RecallId>>& after, std::int64_t limit);

struct UntoldRecall {
    TenantId tenant;
    RecallId recall;
};
std::vector<UntoldRecall> untold(db::Session&, std::int64_t limit);
// Locks the recall; false when it was told of meanwhile.
bool lock_untold(db::Session&, const TenantScope&, const RecallId&);
struct Reader {
    UserId user;
    std::string email, name, language;
};
// Nothing for who is not there any more.
std::optional<Reader> reader(db::Session&, const std::string& user);
// Of the person, in whatever account, for live events.
std::vector<MembershipId> memberships_of(db::Session&, const UserId&);
std::string department_name(db::Session&, const TenantId&);
void insert_person(db::Session&, const TenantScope&, const Recall&, const audit::Recipient&,
                   const std::optional<UserId>&, std::optional<Timestamp> told_at);
void mark_told(db::Session&, const TenantScope&, const RecallId&, Timestamp now);
std::vector<RecallPerson> persons_of(db::Session&, const TenantScope&, const RecallId&);
std::vector<RecallNotice> notices_of(db::Session&, const UserId&, std::int64_t limit);

}  // namespace portico::studies::store
