#include "bench/generator.h"

namespace portico::bench {
namespace {

using C = ClinicianPermission;

// A 26-character id that ends in a number; its first digits tell the kind of thing.
std::string id_sql(const std::string& prefix, const std::string& number) {
    auto digits = "CAST(" + number + " AS TEXT)";
    auto width = std::to_string(26 - prefix.size());
    return "'" + prefix + "' || substr('" + std::string(26 - prefix.size(), '0') + "' || " + digits + ", length(" +
           digits + ") + 1, " + width + ")";
}

std::string numbers(std::int64_t from, std::int64_t to) {
    return "WITH RECURSIVE n(i) AS (SELECT CAST(" + std::to_string(from) +
           " AS bigint) UNION ALL SELECT i + 1 FROM n WHERE i < " + std::to_string(to) + ") ";
}

// Studies of one tenant, spread over five years; five to a patient.
void add_studies(db::Session& session, const TenantId& tenant, std::int64_t from, std::int64_t to, Timestamp now) {
    auto t = "'" + tenant.text() + "'";
    session.exec(numbers(from / 5, to / 5) +
                 "INSERT INTO patient (id, tenant_id, patient_id, name, name_normalised, name_sort," +
                 " created_at) SELECT " + id_sql("1p", "i") + ", " + t +
                 ", 'P' || CAST(i AS TEXT), 'Doe^Jane', 'doe^jane', 'doe^jane', 0 FROM n");
    session.exec(numbers(from, to) +
                 "INSERT INTO study (id, tenant_id, study_instance_uid, patient_ref, state, visible, study_at,"
                 " description, modalities, received_at, last_received_at) SELECT " +
                 id_sql("1s", "i") + ", " + t + ", '2.25.' || CAST(i AS TEXT), " + id_sql("1p", "i / 5") +
                 ", 'ready', 1, " + std::to_string(now.milliseconds) +
                 " - (i * 7919 % 157680000) * 1000, 'CT head', 'CT', 0, 0 FROM n");
}

void add_rows(db::Session& session, const TenantId& tenant, const MembershipId& principal, const std::string& source,
              std::int64_t from, std::int64_t count, std::int64_t step, const std::string& source_id) {
    session.exec(numbers(0, count - 1) +
                 "INSERT INTO study_access (tenant_id, study_id, principal, source, source_id, study_at, created_at)"
                 " SELECT s.tenant_id, s.id, '" +
                 principal.text() + "', '" + source + "', " + source_id +
                 ", s.study_at, 0 FROM n JOIN study s ON s.id = " +
                 id_sql("1s", "(" + std::to_string(from) + " + i * " + std::to_string(step) + ")") +
                 " WHERE s.tenant_id = '" + tenant.text() + "'");
}

void add_grants(db::Session& session, const TenantId& tenant, const MembershipId& principal, std::int64_t from,
                std::int64_t count, std::int64_t step) {
    auto study = id_sql("1s", "(" + std::to_string(from) + " + i * " + std::to_string(step) + ")");
    session.exec(
        numbers(0, count - 1) +
        "INSERT INTO explicit_grant (id, tenant_id, study_id, principal, granted_at, granted_by) SELECT '1g' ||"
        " substr(s.id, 3), s.tenant_id, s.id, '" +
        principal.text() + "', 0, 'Front desk' FROM n JOIN study s ON s.id = " + study + " WHERE s.tenant_id = '" +
        tenant.text() + "'");
    add_rows(session, tenant, principal, "explicit", from, count, step, "'1g' || substr(s.id, 3)");
}

void add_history(db::Session& session, const TenantId& tenant, const MembershipId& principal) {
    session.exec(
        "INSERT INTO patient_referral (tenant_id, principal, patient_ref, last_referral_at)"
        " SELECT a.tenant_id, a.principal, s.patient_ref, MAX(s.study_at) FROM study_access a JOIN study s ON s.id ="
        " a.study_id WHERE a.tenant_id = ? AND a.principal = ? AND a.source = 'referral'"
        " GROUP BY a.tenant_id, a.principal, s.patient_ref",
        tenant, principal);
    session.exec(
        "INSERT INTO study_access (tenant_id, study_id, principal, source, source_id, study_at, created_at)"
        " SELECT p.tenant_id, s.id, p.principal, 'history', p.patient_ref, s.study_at, 0 FROM patient_referral p"
        " JOIN study s ON s.tenant_id = p.tenant_id AND s.patient_ref = p.patient_ref"
        " WHERE p.tenant_id = ? AND p.principal = ? ON CONFLICT DO NOTHING",
        tenant, principal);
}

}  // namespace

Population populate(db::UnitsOfWork& units, const Clock& clock, const Size& size) {
    Population population;
    auto per_tenant = size.studies / size.tenants;
    auto limited = size.tenants - 2;
    for (int t = 0; t < size.tenants; ++t) {
        auto work = units.begin();
        auto& session = work.session();
        testing::World world(session, clock);
        if (t == 0) population.clinician = world.clinician("Ann Peeters");
        auto tenant = world.tenant("tenant" + std::to_string(t));
        population.tenants.push_back(tenant);
        auto all = ClinicianPermissions{C::access_all_studies, C::view_images};
        auto some =
            ClinicianPermissions{C::access_referred_studies, C::access_referred_patients_history, C::view_images};
        world.link(tenant, population.clinician, "allowed", world.clinician_role(tenant, t < 2 ? all : some));
        auto from = t * per_tenant + 5;
        add_studies(session, tenant, from, from + per_tenant - 6, clock.now());
        if (t >= 2) {
            const auto& principal = population.clinician.membership;
            add_grants(session, tenant, principal, from, size.grants / limited, 17);
            add_rows(session, tenant, principal, "referral", from + 3, size.referrals / limited, 41, "'1n'");
            add_history(session, tenant, principal);
        }
        work.commit_technical();
    }
    return population;
}

}  // namespace portico::bench
