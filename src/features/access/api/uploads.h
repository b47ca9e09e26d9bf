// Who may add studies to a department (STU-3), and what clinicians see of what they added.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/access/access.h"

namespace portico::access {

// "This caller may add studies to this tenant." Valid for the request in which it was made.
class UploadProof {
public:
    const Caller& caller() const { return caller_; }
    const TenantScope& scope() const { return scope_; }

private:
    friend class portico::ProofMaker;
    UploadProof(Caller caller, TenantScope scope) : caller_(std::move(caller)), scope_(std::move(scope)) {}
    Caller caller_;
    TenantScope scope_;
};

// The note of the explicit grant that a clinician has of what they uploaded.
inline constexpr std::string_view uploader_note = "uploaded_it";

// Reads rights live, as AccessService does. Thread-safe; owns no data.
class UploadRights {
public:
    explicit UploadRights(const Clock& clock) : clock_(clock) {}

    // Staff and keys of the tenant with upload_studies, and clinicians whom the tenant lets upload. No tenant: one that
    // is not there. Errors: sign_in_required; forbidden without the right, to clinicians whatever tenant it is;
    // not_found to staff and keys of another tenant.
    Result<UploadProof> prove(db::Session&, const Caller&, const std::optional<TenantId>&) const;
    // Of a clinician: the tenants that let them upload, and those where they are allowed at all.
    std::vector<TenantId> tenants(db::Session&, const Caller&) const;
    std::vector<TenantId> open_tenants(db::Session&, const Caller&) const;

    // The grant of who uploaded a study, with the note uploader_note; in the caller's unit of work, audited.
    // `granted_by`: who released the study. A grant that staff gave is left alone.
    void grant(db::UnitOfWork&, const TenantScope&, const Caller& releasing, const std::string& granted_by,
               const StudyId&, const MembershipId& uploader) const;
    // Ends it, unless staff have made it theirs by granting again.
    void end_grant(db::UnitOfWork&, const TenantScope&, const Caller& cause, const StudyId&,
                   const MembershipId& uploader) const;

private:
    const Clock& clock_;
};

}  // namespace portico::access
