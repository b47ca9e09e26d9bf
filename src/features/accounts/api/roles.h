// Roles (ACC-10): named sets of permissions that a tenant gives to its staff (tenant roles) or to clinicians (clinician
// roles). Roles of organisations are the third system and join here with their permissions.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/authorized.h"
#include "core/clock.h"
#include "features/access/access.h"
#include "features/accounts/api/errors.h"
#include "features/audit/audit.h"
#include "platform/db/unit_of_work.h"

namespace portico::accounts {

enum class RoleSystem : std::uint8_t { tenant, clinician };
std::string_view key_of(RoleSystem system);

struct RoleInput {
    std::string name;
    std::string description;
    std::vector<std::string> permissions;  // keys of the system's catalogue
};

struct Role {
    RoleId id;
    std::string name;
    std::string description;
    std::vector<std::string> permissions;  // in the catalogue's order
    std::int64_t used_by = 0;              // members, or accounts and members with access
    std::int64_t version = 1;
    Timestamp updated_at;
};

struct RoleTemplate {
    std::string_view name;
    std::string_view description;
    std::vector<std::string> permissions;
};
std::vector<RoleTemplate> role_templates(RoleSystem system);  // ACC-14

// Proof that the caller may manage the roles of a system; made from the permission that the system asks for.
class RoleManager {
public:
    explicit RoleManager(const Authorized<Permission::manage_roles>& may)
        : caller_(may.caller()), scope_(may.scope()), system_(RoleSystem::tenant) {}
    explicit RoleManager(const Authorized<Permission::manage_clinician_roles>& may)
        : caller_(may.caller()), scope_(may.scope()), system_(RoleSystem::clinician) {}
    // For reading only: whoever manages the clinician portal chooses among its roles.
    static RoleManager reader_of_clinician_roles(const PermissionProof& may) { return RoleManager(may); }
    const Caller& caller() const { return caller_; }
    const TenantId& tenant() const { return scope_.tenant(); }
    RoleSystem system() const { return system_; }

private:
    explicit RoleManager(const PermissionProof& may)
        : caller_(may.caller()), scope_(may.scope()), system_(RoleSystem::clinician) {}

    Caller caller_;
    TenantScope scope_;
    RoleSystem system_;
};

// Thread-safe. Changes hold at once; clinicians whose rights change are told (access.changed).
class Roles {
public:
    Roles(db::UnitsOfWork& units, const access::AccessService& access, const Clock& clock)
        : units_(units), access_(access), clock_(clock) {}

    // By name; all of them, since a tenant has a handful.
    std::vector<Role> list(db::Session&, const RoleManager&) const;
    Result<Role> find(db::Session&, const RoleManager&, const RoleId&) const;

    // Errors: role_name_taken, identity's permission_not_held, invalid_input for an unknown permission.
    Result<RoleId> create(const RoleManager&, const RoleInput&);
    // Also request_errors::precondition_failed for another version, last_role_manager.
    Result<void> change(const RoleManager&, const RoleId&, std::int64_t version, const RoleInput&);
    Result<void> remove(const RoleManager&, const RoleId&);  // role_in_use

private:
    db::UnitsOfWork& units_;
    const access::AccessService& access_;
    const Clock& clock_;
};

}  // namespace portico::accounts
