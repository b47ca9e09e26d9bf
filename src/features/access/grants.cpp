// Explicit access (CLA-7, CLA-13): given and taken back study by study.
#include "features/access/access.h"
#include "features/access/events.h"
#include "features/access/store.h"
#include "platform/crypto/random.h"

namespace portico::access {
namespace {

// Everything is looked at before anything is written: all or nothing.
Result<std::vector<StudyFacts>> studies_to_grant(db::Session& session, const TenantId& tenant,
                                                 const GrantRequest& request) {
    std::vector<StudyFacts> studies;
    for (const auto& id : request.studies) {
        auto study = store::study_facts(session, id);
        if (!study || study->tenant != tenant || study->rejected) return fail(portico::errors::not_found);
        studies.push_back(*study);
    }
    return studies;
}

Result<void> check_memberships(db::Session& session, const TenantId& tenant, const GrantRequest& request) {
    for (const auto& membership : request.memberships) {
        auto link = store::link_of_membership(session, tenant, membership);
        if (!link || link->state == LinkState::withdrawn || link->state == LinkState::requested)
            return fail(portico::errors::not_found);
        if (!link->portal_enabled) return fail(errors::portal_not_enabled);
        if (link->state != LinkState::allowed) return fail(errors::clinician_not_allowed);
    }
    return {};
}

AuditEvent grant_event(std::string code, const Caller& caller, const TenantId& tenant, const StudyId& study,
                       const PatientId& patient, const MembershipId& membership) {
    AuditEvent event;
    event.code = std::move(code);
    event.caller = caller;
    event.tenant = tenant;
    event.study = study.text();
    event.patient = patient.text();
    event.object = membership.text();
    return event;
}

}  // namespace

Result<std::int64_t> AccessService::grant(db::UnitOfWork& work,
                                          const Authorized<Permission::explicit_access_grant>& proof,
                                          const Authorized<Permission::manage_clinician_access>&,
                                          const GrantRequest& request) const {
    auto now = clock_.now();
    const auto& tenant = proof.tenant();
    if (request.ends_at && *request.ends_at <= now)
        return fail(Error(errors::end_in_the_past).at("endsAt", "in_the_past", "Choose a moment in the future."));
    PORTICO_TRY(auto studies, studies_to_grant(work.session(), tenant, request));
    PORTICO_CHECK(check_memberships(work.session(), tenant, request));

    std::int64_t made = 0;
    for (const auto& study : studies) {
        for (const auto& membership : request.memberships) {
            auto event =
                grant_event("study_access.granted", proof.caller(), tenant, study.study, study.patient, membership);
            event.reason = request.note;
            if (request.ends_at) event.details.emplace_back("endsAt", to_rfc3339(*request.ends_at));
            if (auto held = store::live_grant(work.session(), tenant, study.study, membership, now)) {
                store::renew_grant(work.session(), *held, request);
            } else {
                store::insert_grant(work.session(), tenant, crypto::new_id<GrantId>(clock_), study, membership, request,
                                    proof.caller().name, now);
                ++made;
            }
            work.audit(std::move(event));
        }
    }
    emit_access_changed(work, tenant, request.memberships);
    return made;
}

Result<void> AccessService::revoke(db::UnitOfWork& work, const Authorized<Permission::explicit_access_grant>& proof,
                                   const Authorized<Permission::manage_clinician_access>&, const GrantId& id) const {
    const auto& tenant = proof.tenant();
    auto grant = store::find_grant(work.session(), tenant, id);
    if (!grant || grant->revoked) return fail(portico::errors::not_found);
    store::end_grant(work.session(), tenant, id, proof.caller().name, clock_.now());
    auto study = store::study_facts(work.session(), grant->study);
    work.audit(grant_event("study_access.revoked", proof.caller(), tenant, grant->study,
                           study ? study->patient : PatientId(), grant->principal));
    emit_access_changed(work, tenant, {grant->principal});
    return {};
}

}  // namespace portico::access
