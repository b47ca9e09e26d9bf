// What becomes of a study once it has been decided: rows of one unit of work. Private to this room.
#pragma once

#include <string>

#include "features/studies/api/validation.h"
#include "features/studies/validation_store.h"
#include "platform/db/unit_of_work.h"

namespace portico::studies {

// Name of the job that makes corrected heads; payload {"tenant":…,"study":…}.
inline constexpr std::string_view correct_heads_job = "studies.correct_heads";
// Payload {"blobs":[…]}.
inline constexpr std::string_view remove_blobs_job = "studies.remove_blobs";

// Studies up to this size are corrected at once after the commit, larger ones by the job.
inline constexpr std::int64_t corrected_at_once = 500;

struct ReleaseParts {
    const access::AccessService& access;
    const jobs::Queue& queue;
    const Clock& clock;
    const ValidationHooks& hooks;
};

enum class Verdict { queued, heads_due, ready };

// Everything here wants the study locked by this unit of work, and adds audit entries and events to it.
class Release {
public:
    Release(db::UnitOfWork& work, const TenantScope& scope, const Caller& caller, const ReleaseParts& parts)
        : work_(work), scope_(scope), caller_(caller), parts_(parts) {}

    // Checks the study: it is queued with its reasons, or goes on.
    Verdict validate(const StudyId&);
    // Goes on without checks: heads first where they are due, else ready at once.
    Verdict go_on(const StudyId&);
    // All is decided and made: the study is there for those who may see it.
    void make_ready(const StudyId&);
    void reject(const StudyId&, const std::string& reason);

    AuditEvent event(std::string code, const store::CheckedStudy&) const;

private:
    void grant_to_uploader(const StudyId&);
    void queue(const store::CheckedStudy&, const std::vector<ValidationReason>&);
    std::optional<PatientId> link_patient(const store::CheckedStudy&, const CaseData&);
    void tell(bool queue_changed);

    db::UnitOfWork& work_;
    const TenantScope& scope_;
    const Caller& caller_;
    const ReleaseParts& parts_;
};

}  // namespace portico::studies
