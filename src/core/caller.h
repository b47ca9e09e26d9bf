// Who is asking. Made once at the edge (a session cookie, an API key, an AE title, the command line) and carried as a
// value; it says who, never what they may do beyond the permissions that their role gives them in their own account.
#pragma once

#include <optional>
#include <string>

#include "core/id.h"
#include "core/permission.h"

namespace portico {

enum class CallerKind { anonymous, user, api_key, dicom_node, operator_, system };
enum class AccountKind { tenant, organisation, individual };

struct Caller {
    CallerKind kind = CallerKind::anonymous;
    UserId user;              // empty unless kind == user
    MembershipId membership;  // the active membership
    AccountId account;        // the active account
    AccountKind account_kind = AccountKind::individual;
    std::optional<TenantId> tenant;  // set for staff, API keys and DICOM nodes of a tenant
    TenantPermissions permissions;   // in `tenant`, from roles (or all of them for the owner)
    SessionId session;
    ApiKeyId api_key;
    std::string name;     // for the audit trail: display name, key name, AE title
    std::string address;  // network address of the peer
    std::string device;   // user agent or calling AE title

    bool is_staff() const { return tenant.has_value(); }
};

}  // namespace portico
