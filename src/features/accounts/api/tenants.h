// Tenants: their making (ACC-2) and their general settings.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/authorized.h"
#include "features/accounts/api/errors.h"
#include "features/identity/identity.h"

namespace portico::accounts {

struct NewTenant {
    std::string name;
    std::string slug;  // 3 to 40 of a-z 0-9 '-', not reserved
    std::string owner_name;
    std::string owner_email;
    std::string owner_password;
};

struct CreatedTenant {
    TenantId tenant;
    UserId owner;
    MembershipId membership;
};

struct TenantSettings {
    std::string name;
    std::int64_t quiet_seconds = 60;
    std::vector<std::string> checks;  // of tenant_checks(), in that order
    std::string duplicate_policy = "keep_first";
    std::string default_issuer;
    std::int64_t idle_minutes = 30;
    std::int64_t absolute_hours = 12;
    std::int64_t version = 1;
};

// Keys of the checks that a received study goes through before it is released (STU-11).
const std::vector<std::string>& tenant_checks();
bool is_slug(std::string_view text);

// Thread-safe.
class Tenants {
public:
    Tenants(db::UnitsOfWork& units, const identity::Passwords& passwords, identity::Sessions& sessions,
            const Clock& clock)
        : units_(units), passwords_(passwords), sessions_(sessions), clock_(clock) {}

    // By the operator (std::logic_error for anyone else). Errors: slug_taken, email_taken, invalid_input.
    Result<CreatedTenant> create(const Caller& by, const NewTenant&);

    // --- first start ---
    static bool setup_needed(db::Session&);  // true while there is no tenant
    // A fresh token for the setup page, to be printed on the console; nothing when a tenant is there. Ends the token
    // of an earlier start.
    std::optional<std::string> issue_setup_token();
    // Makes the first tenant and signs its owner in. Errors: setup_done, setup_token_wrong and those of create().
    Result<identity::OpenedSession> set_up(std::string_view token, const NewTenant&, const identity::Peer&);

    // --- settings ---
    using May = Authorized<Permission::manage_settings>;
    TenantSettings settings(db::Session&, const May&) const;
    // Errors: precondition_failed for another version, invalid_input.
    Result<void> change_settings(const May&, const TenantSettings&);

    static std::optional<TenantId> find_by_slug(db::Session&, std::string_view slug);

private:
    Result<CreatedTenant> create_in(db::UnitOfWork&, const Caller& by, const NewTenant&, const std::string& hash);
    db::UnitsOfWork& units_;
    const identity::Passwords& passwords_;
    identity::Sessions& sessions_;
    const Clock& clock_;
};

}  // namespace portico::accounts
