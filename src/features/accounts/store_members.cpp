// Roles and members of tenants.
#include "features/accounts/policy.h"
#include "features/accounts/store.h"
#include "platform/text/fold.h"

namespace portico::accounts::store {
namespace {

using Text = std::string;
using Number = std::int64_t;
template <class T>
using Maybe = std::optional<T>;

// A clinician role is in use by links, by single members and as the default of the portal.
constexpr std::string_view role_columns =
    "SELECT r.id, r.name, r.description, r.permissions, r.version, r.updated_at,"
    " (SELECT count(*) FROM membership_role mr WHERE mr.role_id = r.id)"
    " + (SELECT count(*) FROM access_link l WHERE l.role_id = r.id)"
    " + (SELECT count(*) FROM access_link_member lm WHERE lm.role_id = r.id)"
    " + (SELECT count(*) FROM clinician_portal cp WHERE cp.tenant_id = r.account_id AND cp.default_role_id = r.id)"
    " FROM role r WHERE r.account_id = ? AND r.system = ?";

Role to_role(RoleId id, Text name, Text description, const Text& permissions, Number version, Timestamp updated_at,
             Number used_by) {
    return {std::move(id), std::move(name), std::move(description), policy::split_keys(permissions), used_by,
            version,       updated_at};
}

constexpr std::string_view member_columns =
    "SELECT u.id, m.id, u.name, u.email, CASE WHEN a.owner_user_id = u.id THEN 1 ELSE 0 END, m.enabled * u.enabled,"
    " u.last_sign_in_at, m.version, u.name_folded FROM membership m JOIN users u ON u.id = m.user_id"
    " JOIN account a ON a.id = m.account_id WHERE m.account_id = ?";

Members::Listed to_listed(UserId user, MembershipId membership, Text name, Text email, Number owner, Number enabled,
                          Maybe<Timestamp> seen, Number version, Text folded) {
    return {{.user = std::move(user),
             .membership = std::move(membership),
             .name = std::move(name),
             .email = std::move(email),
             .roles = {},
             .owner = owner != 0,
             .enabled = enabled != 0,
             .last_sign_in_at = seen,
             .version = version},
            std::move(folded)};
}

std::vector<Members::Listed> read_members(db::Session& session, const db::Sql& sql) {
    auto listed =
        session.map<UserId, MembershipId, Text, Text, Number, Number, Maybe<Timestamp>, Number, Text>(sql, to_listed);
    std::vector<MembershipId> ids;
    for (const auto& one : listed) ids.push_back(one.member.membership);
    db::Sql roles(
        "SELECT mr.membership_id, r.id, r.name FROM membership_role mr JOIN role r ON r.id = mr.role_id WHERE ");
    roles.in_list("mr.membership_id", ids).append(" ORDER BY r.name_folded, r.id");
    for (const auto& [membership, role, name] : session.rows<MembershipId, RoleId, Text>(roles)) {
        for (auto& one : listed)
            if (one.member.membership == membership) one.member.roles.push_back({role, name});
    }
    return listed;
}

// Text from people as a pattern of LIKE that matches it anywhere; the escape character is '!'.
std::string anywhere(std::string_view text) {
    std::string pattern = "%";
    for (char c : text) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + "%";
}

}  // namespace

std::vector<Role> roles(db::Session& session, const TenantId& tenant, RoleSystem system) {
    return session.map<RoleId, Text, Text, Text, Number, Timestamp, Number>(
        Text(role_columns) + " ORDER BY r.name_folded, r.id", to_role, tenant, key_of(system));
}

std::optional<Role> role(db::Session& session, const TenantId& tenant, RoleSystem system, const RoleId& id) {
    auto row = session.first<RoleId, Text, Text, Text, Number, Timestamp, Number>(Text(role_columns) + " AND r.id = ?",
                                                                                  tenant, key_of(system), id);
    if (!row) return std::nullopt;
    return std::apply(to_role, *row);
}

bool role_name_exists(db::Session& session, const TenantId& tenant, RoleSystem system, std::string_view name_folded,
                      const RoleId& except) {
    return session
        .first_value<Number>("SELECT 1 FROM role WHERE account_id = ? AND system = ? AND name_folded = ? AND id <> ?",
                             tenant, key_of(system), name_folded, except)
        .has_value();
}

void insert_role(db::Session& session, const TenantId& tenant, RoleSystem system, const RoleId& id, const RoleInput& in,
                 Timestamp now) {
    session.exec(
        "INSERT INTO role (id, account_id, system, name, name_folded, description, permissions, created_at, updated_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id, tenant, key_of(system), in.name, text::fold(in.name), in.description, policy::join_keys(in.permissions),
        now, now);
}

bool update_role(db::Session& session, const TenantId& tenant, const RoleId& id, std::int64_t version,
                 const RoleInput& in, Timestamp now) {
    return session.exec(
               "UPDATE role SET name = ?, name_folded = ?, description = ?, permissions = ?, updated_at = ?,"
               " version = version + 1 WHERE account_id = ? AND id = ? AND version = ?",
               in.name, text::fold(in.name), in.description, policy::join_keys(in.permissions), now, tenant, id,
               version) > 0;
}

void delete_role(db::Session& session, const TenantId& tenant, const RoleId& id) {
    session.exec("DELETE FROM role WHERE account_id = ? AND id = ?", tenant, id);
}

std::vector<Members::Listed> members(db::Session& session, const TenantId& tenant, const MemberQuery& query) {
    db::Sql sql(member_columns, tenant);
    if (!query.text.empty()) {
        sql.append(" AND (u.name_folded LIKE ? ESCAPE '!' OR u.email_folded LIKE ? ESCAPE '!')",
                   anywhere(text::fold(query.text)), anywhere(identity::fold_email(query.text)));
    }
    if (query.after) sql.append(" AND (u.name_folded, m.id) > (?, ?)", query.after->first, query.after->second);
    return read_members(session, sql.append(" ORDER BY u.name_folded, m.id LIMIT ?", query.limit));
}

std::optional<Member> member(db::Session& session, const TenantId& tenant, const UserId& user) {
    db::Sql sql(member_columns, tenant);
    auto found = read_members(session, sql.append(" AND u.id = ?", user));
    if (found.empty()) return std::nullopt;
    return std::move(found.front().member);
}

bool update_membership(db::Session& session, const MembershipId& id, std::int64_t version, bool enabled) {
    return session.exec("UPDATE membership SET enabled = ?, version = version + 1 WHERE id = ? AND version = ?",
                        enabled, id, version) > 0;
}

void set_roles(db::Session& session, const MembershipId& membership, const std::vector<RoleId>& roles) {
    session.exec("DELETE FROM membership_role WHERE membership_id = ?", membership);
    for (const auto& role : roles)
        session.exec(
            "INSERT INTO membership_role (membership_id, role_id) VALUES (?, ?)"
            " ON CONFLICT (membership_id, role_id) DO NOTHING",
            membership, role);
}

}  // namespace portico::accounts::store
