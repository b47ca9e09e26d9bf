// What a membership makes of a person: from its rows to a Caller. Read at every request; nothing is cached, so a change
// holds with its commit (GEN-5).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/caller.h"
#include "features/identity/identity.h"
#include "platform/db/session.h"

namespace portico::accounts {

struct AccountSummary {
    AccountId id;
    AccountKind kind = AccountKind::individual;
    std::string name;
    std::optional<std::string> slug;
};

struct MembershipSummary {
    MembershipId id;
    AccountSummary account;
};

struct MembershipFacts {
    MembershipId membership;
    UserId user;
    std::string user_name;
    std::string email;
    std::optional<std::string> language;
    AccountSummary account;
    bool owner = false;
    TenantPermissions permissions;  // tenants only: the union of the roles, all for the owner
};

// Nothing when the membership or its person is disabled or not there.
std::optional<MembershipFacts> membership_facts(db::Session&, const MembershipId&);
// Enabled ones, oldest first.
std::vector<MembershipSummary> memberships_of(db::Session&, const UserId&);
Caller caller_of(const MembershipFacts&, const SessionId&, const identity::Peer&);

}  // namespace portico::accounts
