// Sessions and API keys.
#include "features/identity/store.h"

namespace portico::identity::store {
namespace {

using Text = std::string;
using Number = std::int64_t;
using MaybeTime = std::optional<Timestamp>;

constexpr std::string_view owner_columns =
    "SELECT s.id, s.user_id, s.membership_id, u.name, CASE WHEN a.kind = 'tenant' THEN a.id END FROM session s"
    " JOIN users u ON u.id = s.user_id JOIN membership m ON m.id = s.membership_id JOIN account a ON a.id = "
    "m.account_id";

SessionOwner to_owner(SessionId id, UserId user, MembershipId membership, Text name, std::optional<TenantId> tenant) {
    return {std::move(id), std::move(user), std::move(membership), std::move(name), std::move(tenant)};
}

template <class... Ps>
std::vector<SessionOwner> owners(db::Session& session, std::string_view where, const Ps&... params) {
    return session.map<SessionId, UserId, MembershipId, Text, std::optional<TenantId>>(
        Text(owner_columns) + Text(where), to_owner, params...);
}

constexpr std::string_view key_columns =
    "id, name, permissions, created_at, created_by, expires_at, last_used_at, revoked_at FROM api_key";

ApiKey to_key(ApiKeyId id, Text name, const Text& permissions, Timestamp created_at, Text created_by,
              MaybeTime expires_at, MaybeTime last_used_at, MaybeTime revoked_at) {
    return {.id = std::move(id),
            .name = std::move(name),
            .permissions = TenantPermissions::from_keys(permissions),
            .created_at = created_at,
            .created_by = std::move(created_by),
            .expires_at = expires_at,
            .last_used_at = last_used_at,
            .revoked_at = revoked_at};
}

}  // namespace

SessionLimits limits_of(db::Session& session, const MembershipId& membership) {
    auto [minutes, hours] = session.one<Number, Number>(
        "SELECT a.idle_minutes, a.absolute_hours FROM membership m JOIN account a ON a.id = m.account_id WHERE m.id = "
        "?",
        membership);
    return {minutes * 60, hours * 3600};
}

std::optional<StoredSession> find_session(db::Session& session, std::string_view secret_hash) {
    auto row = session.first<SessionId, UserId, MembershipId, Timestamp, Timestamp, Timestamp, Timestamp, Timestamp,
                             Number, Number>(
        "SELECT s.id, s.user_id, s.membership_id, s.created_at, s.last_seen_at, s.idle_ends_at, s.ends_at,"
        " s.reauthenticated_at, u.enabled * m.enabled, a.idle_minutes FROM session s JOIN users u ON u.id = s.user_id"
        " JOIN membership m ON m.id = s.membership_id JOIN account a ON a.id = m.account_id WHERE s.secret_hash = ?",
        secret_hash);
    if (!row) return std::nullopt;
    const auto& [id, user, membership, created, seen, idle_ends, ends, reauthenticated, enabled, idle_minutes] = *row;
    return StoredSession{
        {id, user, membership, created, idle_ends, ends, reauthenticated, idle_minutes * 60}, seen, enabled != 0};
}

void insert_session(db::Session& session, const LiveSession& in, std::string_view secret_hash, const Peer& peer) {
    session.exec(
        "INSERT INTO session (id, secret_hash, user_id, membership_id, address, device, created_at, last_seen_at,"
        " idle_ends_at, ends_at, reauthenticated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        in.id, secret_hash, in.user, in.membership, peer.address, peer.device, in.created_at, in.created_at,
        in.idle_ends_at, in.ends_at, in.reauthenticated_at);
}

void touch_session(db::Session& session, const SessionId& id, Timestamp seen, Timestamp idle_ends_at) {
    session.exec("UPDATE session SET last_seen_at = ?1, idle_ends_at = ?2 WHERE id = ?3 AND last_seen_at < ?1", seen,
                 idle_ends_at, id);
}

void set_reauthenticated(db::Session& session, const SessionId& id, Timestamp now) {
    session.exec("UPDATE session SET reauthenticated_at = ? WHERE id = ?", now, id);
}

std::vector<OwnSession> sessions_of(db::Session& session, const UserId& user) {
    return session.map<SessionId, Text, Text, Timestamp, Timestamp>(
        "SELECT id, device, address, created_at, last_seen_at FROM session WHERE user_id = ?"
        " ORDER BY last_seen_at DESC, id DESC",
        [](SessionId id, Text device, Text address, Timestamp created, Timestamp seen) {
            return OwnSession{std::move(id), false, std::move(device), std::move(address), created, seen};
        },
        user);
}

std::vector<SessionOwner> owners_of_user(db::Session& session, const UserId& user) {
    return owners(session, " WHERE s.user_id = ? ORDER BY s.id", user);
}

std::vector<SessionOwner> owners_of_membership(db::Session& session, const MembershipId& membership) {
    return owners(session, " WHERE s.membership_id = ? ORDER BY s.id", membership);
}

std::vector<SessionOwner> owners_of_over(db::Session& session, Timestamp now, Timestamp idle_before,
                                         std::int64_t limit) {
    return owners(session, " WHERE s.ends_at <= ? OR s.idle_ends_at <= ? ORDER BY s.id LIMIT ?", now, idle_before,
                  limit);
}

void delete_session(db::Session& session, const SessionId& id) { session.exec("DELETE FROM session WHERE id = ?", id); }

void insert_api_key(db::Session& session, const TenantId& tenant, const ApiKey& key, std::string_view secret_hash) {
    session.exec(
        "INSERT INTO api_key (id, tenant_id, name, secret_hash, permissions, created_at, created_by, expires_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        key.id, tenant, key.name, secret_hash, key.permissions.keys(), key.created_at, key.created_by, key.expires_at);
}

std::vector<ApiKey> api_keys(db::Session& session, const TenantId& tenant, const std::optional<ApiKeyId>& after,
                             std::int64_t limit) {
    db::Sql sql("SELECT " + Text(key_columns) + " WHERE tenant_id = ?", tenant);
    if (after) sql.append(" AND id < ?", *after);
    return session.map<ApiKeyId, Text, Text, Timestamp, Text, MaybeTime, MaybeTime, MaybeTime>(
        sql.append(" ORDER BY id DESC LIMIT ?", limit), to_key);
}

std::optional<ApiKey> api_key(db::Session& session, const TenantId& tenant, const ApiKeyId& id) {
    auto row = session.first<ApiKeyId, Text, Text, Timestamp, Text, MaybeTime, MaybeTime, MaybeTime>(
        "SELECT " + Text(key_columns) + " WHERE tenant_id = ? AND id = ?", tenant, id);
    if (!row) return std::nullopt;
    return std::apply(to_key, *row);
}

void revoke_api_key(db::Session& session, const TenantId& tenant, const ApiKeyId& id, Timestamp now) {
    session.exec("UPDATE api_key SET revoked_at = ? WHERE tenant_id = ? AND id = ? AND revoked_at IS NULL", now, tenant,
                 id);
}

std::optional<FoundApiKey> api_key_by_hash(db::Session& session, std::string_view secret_hash) {
    auto row = session.first<TenantId, ApiKeyId, Text, Text, Timestamp, Text, MaybeTime, MaybeTime, MaybeTime>(
        "SELECT tenant_id, " + Text(key_columns) + " WHERE secret_hash = ?", secret_hash);
    if (!row) return std::nullopt;
    const auto& [tenant, id, name, permissions, created, by, expires, used, revoked] = *row;
    return FoundApiKey{tenant, to_key(id, name, permissions, created, by, expires, used, revoked)};
}

void touch_api_key(db::Session& session, const ApiKeyId& id, Timestamp now) {
    session.exec("UPDATE api_key SET last_used_at = ? WHERE id = ?", now, id);
}

}  // namespace portico::identity::store
