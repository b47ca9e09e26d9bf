#include "features/access/api/uploads.h"

#include "features/access/events.h"
#include "features/access/proofs.h"
#include "features/access/store.h"
#include "platform/crypto/random.h"

namespace portico::access {
namespace {

bool is_open(const LinkFacts& link) { return link.portal_enabled && link.state == LinkState::allowed; }
bool may_upload(const LinkFacts& link) { return is_open(link) && link.role.has(ClinicianPermission::upload_studies); }

bool is_clinician(const Caller& caller) { return caller.kind == CallerKind::user && !caller.is_staff(); }

template <class Which>
std::vector<TenantId> tenants_where(db::Session& session, const Caller& caller, Which which) {
    std::vector<TenantId> tenants;
    if (!is_clinician(caller)) return tenants;
    for (const auto& link : store::link_facts(session, caller.account, caller.membership))
        if (which(link)) tenants.push_back(link.tenant);
    return tenants;
}

AuditEvent grant_event(std::string code, const Caller& caller, const StudyFacts& study, const MembershipId& uploader) {
    AuditEvent event;
    event.code = std::move(code);
    event.caller = caller;
    event.tenant = study.tenant;
    event.study = study.study.text();
    event.patient = study.patient.text();
    event.object = uploader.text();
    return event;
}

}  // namespace

Result<UploadProof> UploadRights::prove(db::Session& session, const Caller& caller,
                                        const std::optional<TenantId>& tenant) const {
    if (caller.kind == CallerKind::anonymous) return fail(portico::errors::sign_in_required);
    if (caller.is_staff()) {
        if (!caller.permissions.has(Permission::upload_studies)) return fail(portico::errors::forbidden);
        if (tenant != caller.tenant) return fail(portico::errors::not_found);
        return ProofMaker::upload(caller, *tenant);
    }
    if (!is_clinician(caller) || !tenant) return fail(portico::errors::forbidden);
    const auto link = store::link_facts(session, caller.account, caller.membership, *tenant);
    if (!link || !may_upload(*link)) return fail(portico::errors::forbidden);
    return ProofMaker::upload(caller, *tenant);
}

std::vector<TenantId> UploadRights::tenants(db::Session& session, const Caller& caller) const {
    return tenants_where(session, caller, may_upload);
}

std::vector<TenantId> UploadRights::open_tenants(db::Session& session, const Caller& caller) const {
    return tenants_where(session, caller, is_open);
}

void UploadRights::grant(db::UnitOfWork& work, const TenantScope& scope, const Caller& releasing,
                         const std::string& granted_by, const StudyId& id, const MembershipId& uploader) const {
    const auto now = clock_.now();
    const auto& tenant = scope.tenant();
    const auto study = store::study_facts(work.session(), id);
    if (!study || study->tenant != tenant || store::live_grant(work.session(), tenant, id, uploader, now)) return;
    const GrantRequest request{{id}, {uploader}, {}, std::string(uploader_note)};
    store::insert_grant(work.session(), tenant, crypto::new_id<GrantId>(clock_), *study, uploader, request, granted_by,
                        now);
    auto event = grant_event("study_access.granted", releasing, *study, uploader);
    event.reason = request.note;
    work.audit(std::move(event));
    emit_access_changed(work, tenant, {uploader});
}

void UploadRights::end_grant(db::UnitOfWork& work, const TenantScope& scope, const Caller& cause, const StudyId& id,
                             const MembershipId& uploader) const {
    const auto now = clock_.now();
    const auto& tenant = scope.tenant();
    const auto study = store::study_facts(work.session(), id);
    const auto held = store::live_grant(work.session(), tenant, id, uploader, now);
    if (!study || !held || store::note_of_grant(work.session(), tenant, *held) != uploader_note) return;
    store::end_grant(work.session(), tenant, *held, cause.name, now);
    auto event = grant_event("study_access.revoked", cause, *study, uploader);
    event.reason = "others_added_to_it";
    work.audit(std::move(event));
    emit_access_changed(work, tenant, {uploader});
}

}  // namespace portico::access
