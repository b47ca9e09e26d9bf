// SQL of the accounts feature; decides nothing. Private to this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/accounts/accounts.h"
#include "platform/db/database.h"

namespace portico::accounts::store {

// --- accounts and memberships ---
void insert_account(db::Session&, const AccountId&, AccountKind, std::string_view name,
                    const std::optional<std::string>& slug, const UserId& owner, Timestamp now);
void insert_tenant(db::Session&, const TenantId&, std::string_view checks);
void insert_membership(db::Session&, const MembershipId&, const AccountId&, const UserId&, Timestamp now);
bool any_tenant(db::Session&);
bool slug_exists(db::Session&, std::string_view slug);
std::optional<TenantId> tenant_by_slug(db::Session&, std::string_view slug);
// Two changes of one account's roles and members wait for one another.
void lock_account(db::Session&, const TenantId&);
// Members of a tenant who can manage its roles: the owner and those with a role that allows it.
std::int64_t role_managers(db::Session&, const TenantId&);

// --- settings ---
TenantSettings settings(db::Session&, const TenantId&);
// False when the version is another one.
bool update_settings(db::Session&, const TenantId&, const TenantSettings&);

// --- roles ---
std::vector<Role> roles(db::Session&, const TenantId&, RoleSystem);
std::optional<Role> role(db::Session&, const TenantId&, RoleSystem, const RoleId&);
bool role_name_exists(db::Session&, const TenantId&, RoleSystem, std::string_view name_folded, const RoleId& except);
void insert_role(db::Session&, const TenantId&, RoleSystem, const RoleId&, const RoleInput&, Timestamp now);
bool update_role(db::Session&, const TenantId&, const RoleId&, std::int64_t version, const RoleInput&, Timestamp now);
void delete_role(db::Session&, const TenantId&, const RoleId&);

// --- members of a tenant ---
std::vector<Members::Listed> members(db::Session&, const TenantId&, const MemberQuery&);
std::optional<Member> member(db::Session&, const TenantId&, const UserId&);
bool update_membership(db::Session&, const MembershipId&, std::int64_t version, bool enabled);
void set_roles(db::Session&, const MembershipId&, const std::vector<RoleId>&);

// --- confirmations ---
struct Confirmation {
    std::string id;
    std::string purpose;  // confirm_email, setup
    std::string email_folded;
    std::string content;
    Timestamp expires_at;
    bool used = false;
};
void insert_confirmation(db::Session&, const Confirmation&, std::string_view secret_hash, Timestamp now);
std::optional<Confirmation> confirmation(db::Session&, std::string_view purpose, std::string_view secret_hash);
// False when it was used already.
bool use_confirmation(db::Session&, std::string_view id, Timestamp now);
void delete_confirmations(db::Session&, std::string_view purpose, std::string_view email_folded);
void delete_expired_confirmations(db::Session&, Timestamp now);

// Counts one more of something in a window of time; false when there were `limit` already.
struct Window {
    std::string subject;
    std::int64_t seconds;
    std::int64_t limit;
};
bool count_in_window(db::Session&, const Window&, Timestamp now);

}  // namespace portico::accounts::store
