// What follows from things that happen elsewhere: rows of study_access and patient_referral stay true to their causes.
#include <algorithm>

#include "features/access/access.h"
#include "features/access/events.h"
#include "features/access/store.h"

namespace portico::access {

void emit_access_changed(db::UnitOfWork& work, const TenantId& tenant, std::vector<MembershipId> memberships) {
    std::sort(memberships.begin(), memberships.end());
    memberships.erase(std::unique(memberships.begin(), memberships.end()), memberships.end());
    if (memberships.empty()) return;
    std::string payload;
    for (const auto& membership : memberships) payload += (payload.empty() ? "\"" : ",\"") + membership.text() + "\"";
    work.emit({"access.changed", tenant, "{\"memberships\":[" + payload + "]}"});
}

void AccessService::study_released(db::UnitOfWork& work, const TenantScope& scope, const StudyId& id) const {
    study_moved(work, scope, id);
}

void AccessService::study_moved(db::UnitOfWork& work, const TenantScope& scope, const StudyId& id) const {
    auto& session = work.session();
    const auto& tenant = scope.tenant();
    auto study = store::study_facts(session, id);
    if (!study || study->tenant != tenant) return;
    // The patients it counted for before, and the one it counts for now.
    auto patients = store::patients_with_history_row(session, tenant, id);
    auto concerned = store::refresh_referrals(session, tenant, id, clock_.now());
    if (!study->patient.empty()) patients.push_back(study->patient);
    for (const auto& patient : patients) {
        auto more = store::refresh_history_of_patient(session, tenant, patient, clock_.now());
        concerned.insert(concerned.end(), more.begin(), more.end());
    }
    emit_access_changed(work, tenant, concerned);
}

void AccessService::study_withdrawn(db::UnitOfWork& work, const TenantScope& scope, const StudyId& id) const {
    auto& session = work.session();
    const auto& tenant = scope.tenant();
    auto study = store::study_facts(session, id);
    if (!study || study->tenant != tenant) return;
    auto concerned = store::principals_of_study(session, tenant, id);
    store::remove_rows_of_study(session, tenant, id);
    if (!study->patient.empty()) {
        auto more = store::refresh_history_of_patient(session, tenant, study->patient, clock_.now());
        concerned.insert(concerned.end(), more.begin(), more.end());
    }
    emit_access_changed(work, tenant, concerned);
}

void AccessService::number_confirmed(db::UnitOfWork& work, const TenantScope& scope,
                                     const ProfessionalNumberId& number) const {
    auto& session = work.session();
    store::add_referrals_of_number(session, scope.tenant(), number, clock_.now());
    auto principals = store::principals_of_number(session, scope.tenant(), number);
    for (const auto& principal : principals)
        store::refresh_history_of_principal(session, scope.tenant(), principal, clock_.now());
    emit_access_changed(work, scope.tenant(), principals);
}

void AccessService::number_unconfirmed(db::UnitOfWork& work, const TenantScope& scope,
                                       const ProfessionalNumberId& number) const {
    auto principals = store::remove_source(work.session(), scope.tenant(), Source::referral, number.text());
    for (const auto& principal : principals)
        store::refresh_history_of_principal(work.session(), scope.tenant(), principal, clock_.now());
    emit_access_changed(work, scope.tenant(), principals);
}

void AccessService::referrer_linked(db::UnitOfWork& work, const TenantScope& scope, const std::string& link) const {
    auto& session = work.session();
    store::add_referrals_of_link(session, scope.tenant(), link, clock_.now());
    auto principals = store::principals_of_source(session, scope.tenant(), Source::referral, link);
    for (const auto& principal : principals)
        store::refresh_history_of_principal(session, scope.tenant(), principal, clock_.now());
    emit_access_changed(work, scope.tenant(), principals);
}

void AccessService::referrer_unlinked(db::UnitOfWork& work, const TenantScope& scope, const std::string& link) const {
    auto principals = store::remove_source(work.session(), scope.tenant(), Source::referral, link);
    for (const auto& principal : principals)
        store::refresh_history_of_principal(work.session(), scope.tenant(), principal, clock_.now());
    emit_access_changed(work, scope.tenant(), principals);
}

void AccessService::link_changed(db::UnitOfWork& work, const TenantId& tenant, const AccountId& account) const {
    // A member may have had numbers confirmed before this account was linked.
    for (const auto& number : store::confirmed_numbers_of_account(work.session(), tenant, account))
        store::add_referrals_of_number(work.session(), tenant, number, clock_.now());
    auto members = store::members_of_account(work.session(), account);
    for (const auto& member : members)
        store::refresh_history_of_principal(work.session(), tenant, member, clock_.now());
    emit_access_changed(work, tenant, members);
}

void AccessService::role_changed(db::UnitOfWork& work, const TenantId& tenant, const RoleId& role) const {
    emit_access_changed(work, tenant, store::members_with_role(work.session(), tenant, role));
}

void AccessService::tenant_changed(db::UnitOfWork& work, const TenantId& tenant) const {
    emit_access_changed(work, tenant, store::members_of_tenant(work.session(), tenant));
}

}  // namespace portico::access
