// How long studies are kept and how they go: deletion with a reason that can be taken back for 30 days, legal hold,
// retention rules, quota and usage (STU-22).
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
namespace portico::jobs {
class Workers;
}

namespace portico::studies {

namespace errors {
inline constexpr ErrorKind study_on_legal_hold{"study_on_legal_hold", 409, 0x0110,
                                               "This study is on legal hold and cannot be deleted."};
inline constexpr ErrorKind study_not_deleted{"study_not_deleted", 409, 0x0110, "This study is not deleted."};
inline constexpr ErrorKind study_deleted_already{"study_deleted_already", 409, 0x0110,
                                                 "This study is deleted already."};
}  // namespace errors

// A study that is no longer there for anybody, until it goes for good. Rejected ones are among them (STU-12).
struct DeletedStudy {
    StudyId study;
    std::string study_instance_uid, patient_id, patient_name, description, modalities;
    std::optional<std::string> study_date;  // YYYYMMDD
    std::string reason, deleted_by;         // of rejected ones both are empty: the validation tells them
    Timestamp deleted_at, gone_at;
    bool rejected = false, on_hold = false;
};

struct LegalHold {
    std::string reason, held_by;
    Timestamp held_at;
};

struct RetentionRule {
    std::string modality;  // DICOM code; empty: all others
    std::int64_t days = 0;
    bool operator==(const RetentionRule&) const = default;
};
struct Retention {
    std::vector<RetentionRule> rules;  // none for a modality and none for all others: kept for ever
    std::optional<std::int64_t> quota_bytes;
    std::int64_t version = 1;
};
struct Usage {
    std::int64_t studies = 0, instances = 0, bytes = 0;  // with what is deleted, but not gone yet
};

// Thread-safe; owns no data. What is deleted is away for everybody at once (access.changed is emitted) and is refused
// when it is sent again; what is taken back goes through validation anew, with its corrections and grants.
class Keeping {
public:
    using Deletes = Authorized<Permission::delete_studies>;
    using Holds = Authorized<Permission::restrict_studies>;
    using Sets = Authorized<Permission::manage_settings>;

    Keeping(db::UnitsOfWork& units, const access::AccessService& access, const Clock& clock)
        : units_(units), access_(access), clock_(clock) {}

    // What was recalled whole (recalls.h) can be deleted too, which ends the recall.
    // Errors: not_found, study_on_legal_hold, study_deleted_already.
    Result<void> remove(const Deletes&, const StudyId&, const std::string& reason);
    // Errors: not_found, study_not_deleted.
    Result<void> restore(const Deletes&, const StudyId&, const std::string& reason);
    // The newest first, at most `limit` after the one named.
    std::vector<DeletedStudy> deleted(const Deletes&, const std::optional<std::pair<Timestamp, StudyId>>& after,
                                      std::int64_t limit) const;

    // A held study cannot be deleted, not by a retention rule either, and what is deleted does not go. Errors:
    // not_found.
    Result<void> hold(const Holds&, const StudyId&, const std::string& reason);
    Result<void> release_hold(const Holds&, const StudyId&, const std::string& reason);
    Result<std::optional<LegalHold>> held(const Holds&, const StudyId&) const;

    Retention retention(db::Session&, const TenantId&) const;
    // Errors: precondition by version → conflict; invalid_input with the field.
    Result<void> set_retention(const Sets&, const std::vector<RetentionRule>&, std::int64_t version);
    Usage usage(db::Session&, const TenantId&) const;
    // By the operator. Nothing: no limit.
    void set_quota(const Caller&, const TenantId&, const std::optional<std::int64_t>& bytes);

    // Deletes studies whose time is over, by the rules of all tenants; how many. For the daily schedule.
    std::int64_t apply_retention();
    void serve(jobs::Workers&);

private:
    Result<void> remove_one(db::UnitOfWork&, const Caller&, const TenantScope&, const StudyId&,
                            const std::string& reason);
    db::UnitsOfWork& units_;
    const access::AccessService& access_;
    const Clock& clock_;
};

}  // namespace portico::studies
