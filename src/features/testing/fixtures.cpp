#include "features/testing/fixtures.h"

#include "platform/crypto/random.h"

namespace portico::testing {

Caller Member::caller() const {
    Caller caller;
    caller.kind = CallerKind::user;
    caller.user = user;
    caller.membership = membership;
    caller.account = account;
    caller.account_kind = AccountKind::individual;
    caller.name = name;
    caller.address = "127.0.0.1";
    return caller;
}

TenantId World::tenant(const std::string& slug) {
    auto id = crypto::new_id<TenantId>(clock_);
    session_.exec("INSERT INTO account (id, kind, name, slug, created_at) VALUES (?, 'tenant', ?, ?, ?)", id, slug,
                  slug, clock_.now());
    session_.exec("INSERT INTO tenant (id, checks) VALUES (?, 'patient_id patient_name')", id);
    session_.exec("INSERT INTO clinician_portal (tenant_id, enabled_at, display_name) VALUES (?, ?, ?)", id,
                  clock_.now(), slug);
    return id;
}

Member World::member(const AccountId& account, const std::string& name) {
    Member member{crypto::new_id<UserId>(clock_), crypto::new_id<MembershipId>(clock_), account, name};
    auto mail = "user" + std::to_string(++count_) + "-" + member.user.text() + "@example.org";
    session_.exec(
        "INSERT INTO users (id, email, email_folded, name, name_folded, email_confirmed_at, created_at)"
        " VALUES (?, ?, ?, ?, lower(?), ?, ?)",
        member.user, mail, mail, name, name, clock_.now(), clock_.now());
    session_.exec("INSERT INTO membership (id, account_id, user_id, created_at) VALUES (?, ?, ?, ?)", member.membership,
                  account, member.user, clock_.now());
    return member;
}

Member World::clinician(const std::string& name) {
    auto account = crypto::new_id<AccountId>(clock_);
    session_.exec("INSERT INTO account (id, kind, name, created_at) VALUES (?, 'individual', ?, ?)", account, name,
                  clock_.now());
    return member(account, name);
}

Member World::staff(const TenantId& tenant, const std::string& name) {
    return member(AccountId::trusted(tenant.text()), name);
}

RoleId World::clinician_role(const TenantId& tenant, ClinicianPermissions permissions) {
    auto id = crypto::new_id<RoleId>(clock_);
    session_.exec(
        "INSERT INTO role (id, account_id, system, name, name_folded, permissions, created_at, updated_at)"
        " VALUES (?, ?, 'clinician', ?, ?, ?, ?, ?)",
        id, tenant, id, id, permissions.keys(), clock_.now(), clock_.now());
    return id;
}

RoleId World::tenant_role(const TenantId& tenant, TenantPermissions permissions) {
    auto id = crypto::new_id<RoleId>(clock_);
    session_.exec(
        "INSERT INTO role (id, account_id, system, name, name_folded, permissions, created_at, updated_at)"
        " VALUES (?, ?, 'tenant', ?, ?, ?, ?, ?)",
        id, tenant, id, id, permissions.keys(), clock_.now(), clock_.now());
    return id;
}

AccessLinkId World::link(const TenantId& tenant, const Member& member, const std::string& state,
                         const std::optional<RoleId>& role) {
    auto id = crypto::new_id<AccessLinkId>(clock_);
    session_.exec(
        "INSERT INTO access_link (id, tenant_id, account_id, state, role_id, requested_by, requested_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        id, tenant, member.account, state, role, member.user, clock_.now());
    return id;
}

ProfessionalNumberId World::number(const Member& member, const std::string& type, const std::string& value) {
    auto id = crypto::new_id<ProfessionalNumberId>(clock_);
    session_.exec("INSERT INTO professional_number (id, user_id, type, value, normalised) VALUES (?, ?, ?, ?, ?)", id,
                  member.user, type, value, value);
    return id;
}

void World::confirm(const TenantId& tenant, const Member& member, const ProfessionalNumberId& number,
                    const std::string& value) {
    session_.exec(
        "INSERT INTO confirmed_number (tenant_id, number_id, user_id, normalised, confirmed_at, confirmed_by)"
        " VALUES (?, ?, ?, ?, ?, 'Front desk')",
        tenant, number, member.user, value, clock_.now());
}

PatientId World::patient(const TenantId& tenant, const std::string& patient_id) {
    auto id = crypto::new_id<PatientId>(clock_);
    session_.exec(
        "INSERT INTO patient (id, tenant_id, patient_id, name, name_normalised, name_sort, created_at)"
        " VALUES (?, ?, ?, 'Doe^Jane', 'doe^jane', 'doe^jane', ?)",
        id, tenant, patient_id, clock_.now());
    return id;
}

StudyId World::study(const TenantId& tenant, const StudyOptions& options) {
    auto id = crypto::new_id<StudyId>(clock_);
    static std::atomic<int> made{1000};
    auto uid = options.uid.empty() ? "2.25." + std::to_string(++made) : options.uid;
    std::optional<PatientId> patient;
    if (!options.patient.empty()) patient = options.patient;
    session_.exec(
        "INSERT INTO study (id, tenant_id, study_instance_uid, patient_ref, state, visible, study_at, description,"
        " received_at, last_received_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id, tenant, uid, patient, options.state, options.visible, options.study_at, options.description, clock_.now(),
        clock_.now());
    return id;
}

void World::referrer(const TenantId& tenant, const StudyId& study, const std::string& identifier,
                     const std::string& issuer, const std::string& name_normalised) {
    session_.exec(
        "INSERT INTO study_referrer (tenant_id, study_id, role, identifier, issuer, name, name_normalised, study_at)"
        " SELECT tenant_id, id, 'referring', ?, ?, ?, ?, study_at FROM study WHERE tenant_id = ? AND id = ?",
        identifier, issuer, name_normalised, name_normalised, tenant, study);
}

Caller World::staff_caller(const TenantId& tenant, TenantPermissions permissions) {
    Caller caller;
    caller.kind = CallerKind::user;
    caller.user = UserId::trusted("01jd5ykz3wq8x7v6t5r4p3n2u1");
    caller.account = AccountId::trusted(tenant.text());
    caller.account_kind = AccountKind::tenant;
    caller.tenant = tenant;
    caller.permissions = permissions;
    caller.name = "Front desk";
    return caller;
}

Caller World::operator_caller() {
    Caller caller;
    caller.kind = CallerKind::operator_;
    caller.name = "operator";
    return caller;
}

}  // namespace portico::testing
