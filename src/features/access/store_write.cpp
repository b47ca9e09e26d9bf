#include "features/access/store.h"

namespace portico::access::store {
namespace {

// Who a professional number speaks for: each membership of its user in an account that is linked with the tenant. An
// identifier without an issuer matches by value; with one, the issuer must be the number's type or issuer.
constexpr std::string_view referrals_by_number =
    "INSERT INTO study_access (tenant_id, study_id, principal, source, source_id, study_at, created_at)"
    " SELECT r.tenant_id, r.study_id, m.id, 'referral', c.number_id, s.study_at, ?"
    " FROM study_referrer r JOIN study s ON s.id = r.study_id"
    " JOIN confirmed_number c ON c.tenant_id = r.tenant_id AND c.normalised = r.identifier"
    " JOIN professional_number n ON n.id = c.number_id"
    " JOIN membership m ON m.user_id = c.user_id"
    " JOIN access_link l ON l.tenant_id = r.tenant_id AND l.account_id = m.account_id"
    " WHERE r.tenant_id = ? AND r.waits = 0 AND r.identifier <> ''"
    " AND (r.issuer = '' OR upper(r.issuer) = upper(n.type) OR upper(r.issuer) = upper(n.issuer))";

// A linked name matches exactly, normalised; "code:" begins no name, but a linked code.
constexpr std::string_view referrals_by_name =
    "INSERT INTO study_access (tenant_id, study_id, principal, source, source_id, study_at, created_at)"
    " SELECT r.tenant_id, r.study_id, k.membership_id, 'referral', k.id, s.study_at, ?"
    " FROM referrer_link k JOIN study_referrer r ON r.tenant_id = k.tenant_id AND r.waits = 0"
    " AND r.name_normalised = k.name_normalised JOIN study s ON s.id = r.study_id WHERE k.name_normalised NOT LIKE "
    "'code:%'"
    " AND k.tenant_id = ?";

// A local code is linked as 'code:' and the code.
constexpr std::string_view referrals_by_code =
    "INSERT INTO study_access (tenant_id, study_id, principal, source, source_id, study_at, created_at)"
    " SELECT r.tenant_id, r.study_id, k.membership_id, 'referral', k.id, s.study_at, ?"
    " FROM referrer_link k JOIN study_referrer r ON r.tenant_id = k.tenant_id AND r.waits = 0"
    " AND r.identifier = substr(k.name_normalised, 6) JOIN study s ON s.id = r.study_id"
    " WHERE k.name_normalised LIKE 'code:%' AND k.tenant_id = ?";

constexpr std::string_view once = " ON CONFLICT DO NOTHING";

std::vector<MembershipId> principals_with(db::Session& session, const TenantId& tenant, const StudyId& study) {
    return session.values<MembershipId>(
        "SELECT DISTINCT principal FROM study_access WHERE tenant_id = ? AND study_id = ?", tenant, study);
}

}  // namespace

std::optional<GrantFacts> find_grant(db::Session& session, const TenantId& tenant, const GrantId& grant) {
    auto row = session.first<GrantId, StudyId, MembershipId, std::optional<Timestamp>>(
        "SELECT id, study_id, principal, revoked_at FROM explicit_grant WHERE tenant_id = ? AND id = ?", tenant, grant);
    if (!row) return std::nullopt;
    auto& [id, study, principal, revoked_at] = *row;
    return GrantFacts{id, study, principal, revoked_at.has_value()};
}

std::optional<GrantId> live_grant(db::Session& session, const TenantId& tenant, const StudyId& study,
                                  const MembershipId& principal, Timestamp now) {
    return session.first_value<GrantId>(
        "SELECT id FROM explicit_grant WHERE tenant_id = ? AND study_id = ? AND principal = ? AND revoked_at IS NULL"
        " AND (ends_at IS NULL OR ends_at > ?) ORDER BY granted_at DESC",
        tenant, study, principal, now);
}

std::string note_of_grant(db::Session& session, const TenantId& tenant, const GrantId& grant) {
    return session.value<std::string>("SELECT note FROM explicit_grant WHERE tenant_id = ? AND id = ?", tenant, grant);
}

void insert_grant(db::Session& session, const TenantId& tenant, const GrantId& grant, const StudyFacts& study,
                  const MembershipId& principal, const GrantRequest& request, std::string_view granted_by,
                  Timestamp now) {
    session.exec(
        "INSERT INTO explicit_grant (id, tenant_id, study_id, principal, ends_at, note, granted_at, granted_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        grant, tenant, study.study, principal, request.ends_at, request.note, now, granted_by);
    session.exec(
        "INSERT INTO study_access (tenant_id, study_id, principal, source, source_id, study_at, created_at)"
        " VALUES (?, ?, ?, 'explicit', ?, ?, ?)",
        tenant, study.study, principal, grant, study.study_at, now);
}

void renew_grant(db::Session& session, const GrantId& grant, const GrantRequest& request) {
    session.exec("UPDATE explicit_grant SET ends_at = ?, note = ? WHERE id = ?", request.ends_at, request.note, grant);
}

void end_grant(db::Session& session, const TenantId& tenant, const GrantId& grant, std::string_view revoked_by,
               Timestamp now) {
    session.exec("UPDATE explicit_grant SET revoked_at = ?, revoked_by = ? WHERE tenant_id = ? AND id = ?", now,
                 revoked_by, tenant, grant);
    session.exec("DELETE FROM study_access WHERE tenant_id = ? AND source = 'explicit' AND source_id = ?", tenant,
                 grant);
}

std::vector<MembershipId> refresh_referrals(db::Session& session, const TenantId& tenant, const StudyId& study,
                                            Timestamp now) {
    auto concerned = principals_with(session, tenant, study);
    session.exec("DELETE FROM study_access WHERE tenant_id = ? AND study_id = ? AND source IN ('referral', 'history')",
                 tenant, study);
    // Grants stay, but the order of lists follows the study.
    session.exec(
        "UPDATE study_access SET study_at = (SELECT study_at FROM study WHERE id = ?1)"
        " WHERE tenant_id = ?2 AND study_id = ?1",
        study, tenant);
    session.exec(std::string(referrals_by_number) + " AND r.study_id = ?" + std::string(once), now, tenant, study);
    session.exec(std::string(referrals_by_name) + " AND r.study_id = ?" + std::string(once), now, tenant, study);
    session.exec(std::string(referrals_by_code) + " AND r.study_id = ?" + std::string(once), now, tenant, study);
    auto after = principals_with(session, tenant, study);
    concerned.insert(concerned.end(), after.begin(), after.end());
    return concerned;
}

void add_referrals_of_number(db::Session& session, const TenantId& tenant, const ProfessionalNumberId& number,
                             Timestamp now) {
    session.exec(std::string(referrals_by_number) + " AND c.number_id = ?" + std::string(once), now, tenant, number);
}

void add_referrals_of_link(db::Session& session, const TenantId& tenant, std::string_view referrer_link_id,
                           Timestamp now) {
    session.exec(std::string(referrals_by_name) + " AND k.id = ?" + std::string(once), now, tenant, referrer_link_id);
    session.exec(std::string(referrals_by_code) + " AND k.id = ?" + std::string(once), now, tenant, referrer_link_id);
}

std::vector<MembershipId> principals_of_source(db::Session& session, const TenantId& tenant, Source source,
                                               std::string_view source_id) {
    return session.values<MembershipId>(
        "SELECT DISTINCT principal FROM study_access WHERE tenant_id = ? AND source = ? AND source_id = ?", tenant,
        key_of(source), source_id);
}

std::vector<MembershipId> remove_source(db::Session& session, const TenantId& tenant, Source source,
                                        std::string_view source_id) {
    auto concerned = principals_of_source(session, tenant, source, source_id);
    session.exec("DELETE FROM study_access WHERE tenant_id = ? AND source = ? AND source_id = ?", tenant,
                 key_of(source), source_id);
    return concerned;
}

std::vector<MembershipId> principals_of_number(db::Session& session, const TenantId& tenant,
                                               const ProfessionalNumberId& number) {
    return session.values<MembershipId>(
        "SELECT m.id FROM professional_number n JOIN membership m ON m.user_id = n.user_id"
        " JOIN access_link l ON l.account_id = m.account_id AND l.tenant_id = ? WHERE n.id = ?",
        tenant, number);
}

std::vector<ProfessionalNumberId> confirmed_numbers_of_account(db::Session& session, const TenantId& tenant,
                                                               const AccountId& account) {
    return session.values<ProfessionalNumberId>(
        "SELECT c.number_id FROM confirmed_number c JOIN membership m ON m.user_id = c.user_id"
        " WHERE c.tenant_id = ? AND m.account_id = ?",
        tenant, account);
}

std::vector<MembershipId> members_of_account(db::Session& session, const AccountId& account) {
    return session.values<MembershipId>("SELECT id FROM membership WHERE account_id = ?", account);
}

std::vector<MembershipId> members_with_role(db::Session& session, const TenantId& tenant, const RoleId& role) {
    return session.values<MembershipId>(
        "SELECT m.id FROM access_link l JOIN membership m ON m.account_id = l.account_id"
        " LEFT JOIN access_link_member lm ON lm.link_id = l.id AND lm.membership_id = m.id"
        " WHERE l.tenant_id = ? AND COALESCE(lm.role_id, l.role_id) = ?",
        tenant, role);
}

std::vector<MembershipId> members_of_tenant(db::Session& session, const TenantId& tenant) {
    return session.values<MembershipId>(
        "SELECT m.id FROM access_link l JOIN membership m ON m.account_id = l.account_id"
        " WHERE l.tenant_id = ? AND l.state = 'allowed'",
        tenant);
}

void remove_rows_of_study(db::Session& session, const TenantId& tenant, const StudyId& study) {
    session.exec("DELETE FROM study_access WHERE tenant_id = ? AND study_id = ? AND source IN ('referral', 'history')",
                 tenant, study);
}

std::vector<MembershipId> refresh_history_of_patient(db::Session& session, const TenantId& tenant,
                                                     const PatientId& patient, Timestamp now) {
    auto before = remove_source(session, tenant, Source::history, patient.text());
    session.exec("DELETE FROM patient_referral WHERE tenant_id = ? AND patient_ref = ?", tenant, patient);
    session.exec(
        "INSERT INTO patient_referral (tenant_id, principal, patient_ref, last_referral_at)"
        " SELECT s.tenant_id, a.principal, s.patient_ref, MAX(s.study_at) FROM study s"
        " JOIN study_access a ON a.tenant_id = s.tenant_id AND a.study_id = s.id AND a.source = 'referral'"
        " WHERE s.tenant_id = ? AND s.patient_ref = ? GROUP BY s.tenant_id, a.principal, s.patient_ref",
        tenant, patient);
    session.exec(
        "INSERT INTO study_access (tenant_id, study_id, principal, source, source_id, study_at, created_at)"
        " SELECT p.tenant_id, s.id, p.principal, 'history', p.patient_ref, s.study_at, ? FROM patient_referral p"
        " JOIN study s ON s.tenant_id = p.tenant_id AND s.patient_ref = p.patient_ref"
        " WHERE p.tenant_id = ? AND p.patient_ref = ? AND NOT EXISTS (SELECT 1 FROM study_access r"
        " WHERE r.tenant_id = s.tenant_id AND r.study_id = s.id AND r.principal = p.principal AND r.source = "
        "'referral')" +
            std::string(once),
        now, tenant, patient);
    auto after = session.values<MembershipId>(
        "SELECT principal FROM patient_referral WHERE tenant_id = ? AND patient_ref = ?", tenant, patient);
    before.insert(before.end(), after.begin(), after.end());
    return before;
}

void refresh_history_of_principal(db::Session& session, const TenantId& tenant, const MembershipId& principal,
                                  Timestamp now) {
    session.exec("DELETE FROM study_access WHERE tenant_id = ? AND principal = ? AND source = 'history'", tenant,
                 principal);
    session.exec("DELETE FROM patient_referral WHERE tenant_id = ? AND principal = ?", tenant, principal);
    session.exec(
        "INSERT INTO patient_referral (tenant_id, principal, patient_ref, last_referral_at)"
        " SELECT a.tenant_id, a.principal, s.patient_ref, MAX(s.study_at) FROM study_access a"
        " JOIN study s ON s.id = a.study_id WHERE a.tenant_id = ? AND a.principal = ? AND a.source = 'referral'"
        " AND s.patient_ref IS NOT NULL GROUP BY a.tenant_id, a.principal, s.patient_ref",
        tenant, principal);
    session.exec(
        "INSERT INTO study_access (tenant_id, study_id, principal, source, source_id, study_at, created_at)"
        " SELECT p.tenant_id, s.id, p.principal, 'history', p.patient_ref, s.study_at, ? FROM patient_referral p"
        " JOIN study s ON s.tenant_id = p.tenant_id AND s.patient_ref = p.patient_ref"
        " WHERE p.tenant_id = ? AND p.principal = ? AND NOT EXISTS (SELECT 1 FROM study_access r"
        " WHERE r.tenant_id = s.tenant_id AND r.study_id = s.id AND r.principal = p.principal AND r.source = "
        "'referral')" +
            std::string(once),
        now, tenant, principal);
}

std::vector<PatientId> patients_with_history_row(db::Session& session, const TenantId& tenant, const StudyId& study) {
    return session.values<PatientId>(
        "SELECT DISTINCT source_id FROM study_access WHERE tenant_id = ? AND study_id = ? AND source = 'history'",
        tenant, study);
}

}  // namespace portico::access::store
