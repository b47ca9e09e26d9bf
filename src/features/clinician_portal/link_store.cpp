#include "features/clinician_portal/link_store.h"

#include "platform/db/sql.h"
#include "platform/text/fold.h"

namespace portico::clinician_portal::store {
namespace {

using Text = std::string;
using Number = std::int64_t;

constexpr std::string_view link_columns =
    "SELECT l.id, l.account_id, a.kind, a.name, l.state, l.requested_at, l.message, l.role_id, COALESCE(r.name, ''),"
    " u.profession, u.speciality, u.email, l.notes, l.decided_at, l.decided_by, l.decline_reason, l.version"
    " FROM access_link l JOIN account a ON a.id = l.account_id JOIN users u ON u.id = l.requested_by"
    " LEFT JOIN role r ON r.id = l.role_id";

AccessLink to_link(AccessLinkId id, AccountId account, Text kind, Text name, const Text& state, Timestamp requested_at,
                   Text message, std::optional<RoleId> role, Text role_name, Text profession, Text speciality,
                   Text email, Text notes, std::optional<Timestamp> decided_at, Text decided_by, Text decline_reason,
                   Number version) {
    AccessLink link;
    link.id = std::move(id);
    link.account = std::move(account);
    link.account_kind = std::move(kind);
    link.account_name = std::move(name);
    link.state = access::link_state_from_key(state).value_or(access::LinkState::withdrawn);
    link.requested_at = requested_at;
    link.message = std::move(message);
    link.role = std::move(role);
    link.role_name = std::move(role_name);
    link.profession = std::move(profession);
    link.speciality = std::move(speciality);
    link.email = std::move(email);
    link.notes = std::move(notes);
    link.decided_at = decided_at;
    link.decided_by = std::move(decided_by);
    link.decline_reason = std::move(decline_reason);
    link.version = version;
    return link;
}

std::vector<AccessLink> read_links(db::Session& session, const db::Sql& sql) {
    return session.map<AccessLinkId, AccountId, Text, Text, Text, Timestamp, Text, std::optional<RoleId>, Text, Text,
                       Text, Text, Text, std::optional<Timestamp>, Text, Text, Number>(sql, to_link);
}

std::optional<AccessLink> first_link(db::Session& session, const db::Sql& sql) {
    auto links = read_links(session, sql);
    if (links.empty()) return std::nullopt;
    return std::move(links.front());
}

Text contains_pattern(std::string_view text) {
    Text pattern = "%";
    for (char c : text) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + "%";
}

constexpr std::string_view card_columns =
    "SELECT cp.tenant_id, cp.display_name, cp.description, l.state, l.requested_at, COALESCE(l.message, ''),"
    " COALESCE(l.decline_reason, ''), l.decided_at, cp.name_folded FROM clinician_portal cp"
    " LEFT JOIN access_link l ON l.tenant_id = cp.tenant_id AND l.account_id = ? WHERE cp.enabled_at IS NOT NULL";

Directory::Listed to_card(TenantId tenant, Text name, Text description, const std::optional<Text>& state,
                          std::optional<Timestamp> requested_at, Text message, Text decline_reason,
                          std::optional<Timestamp> decided_at, Text name_folded) {
    DirectoryCard card{
        .tenant = std::move(tenant), .display_name = std::move(name), .description = std::move(description)};
    if (state && *state != "withdrawn") {
        card.state = access::link_state_from_key(*state);
        card.requested_at = requested_at;
        card.message = std::move(message);
        card.decline_reason = std::move(decline_reason);
        if (card.state == access::LinkState::declined && decided_at)
            card.may_ask_again_at = decided_at->plus_seconds(24 * 3600);
    }
    return {std::move(card), std::move(name_folded)};
}

std::vector<Directory::Listed> read_cards(db::Session& session, const db::Sql& sql) {
    return session.map<TenantId, Text, Text, std::optional<Text>, std::optional<Timestamp>, Text, Text,
                       std::optional<Timestamp>, Text>(sql, to_card);
}

}  // namespace

std::vector<AccessLink> list_links(db::Session& session, const TenantId& tenant, const LinkQuery& query) {
    db::Sql sql(link_columns);
    sql.append(" WHERE l.tenant_id = ?", tenant);
    if (query.state)
        sql.append(" AND l.state = ?", access::key_of(*query.state));
    else
        sql.append(" AND l.state <> 'withdrawn'");
    if (!query.kind.empty()) sql.append(" AND a.kind = ?", query.kind);
    if (!query.text.empty()) {
        auto pattern = contains_pattern(text::fold(query.text));
        sql.append(" AND (u.name_folded LIKE ? ESCAPE '!' OR u.email_folded LIKE ? ESCAPE '!')", pattern, pattern);
    }
    if (query.after) sql.append(" AND (l.requested_at, l.id) < (?, ?)", query.after->first, query.after->second);
    return read_links(session, sql.append(" ORDER BY l.requested_at DESC, l.id DESC LIMIT ?", query.limit));
}

std::optional<AccessLink> find_link(db::Session& session, const TenantId& tenant, const AccessLinkId& link) {
    db::Sql sql(link_columns);
    return first_link(session, sql.append(" WHERE l.tenant_id = ? AND l.id = ?", tenant, link));
}

std::optional<AccessLink> find_link(db::Session& session, const TenantId& tenant, const AccountId& account) {
    db::Sql sql(link_columns);
    return first_link(session, sql.append(" WHERE l.tenant_id = ? AND l.account_id = ?", tenant, account));
}

std::vector<ClaimedNumber> claimed_numbers(db::Session& session, const TenantId& tenant, const AccountId& account) {
    return session.map<ProfessionalNumberId, Text, Text, Text, std::optional<Timestamp>, Text>(
        "SELECT n.id, n.type, n.issuer, n.value, c.confirmed_at, COALESCE(c.confirmed_by, '') FROM membership m"
        " JOIN professional_number n ON n.user_id = m.user_id"
        " LEFT JOIN confirmed_number c ON c.number_id = n.id AND c.tenant_id = ? WHERE m.account_id = ?"
        " ORDER BY n.type, n.value",
        [](ProfessionalNumberId id, Text type, Text issuer, Text value, std::optional<Timestamp> at, Text by) {
            return ClaimedNumber{
                std::move(id), std::move(type), std::move(issuer), std::move(value), at.has_value(), at, std::move(by)};
        },
        tenant, account);
}

void confirm_number(db::Session& session, const TenantId& tenant, const ProfessionalNumberId& number,
                    std::string_view by, Timestamp now) {
    session.exec(
        "INSERT INTO confirmed_number (tenant_id, number_id, user_id, normalised, confirmed_at, confirmed_by)"
        " SELECT ?, id, user_id, normalised, ?, ? FROM professional_number WHERE id = ?",
        tenant, now, by, number);
}

void unconfirm_number(db::Session& session, const TenantId& tenant, const ProfessionalNumberId& number) {
    session.exec("DELETE FROM confirmed_number WHERE tenant_id = ? AND number_id = ?", tenant, number);
}

bool decide(db::Session& session, const TenantId& tenant, const AccessLink& link, std::int64_t version) {
    return session.exec(
               "UPDATE access_link SET state = ?, role_id = ?, notes = ?, decided_at = ?, decided_by = ?,"
               " decline_reason = ?, version = version + 1 WHERE tenant_id = ? AND id = ? AND version = ?",
               access::key_of(link.state), link.role, link.notes, link.decided_at, link.decided_by, link.decline_reason,
               tenant, link.id, version) == 1;
}

void insert_request(db::Session& session, const TenantId& tenant, const Caller& caller, const AccessLinkId& link,
                    std::string_view message, Timestamp now) {
    session.exec(
        "INSERT INTO access_link (id, tenant_id, account_id, state, message, requested_by, requested_at)"
        " VALUES (?, ?, ?, 'requested', ?, ?, ?)",
        link, tenant, caller.account, message, caller.user, now);
}

void renew_request(db::Session& session, const AccessLink& link, const Caller& caller, std::string_view message,
                   Timestamp now) {
    session.exec(
        "UPDATE access_link SET state = 'requested', message = ?, requested_by = ?, requested_at = ?,"
        " decided_at = NULL, decided_by = '', decline_reason = '', version = version + 1 WHERE id = ?",
        message, caller.user, now, link.id);
}

void withdraw_request(db::Session& session, const AccessLink& link) {
    session.exec("UPDATE access_link SET state = 'withdrawn', version = version + 1 WHERE id = ?", link.id);
}

std::vector<Directory::Listed> list_cards(db::Session& session, const AccountId& account, const DirectoryQuery& query) {
    db::Sql sql(card_columns, account);
    if (!query.text.empty())
        sql.append(" AND cp.name_folded LIKE ? ESCAPE '!'", contains_pattern(text::fold(query.text)));
    if (query.after)
        sql.append(" AND (cp.name_folded, cp.tenant_id) > (?, ?)", query.after->first, query.after->second);
    return read_cards(session, sql.append(" ORDER BY cp.name_folded, cp.tenant_id LIMIT ?", query.limit));
}

std::optional<DirectoryCard> find_card(db::Session& session, const AccountId& account, const TenantId& tenant) {
    db::Sql sql(card_columns, account);
    auto cards = read_cards(session, sql.append(" AND cp.tenant_id = ?", tenant));
    if (cards.empty()) return std::nullopt;
    return std::move(cards.front().card);
}

std::optional<BlobId> photo_of(db::Session& session, const TenantId& tenant) {
    return session
        .first_value<std::optional<BlobId>>(
            "SELECT photo_blob FROM clinician_portal WHERE tenant_id = ? AND enabled_at IS NOT NULL", tenant)
        .value_or(std::nullopt);
}

std::string display_name_of(db::Session& session, const TenantId& tenant) {
    return session.first_value<Text>("SELECT display_name FROM clinician_portal WHERE tenant_id = ?", tenant)
        .value_or("");
}

Requester requester_of(db::Session& session, const TenantId& tenant, const AccessLinkId& link) {
    auto [name, language] = session.one<Text, Text>(
        "SELECT u.name, COALESCE(u.language, 'en') FROM access_link l JOIN users u ON u.id = l.requested_by"
        " WHERE l.tenant_id = ? AND l.id = ?",
        tenant, link);
    return {std::move(name), std::move(language)};
}

}  // namespace portico::clinician_portal::store
