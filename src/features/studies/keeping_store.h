// Rows of deletion, hold and retention. SQL only; decides nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/authorized.h"
#include "features/studies/api/keeping.h"
#include "platform/db/session.h"

namespace portico::studies::store {

struct KeptStudy {
    std::string state, study_instance_uid;
    std::optional<PatientId> patient;
    bool on_hold = false, deleted = false, recalled = false;
};
// Locked until the end of the transaction.
std::optional<KeptStudy> lock_kept(db::Session&, const TenantScope&, const StudyId&);

void insert_deletion(db::Session&, const TenantScope&, const StudyId&, const std::string& reason, const std::string& by,
                     Timestamp now);
// The study is received again: it goes through validation as soon as it is looked at.
void take_back(db::Session&, const TenantScope&, const StudyId&);
std::vector<DeletedStudy> deleted_studies(db::Session&, const TenantScope&,
                                          const std::optional<std::pair<Timestamp, StudyId>>& after,
                                          std::int64_t limit);

void insert_hold(db::Session&, const TenantScope&, const StudyId&, const std::string& reason, const std::string& by,
                 Timestamp now);
bool remove_hold(db::Session&, const TenantScope&, const StudyId&);
std::optional<LegalHold> find_hold(db::Session&, const TenantScope&, const StudyId&);

Retention find_retention(db::Session&, const TenantId&);
// False when the version is another one.
bool replace_rules(db::Session&, const TenantId&, const std::vector<RetentionRule>&, std::int64_t version);
void set_quota(db::Session&, const TenantId&, const std::optional<std::int64_t>& bytes);
Usage usage(db::Session&, const TenantId&);
// Whether the tenant has a quota that is used up.
bool quota_is_used_up(db::Session&, const TenantId&);

struct ExpiredStudy {
    TenantId tenant;
    StudyId study;
};
// Studies whose last arrival is longer ago than the rule for their modality allows; of those with several the longest
// time counts. None that is held or deleted.
std::vector<ExpiredStudy> expired_studies(db::Session&, Timestamp now, std::int64_t limit);

}  // namespace portico::studies::store
