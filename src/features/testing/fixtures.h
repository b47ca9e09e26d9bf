// People, tenants and studies for tests of features: plain rows, made with one call each. Not part of the server.
//
//   testing::World world(session, clock);
//   auto tenant = world.tenant("north");
//   auto clinician = world.clinician("Ann Peeters");
//   world.link(tenant, clinician, "allowed", world.clinician_role(tenant, {ClinicianPermission::view_images}));
#pragma once

#include <optional>
#include <string>

#include "core/authorized.h"
#include "core/clock.h"
#include "core/permission.h"
#include "platform/db/session.h"

namespace portico::testing {

struct Member {
    UserId user;
    MembershipId membership;
    AccountId account;
    std::string name;

    // The caller that a session of this member would give (for clinicians: no tenant, no permissions).
    Caller caller() const;
};

struct StudyOptions {
    std::string uid;  // made up when empty
    bool visible = true;
    std::string state = "ready";
    Timestamp study_at{1'700'000'000'000};
    PatientId patient;  // none when empty
    std::string description = "CT head";
};

// Writes through the session that it is given; the caller commits. Names of things are unique within one World.
class World {
public:
    World(db::Session& session, const Clock& clock) : session_(session), clock_(clock) {}

    // With its clinician portal enabled.
    TenantId tenant(const std::string& slug);
    // A user in an individual account.
    Member clinician(const std::string& name);
    // A user in a tenant, without roles.
    Member staff(const TenantId&, const std::string& name);
    RoleId clinician_role(const TenantId&, ClinicianPermissions);
    RoleId tenant_role(const TenantId&, TenantPermissions);
    AccessLinkId link(const TenantId&, const Member&, const std::string& state, const std::optional<RoleId>&);
    ProfessionalNumberId number(const Member&, const std::string& type, const std::string& value);
    void confirm(const TenantId&, const Member&, const ProfessionalNumberId&, const std::string& value);
    PatientId patient(const TenantId&, const std::string& patient_id);
    StudyId study(const TenantId&, const StudyOptions& options = {});
    // Somebody who referred a study, as its header says.
    void referrer(const TenantId&, const StudyId&, const std::string& identifier, const std::string& issuer,
                  const std::string& name_normalised);

    // Staff of a tenant with these permissions; no rows behind it.
    static Caller staff_caller(const TenantId&, TenantPermissions);
    // The operator on the command line.
    static Caller operator_caller();

private:
    Member member(const AccountId&, const std::string& name);
    db::Session& session_;
    const Clock& clock_;
    int count_ = 0;
};

}  // namespace portico::testing
