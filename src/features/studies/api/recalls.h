// Recall (STU-14): what was wrong is withdrawn with a reason, and everyone who saw it, took it away or was sent it is
// listed and told.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/authorized.h"
#include "core/clock.h"
#include "core/result.h"
#include "platform/db/unit_of_work.h"

namespace portico::access {
class AccessService;
}
namespace portico::audit {
class AuditTrail;
}
namespace portico::jobs {
class Workers;
}
namespace portico::messaging {
class MessageOutbox;
}

namespace portico::studies {

using RecallId = Id<struct RecallTag>;

namespace errors {
inline constexpr ErrorKind nothing_to_recall{"nothing_to_recall", 409, 0x0110,
                                             "Nothing of this is in the study, or it is withdrawn already."};
inline constexpr ErrorKind recall_over{"recall_over", 409, 0x0110, "This recall has ended already."};
}  // namespace errors

// The first four are the titles of rejection notes (PS3.16 CID 7011): 113001, 113037, 113038, 113039.
enum class RecallReason : std::uint8_t { quality, patient_safety, worklist_entry, retention, replaced, other };
std::string_view key_of(RecallReason);
std::optional<RecallReason> recall_reason(std::string_view key);
// By the code of DCM; nothing for others.
std::optional<RecallReason> reason_of_title(std::string_view code);

struct RecallRequest {
    RecallReason reason = RecallReason::other;
    std::string note;                                           // for staff only
    std::vector<std::string> series_uids, sop_instance_uids{};  // none: the whole study
};

struct Recall {
    RecallId id;
    StudyId study;
    bool whole = true;
    RecallReason reason = RecallReason::other;
    std::string note;
    std::optional<std::string> rejection_uid;  // SOP Instance UID of the note that asked for it
    std::string recalled_by;
    Timestamp recalled_at;
    std::optional<Timestamp> told_at, ended_at;
    std::string ended_as, ended_by, ended_reason;       // "undone" or "deleted"
    std::int64_t instances = 0, persons = 0, told = 0;  // instances of a part only
    std::string patient_id, patient_name, description, modalities;
    std::optional<std::string> study_date;  // YYYYMMDD
};

struct RecallPerson {
    std::string kind, name;  // user, api_key, dicom_node …
    Timestamp first_at, last_at;
    std::int64_t views = 0, downloads = 0, sendings = 0;
    std::optional<Timestamp> told_at;  // only people can be told
};

// What a person finds in the place of a study that was withdrawn after they saw it: nothing of the patient.
struct RecallNotice {
    RecallId id;
    std::string department;
    Timestamp recalled_at, last_seen_at;
    RecallReason reason = RecallReason::other;
    bool whole = true;
    std::string modalities;
    std::optional<std::string> study_date;  // YYYYMMDD
};

// Thread-safe; owns no data. A study that is recalled whole is rejected (keeping.h) until the recall is undone or the
// study is deleted; of a part, the instances are no longer live. Both are validated anew when they come back.
class Recalls {
public:
    using May = Authorized<Permission::delete_studies>;

    Recalls(db::UnitsOfWork& units, const access::AccessService& access, const audit::AuditTrail& trail,
            const messaging::MessageOutbox& outbox, const Clock& clock)
        : units_(units), access_(access), trail_(trail), outbox_(outbox), clock_(clock) {}

    // Errors: not_found, study_deleted_already, nothing_to_recall.
    Result<Recall> recall(const May&, const StudyId&, const RecallRequest&);
    // Errors: not_found, recall_over.
    Result<void> undo(const May&, const StudyId&, const RecallId&, const std::string& reason);
    // The newest first. Errors: not_found.
    Result<std::vector<Recall>> of_study(const May&, const StudyId&) const;
    Result<std::vector<RecallPerson>> persons(const May&, const StudyId&, const RecallId&) const;
    // Of all studies, the newest first, at most `limit` after the one named.
    std::vector<Recall> list(const May&, const std::optional<std::pair<Timestamp, RecallId>>& after,
                             std::int64_t limit) const;
    // What holds now, the newest first; of users only.
    std::vector<RecallNotice> notices(const Caller&) const;

    // Whether somebody is still to be told; for the schedule, in a reading session.
    bool due(db::Session&) const;
    // Lists those who saw what was recalled and writes to each person once; how many recalls.
    std::int64_t tell();
    void serve(jobs::Workers&);

private:
    void tell_of(const TenantId&, const RecallId&);

    db::UnitsOfWork& units_;
    const access::AccessService& access_;
    const audit::AuditTrail& trail_;
    const messaging::MessageOutbox& outbox_;
    const Clock& clock_;
};

}  // namespace portico::studies
