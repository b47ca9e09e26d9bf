#include "features/clinician_portal/api/referrers.h"

#include "platform/crypto/random.h"
#include "platform/db/sql.h"
#include "platform/text/fold.h"

namespace portico::clinician_portal {
namespace {

using Text = std::string;

AuditEvent referrer_event(std::string code, const Referrers::May& may, const std::string& id, const std::string& key) {
    AuditEvent event;
    event.code = std::move(code);
    event.caller = may.caller();
    event.tenant = may.tenant();
    event.object = id;
    event.details = {{"name", key}};
    return event;
}

Text contains_pattern(std::string_view text) {
    Text pattern = "%";
    for (char c : text) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + "%";
}

}  // namespace

std::vector<UnmatchedReferrer> Referrers::unmatched(db::Session& session, const May& may, std::string_view text,
                                                    std::int64_t limit, std::int64_t offset) const {
    // A name that comes with an identifier is known by the identifier; a bare name by itself. What the same header says
    // of the same role belongs to one physician: where a number or a link leads to somebody, none of it counts.
    db::Sql sql(
        "SELECT x.referrer, MAX(x.name), MAX(x.identifier), COUNT(DISTINCT x.study_id), MAX(x.study_at) FROM ("
        "SELECT CASE WHEN r.identifier <> '' THEN 'code:' || r.identifier ELSE r.name_normalised END AS referrer,"
        " r.name AS name, r.identifier AS identifier, r.study_id AS study_id, r.study_at AS study_at,"
        " r.name_normalised AS name_normalised FROM study_referrer r WHERE r.tenant_id = ? AND r.waits = 0"
        " AND NOT EXISTS (SELECT 1 FROM study_referrer o JOIN confirmed_number c ON c.tenant_id = o.tenant_id"
        " AND c.normalised = o.identifier JOIN professional_number n ON n.id = c.number_id"
        " WHERE o.tenant_id = r.tenant_id AND o.study_id = r.study_id AND o.role = r.role AND o.identifier <> ''"
        " AND (o.issuer = '' OR upper(o.issuer) = upper(n.type) OR upper(o.issuer) = upper(n.issuer)))"
        " AND NOT EXISTS (SELECT 1 FROM study_referrer o JOIN referrer_link k ON k.tenant_id = o.tenant_id"
        " AND (k.name_normalised = o.name_normalised OR k.name_normalised = 'code:' || o.identifier)"
        " WHERE o.tenant_id = r.tenant_id AND o.study_id = r.study_id AND o.role = r.role)) x WHERE x.referrer <> ''",
        may.tenant());
    if (!text.empty()) {
        auto pattern = contains_pattern(text::fold(text));
        sql.append(" AND (x.name_normalised LIKE ? ESCAPE '!' OR lower(x.identifier) LIKE ? ESCAPE '!')", pattern,
                   pattern);
    }
    sql.append(" GROUP BY x.referrer ORDER BY 4 DESC, 1 LIMIT ? OFFSET ?", limit, offset);
    return session.map<Text, Text, Text, std::int64_t, Timestamp>(
        sql, [](Text key, Text name, Text code, std::int64_t studies, Timestamp last) {
            UnmatchedReferrer found{std::move(key), std::move(name), {}, studies, last};
            if (!code.empty()) found.code = std::move(code);
            return found;
        });
}

std::vector<ReferrerLink> Referrers::links(db::Session& session, const May& may) const {
    return session.map<Text, Text, Text, MembershipId, Text, Timestamp, Text>(
        "SELECT k.id, k.name_normalised, k.name, k.membership_id, u.name, k.made_at, k.made_by FROM referrer_link k"
        " JOIN membership m ON m.id = k.membership_id JOIN users u ON u.id = m.user_id WHERE k.tenant_id = ?"
        " ORDER BY k.name_normalised",
        [](Text id, Text key, Text name, MembershipId membership, Text clinician, Timestamp at, Text by) {
            return ReferrerLink{std::move(id),         std::move(key),       std::move(name),
                                std::move(membership), std::move(clinician), at,
                                std::move(by)};
        },
        may.tenant());
}

Result<std::string> Referrers::link(const May& may, const std::string& key, const std::string& name,
                                    const MembershipId& membership) {
    // A code without a text would lead all studies that bring none to one clinician.
    if (key.empty() || key == "code:")
        return fail(Error(portico::errors::invalid_input).at("normalisedName", "required", "Choose a name or a code."));
    auto work = units_.begin();
    auto& session = work.session();
    auto allowed = session.first_value<Text>(
        "SELECT l.id FROM access_link l JOIN membership m ON m.account_id = l.account_id WHERE l.tenant_id = ?"
        " AND l.state = 'allowed' AND m.id = ?",
        may.tenant(), membership);
    if (!allowed) return fail(portico::errors::not_found);
    auto id = crypto::new_id_text(clock_);
    auto made = session.exec(
        "INSERT INTO referrer_link (id, tenant_id, name_normalised, name, membership_id, made_at, made_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
        id, may.tenant(), key, name, membership, clock_.now(), may.caller().name);
    if (made == 0) return fail(errors::referrer_linked_already);
    access_.referrer_linked(work, may.scope(), id);
    work.commit(referrer_event("referrer.linked", may, id, key));
    return id;
}

Result<void> Referrers::unlink(const May& may, const std::string& id) {
    auto work = units_.begin();
    auto& session = work.session();
    auto key = session.first_value<Text>("SELECT name_normalised FROM referrer_link WHERE tenant_id = ? AND id = ?",
                                         may.tenant(), id);
    if (!key) return fail(portico::errors::not_found);
    access_.referrer_unlinked(work, may.scope(), id);
    session.exec("DELETE FROM referrer_link WHERE tenant_id = ? AND id = ?", may.tenant(), id);
    work.commit(referrer_event("referrer.unlinked", may, id, *key));
    return {};
}

}  // namespace portico::clinician_portal
