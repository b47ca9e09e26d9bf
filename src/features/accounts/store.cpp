// Accounts, tenants, confirmations.
#include "features/accounts/store.h"

#include "features/accounts/policy.h"
#include "platform/text/fold.h"

namespace portico::accounts {
namespace {

using Text = std::string;
using Number = std::int64_t;
template <class T>
using Maybe = std::optional<T>;

AccountKind kind_from(std::string_view key) {
    if (key == "tenant") return AccountKind::tenant;
    return key == "organisation" ? AccountKind::organisation : AccountKind::individual;
}

std::string_view key_of_kind(AccountKind kind) {
    if (kind == AccountKind::tenant) return "tenant";
    return kind == AccountKind::organisation ? "organisation" : "individual";
}

}  // namespace

std::optional<MembershipFacts> membership_facts(db::Session& session, const MembershipId& membership) {
    auto row = session.first<UserId, Text, Text, Maybe<Text>, AccountId, Text, Text, Maybe<Text>, Maybe<Text>>(
        "SELECT u.id, u.name, u.email, u.language, a.id, a.kind, a.name, a.slug, a.owner_user_id FROM membership m"
        " JOIN users u ON u.id = m.user_id JOIN account a ON a.id = m.account_id"
        " WHERE m.id = ? AND m.enabled = 1 AND u.enabled = 1",
        membership);
    if (!row) return std::nullopt;
    const auto& [user, user_name, email, language, account, kind, name, slug, owner] = *row;
    MembershipFacts facts{.membership = membership,
                          .user = user,
                          .user_name = user_name,
                          .email = email,
                          .language = language,
                          .account = {account, kind_from(kind), name, slug},
                          .owner = owner == user.text(),
                          .permissions = {}};
    if (facts.account.kind != AccountKind::tenant) return facts;
    if (facts.owner) {
        facts.permissions = all_tenant_permissions();
        return facts;
    }
    for (const auto& keys :
         session.values<Text>("SELECT r.permissions FROM membership_role mr JOIN role r ON r.id = mr.role_id"
                              " WHERE mr.membership_id = ? AND r.account_id = ? AND r.system = 'tenant'",
                              membership, account))
        facts.permissions = facts.permissions | TenantPermissions::from_keys(keys);
    return facts;
}

std::vector<MembershipSummary> memberships_of(db::Session& session, const UserId& user) {
    return session.map<MembershipId, AccountId, Text, Text, Maybe<Text>>(
        "SELECT m.id, a.id, a.kind, a.name, a.slug FROM membership m JOIN account a ON a.id = m.account_id"
        " WHERE m.user_id = ? AND m.enabled = 1 ORDER BY m.created_at, m.id",
        [](MembershipId id, AccountId account, const Text& kind, Text name, Maybe<Text> slug) {
            return MembershipSummary{std::move(id),
                                     {std::move(account), kind_from(kind), std::move(name), std::move(slug)}};
        },
        user);
}

Caller caller_of(const MembershipFacts& facts, const SessionId& session, const identity::Peer& peer) {
    Caller caller;
    caller.kind = CallerKind::user;
    caller.user = facts.user;
    caller.membership = facts.membership;
    caller.account = facts.account.id;
    caller.account_kind = facts.account.kind;
    if (facts.account.kind == AccountKind::tenant) caller.tenant = TenantId::trusted(facts.account.id.text());
    caller.permissions = facts.permissions;
    caller.session = session;
    caller.name = facts.user_name;
    caller.address = peer.address;
    caller.device = peer.device;
    return caller;
}

namespace store {

void insert_account(db::Session& session, const AccountId& id, AccountKind kind, std::string_view name,
                    const std::optional<std::string>& slug, const UserId& owner, Timestamp now) {
    session.exec("INSERT INTO account (id, kind, name, slug, owner_user_id, created_at) VALUES (?, ?, ?, ?, ?, ?)", id,
                 key_of_kind(kind), name, slug, owner, now);
}

void insert_tenant(db::Session& session, const TenantId& id, std::string_view checks) {
    session.exec("INSERT INTO tenant (id, checks) VALUES (?, ?)", id, checks);
    session.exec("INSERT INTO clinician_portal (tenant_id) VALUES (?)", id);
}

void insert_membership(db::Session& session, const MembershipId& id, const AccountId& account, const UserId& user,
                       Timestamp now) {
    session.exec("INSERT INTO membership (id, account_id, user_id, created_at) VALUES (?, ?, ?, ?)", id, account, user,
                 now);
}

bool any_tenant(db::Session& session) {
    return session.first_value<Number>("SELECT 1 FROM tenant LIMIT 1").has_value();
}

bool slug_exists(db::Session& session, std::string_view slug) {
    return session.first_value<Number>("SELECT 1 FROM account WHERE slug = ?", slug).has_value();
}

std::optional<TenantId> tenant_by_slug(db::Session& session, std::string_view slug) {
    return session.first_value<TenantId>("SELECT id FROM account WHERE slug = ? AND kind = 'tenant'", slug);
}

void lock_account(db::Session& session, const TenantId& tenant) {
    session.first_value<Text>("SELECT id FROM account WHERE id = ?" + Text(db::for_update(session.dialect())), tenant);
}

std::int64_t role_managers(db::Session& session, const TenantId& tenant) {
    return session.value<Number>(
        "SELECT count(*) FROM membership m JOIN users u ON u.id = m.user_id JOIN account a ON a.id = m.account_id"
        " WHERE a.id = ? AND m.enabled = 1 AND u.enabled = 1 AND (a.owner_user_id = u.id OR EXISTS (SELECT 1 FROM"
        " membership_role mr JOIN role r ON r.id = mr.role_id WHERE mr.membership_id = m.id AND r.system = 'tenant'"
        " AND ' ' || r.permissions || ' ' LIKE '% manage_roles %'))",
        tenant);
}

TenantSettings settings(db::Session& session, const TenantId& tenant) {
    auto [name, quiet, checks, policy, issuer, idle, absolute, version] =
        session.one<Text, Number, Text, Text, Text, Number, Number, Number>(
            "SELECT a.name, t.quiet_seconds, t.checks, t.duplicate_policy, t.default_issuer, a.idle_minutes,"
            " a.absolute_hours, t.version FROM tenant t JOIN account a ON a.id = t.id WHERE t.id = ?",
            tenant);
    return {name, quiet, policy::split_keys(checks), policy, issuer, idle, absolute, version};
}

bool update_settings(db::Session& session, const TenantId& tenant, const TenantSettings& in) {
    auto changed = session.exec(
        "UPDATE tenant SET quiet_seconds = ?, checks = ?, duplicate_policy = ?, default_issuer = ?,"
        " version = version + 1 WHERE id = ? AND version = ?",
        in.quiet_seconds, policy::join_keys(in.checks), in.duplicate_policy, in.default_issuer, tenant, in.version);
    if (changed == 0) return false;
    session.exec("UPDATE account SET name = ?, idle_minutes = ?, absolute_hours = ? WHERE id = ?", in.name,
                 in.idle_minutes, in.absolute_hours, tenant);
    return true;
}

void insert_confirmation(db::Session& session, const Confirmation& in, std::string_view secret_hash, Timestamp now) {
    session.exec(
        "INSERT INTO confirmation (id, purpose, email_folded, content, secret_hash, created_at, expires_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        in.id, in.purpose, in.email_folded, in.content, secret_hash, now, in.expires_at);
}

std::optional<Confirmation> confirmation(db::Session& session, std::string_view purpose, std::string_view secret_hash) {
    auto row = session.first<Text, Text, Text, Text, Timestamp, Maybe<Timestamp>>(
        "SELECT id, purpose, email_folded, content, expires_at, used_at FROM confirmation"
        " WHERE purpose = ? AND secret_hash = ?",
        purpose, secret_hash);
    if (!row) return std::nullopt;
    const auto& [id, kind, email, content, expires, used] = *row;
    return Confirmation{id, kind, email, content, expires, used.has_value()};
}

bool use_confirmation(db::Session& session, std::string_view id, Timestamp now) {
    return session.exec("UPDATE confirmation SET used_at = ?, content = '' WHERE id = ? AND used_at IS NULL", now, id) >
           0;
}

void delete_confirmations(db::Session& session, std::string_view purpose, std::string_view email_folded) {
    session.exec("DELETE FROM confirmation WHERE purpose = ? AND email_folded = ? AND used_at IS NULL", purpose,
                 email_folded);
}

void delete_expired_confirmations(db::Session& session, Timestamp now) {
    session.exec("DELETE FROM confirmation WHERE purpose = 'confirm_email' AND expires_at <= ?", now);
}

bool count_in_window(db::Session& session, const Window& window, Timestamp now) {
    session.exec(
        "INSERT INTO sign_in_throttle (subject, failures, blocked_until, updated_at) VALUES (?, 0, 0, 0)"
        " ON CONFLICT (subject) DO NOTHING",
        window.subject);
    // blocked_until is where the window ends.
    session.exec("UPDATE sign_in_throttle SET failures = 0, blocked_until = ? WHERE subject = ? AND blocked_until <= ?",
                 now.plus_seconds(window.seconds), window.subject, now);
    return session.exec(
               "UPDATE sign_in_throttle SET failures = failures + 1, updated_at = ? WHERE subject = ? AND failures < ?",
               now, window.subject, window.limit) > 0;
}

}  // namespace store
}  // namespace portico::accounts
