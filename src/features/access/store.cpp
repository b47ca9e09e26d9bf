#include "features/access/store.h"

#include <algorithm>

#include "platform/db/sql.h"

namespace portico::access::store {
namespace {

using Text = std::string;
using Number = std::int64_t;

constexpr std::string_view study_columns =
    "SELECT s.tenant_id, s.id, s.visible, s.state, s.study_at, COALESCE(s.patient_ref, '') FROM study s";

StudyFacts to_study(TenantId tenant, StudyId study, Number visible, const Text& state, Timestamp study_at,
                    Text patient) {
    return {.tenant = std::move(tenant),
            .study = std::move(study),
            .visible = visible != 0,
            .rejected = state == "rejected",
            .study_at = study_at,
            .patient = PatientId::trusted(std::move(patient))};
}

template <class Rows>
std::optional<StudyFacts> first_study(const Rows& row) {
    if (!row) return std::nullopt;
    return std::apply(to_study, *row);
}

// The member's own role counts, else the account's.
constexpr std::string_view link_columns =
    "SELECT l.tenant_id, l.state, cp.enabled_at, COALESCE(mr.permissions, lr.permissions, ''), cp.history_days"
    " FROM access_link l JOIN clinician_portal cp ON cp.tenant_id = l.tenant_id"
    " LEFT JOIN access_link_member lm ON lm.link_id = l.id AND lm.membership_id = ?"
    " LEFT JOIN role mr ON mr.id = lm.role_id LEFT JOIN role lr ON lr.id = l.role_id";

LinkFacts to_link(TenantId tenant, const Text& state, std::optional<Number> enabled_at, const Text& permissions,
                  Number history_days) {
    return {.tenant = std::move(tenant),
            .state = link_state_from_key(state).value_or(LinkState::withdrawn),
            .portal_enabled = enabled_at.has_value(),
            .role = ClinicianPermissions::from_keys(permissions),
            .history_days = history_days};
}

constexpr std::string_view row_columns =
    "SELECT a.study_id, a.source, a.source_id, a.created_at, g.ends_at, g.revoked_at, COALESCE(g.granted_by, ''),"
    " COALESCE(g.note, ''), CASE WHEN a.source = 'history' THEN (SELECT p.last_referral_at FROM patient_referral p"
    " WHERE p.tenant_id = a.tenant_id AND p.principal = a.principal AND p.patient_ref = a.source_id) END FROM ";
constexpr std::string_view row_tables =
    "study_access a LEFT JOIN explicit_grant g ON a.source = 'explicit' AND g.id = a.source_id WHERE ";

std::pair<StudyId, RowFacts> to_row(StudyId study, const Text& source, Text source_id, Timestamp since,
                                    std::optional<Timestamp> ends_at, std::optional<Timestamp> revoked_at,
                                    Text granted_by, Text note, std::optional<Timestamp> last_referral_at) {
    return {std::move(study), RowFacts{.source = source_from_key(source).value_or(Source::staff),
                                       .source_id = std::move(source_id),
                                       .since = since,
                                       .ends_at = ends_at,
                                       .revoked = revoked_at.has_value(),
                                       .last_referral_at = last_referral_at,
                                       .granted_by = std::move(granted_by),
                                       .note = std::move(note)}};
}

template <class... Ps>
std::vector<std::pair<StudyId, RowFacts>> row_facts(db::Session& session, const db::Sql& sql) {
    return session.map<StudyId, Text, Text, Timestamp, std::optional<Timestamp>, std::optional<Timestamp>, Text, Text,
                       std::optional<Timestamp>>(sql, to_row);
}

}  // namespace

std::optional<StudyFacts> study_facts(db::Session& session, const StudyId& study) {
    return first_study(session.first<TenantId, StudyId, Number, Text, Timestamp, Text>(
        std::string(study_columns) + " WHERE s.id = ?", study));
}

std::optional<StudyFacts> study_facts(db::Session& session, const TenantId& tenant,
                                      std::string_view study_instance_uid) {
    return first_study(session.first<TenantId, StudyId, Number, Text, Timestamp, Text>(
        std::string(study_columns) + " WHERE s.tenant_id = ? AND s.study_instance_uid = ?", tenant,
        study_instance_uid));
}

std::map<StudyId, StudyFacts> study_facts(db::Session& session, const std::vector<StudyId>& studies) {
    std::map<StudyId, StudyFacts> facts;
    db::Sql sql(study_columns);
    sql.append(" WHERE ").in_list("s.id", studies);
    for (auto& study : session.map<TenantId, StudyId, Number, Text, Timestamp, Text>(sql, to_study))
        facts.emplace(study.study, study);
    return facts;
}

std::optional<LinkFacts> link_facts(db::Session& session, const AccountId& account, const MembershipId& membership,
                                    const TenantId& tenant) {
    auto row = session.first<TenantId, Text, std::optional<Number>, Text, Number>(
        std::string(link_columns) + " WHERE l.account_id = ? AND l.tenant_id = ?", membership, account, tenant);
    if (!row) return std::nullopt;
    return std::apply(to_link, *row);
}

std::vector<LinkFacts> link_facts(db::Session& session, const AccountId& account, const MembershipId& membership) {
    return session.map<TenantId, Text, std::optional<Number>, Text, Number>(
        std::string(link_columns) + " WHERE l.account_id = ?", to_link, membership, account);
}

std::optional<LinkFacts> link_of_membership(db::Session& session, const TenantId& tenant,
                                            const MembershipId& membership) {
    auto account = session.first_value<AccountId>(
        "SELECT m.account_id FROM membership m JOIN users u ON u.id = m.user_id"
        " WHERE m.id = ? AND m.enabled = 1 AND u.enabled = 1",
        membership);
    if (!account) return std::nullopt;
    return link_facts(session, *account, membership, tenant);
}

std::vector<RowFacts> rows(db::Session& session, const TenantId& tenant, const StudyId& study,
                           const MembershipId& principal) {
    db::Sql sql(row_columns);
    sql.append(row_tables).append("a.tenant_id = ? AND a.study_id = ? AND a.principal = ?", tenant, study, principal);
    std::vector<RowFacts> facts;
    for (auto& [id, row] : row_facts(session, sql)) facts.push_back(std::move(row));
    return facts;
}

std::map<StudyId, std::vector<RowFacts>> rows(db::Session& session, const MembershipId& principal,
                                              const std::map<StudyId, StudyFacts>& studies) {
    std::vector<StudyId> ids;
    for (const auto& [id, study] : studies) ids.push_back(id);
    // By way of the studies, in this order: the key of study_access begins with the tenant.
    db::Sql sql(row_columns);
    sql.append("study s CROSS JOIN ").append(row_tables).in_list("s.id", ids);
    sql.append(" AND a.tenant_id = s.tenant_id AND a.study_id = s.id AND a.principal = ?", principal);
    std::map<StudyId, std::vector<RowFacts>> facts;
    for (auto& [study, row] : row_facts(session, sql)) facts[study].push_back(std::move(row));
    return facts;
}

std::vector<MembershipId> principals_of_study(db::Session& session, const TenantId& tenant, const StudyId& study) {
    return session.values<MembershipId>(
        "SELECT a.principal FROM study_access a WHERE a.tenant_id = ?1 AND a.study_id = ?2 UNION"
        " SELECT m.id FROM access_link l JOIN membership m ON m.account_id = l.account_id AND m.enabled = 1"
        " LEFT JOIN access_link_member lm ON lm.link_id = l.id AND lm.membership_id = m.id"
        " LEFT JOIN role mr ON mr.id = lm.role_id LEFT JOIN role lr ON lr.id = l.role_id"
        " WHERE l.tenant_id = ?1 AND l.state = 'allowed'"
        " AND COALESCE(mr.permissions, lr.permissions) LIKE '%access_all_studies%'",
        tenant, study);
}

namespace {

void append_page(db::Sql& sql, std::string_view at, std::string_view id, const ListQuestion& question,
                 std::int64_t limit) {
    std::string key = "(" + std::string(at) + ", " + std::string(id) + ")";
    if (question.after) sql.append(" AND " + key + " < (?, ?)", question.after->study_at, question.after->study);
    // As text: with a value PostgreSQL would plan each read anew, since its plan for any limit seems too dear.
    sql.append(" ORDER BY " + std::string(at) + " DESC, " + std::string(id) + " DESC LIMIT " + std::to_string(limit));
}

// Collects the arms of a union; each is a select of its own with its own order and limit.
class Union {
public:
    void add(const db::Sql& arm) {
        if (count_ > 0) sql_.append(" UNION ALL ");
        auto name = std::to_string(count_++);
        sql_.append("SELECT " + name + ", id, tenant_id, study_at FROM (").append(arm).append(") AS arm" + name);
    }
    bool empty() const { return count_ == 0; }
    std::vector<ListedStudy> run(db::Session& session) const {
        if (empty()) return {};
        return session.map<Number, StudyId, TenantId, Timestamp>(
            sql_, [](Number arm, StudyId study, TenantId tenant, Timestamp at) {
                return ListedStudy{{std::move(study), std::move(tenant), at}, arm};
            });
    }

private:
    db::Sql sql_;
    int count_ = 0;
};

constexpr std::string_view listed = "SELECT s.id AS id, s.tenant_id AS tenant_id, s.study_at AS study_at FROM ";

db::Sql arm_of_tenant(const TenantId& tenant, bool visible, const ListQuestion& question, std::int64_t limit) {
    const std::string wanted = visible ? "1" : "0";
    db::Sql sql(listed);
    if (question.among)
        // Terms that no index serves: without statistics SQLite would still read along the list, for its order.
        sql.append("study s WHERE ")
            .in_list("s.id", *question.among)
            .append(" AND s.tenant_id || '' = ? AND s.visible + 0 = " + wanted, tenant);
    else
        sql.append("study s WHERE s.tenant_id = ? AND s.visible = " + wanted, tenant);
    sql.append(question.filter);
    append_page(sql, "s.study_at", "s.id", question, limit);
    return sql;
}

db::Sql arm_of_rows(Source source, std::string_view join, const MembershipId& principal,
                    const std::vector<TenantId>& tenants, const ListQuestion& question, std::int64_t limit,
                    std::optional<Timestamp> now = {}, std::optional<Timestamp> not_before = {}) {
    // Nothing of the study but its visibility, and of the grant but its end: both stand in an index (study_seen,
    // explicit_grant_end), so that a row of the list costs no row of a table.
    db::Sql sql(
        "SELECT a.study_id AS id, a.tenant_id AS tenant_id, a.study_at AS study_at FROM study_access a"
        " JOIN study s ON s.id = a.study_id ");
    sql.append(join);
    sql.append(" WHERE a.principal = ? AND a.source = '" + std::string(key_of(source)) + "' AND s.visible = 1",
               principal);
    if (now) sql.append(" AND g.revoked_at IS NULL AND (g.ends_at IS NULL OR g.ends_at > ?)", *now);
    // A subselect, not a join: PostgreSQL takes the join for far rarer than it is, and would read and sort everything.
    if (not_before)
        sql.append(
            " AND a.study_at >= ? AND (SELECT p.last_referral_at FROM patient_referral p WHERE p.tenant_id ="
            " a.tenant_id AND p.principal = a.principal AND p.patient_ref = a.source_id) >= ?",
            *not_before, *not_before);
    sql.append(" AND ").in_list("a.tenant_id", tenants).append(question.filter);
    if (question.among) sql.append(" AND ").in_list("a.study_id", *question.among);
    append_page(sql, "a.study_at", "a.study_id", question, limit);
    return sql;
}

// Anywhere in the text; the pattern signs of LIKE stand for themselves.
std::string like_pattern(std::string_view text) {
    std::string pattern = "%";
    for (char c : text) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + "%";
}

bool asks_for(const ListQuestion& question, Source source) {
    return question.sources.empty() ||
           std::find(question.sources.begin(), question.sources.end(), source) != question.sources.end();
}

bool contains(const std::vector<TenantId>& tenants, const TenantId& tenant) {
    return std::find(tenants.begin(), tenants.end(), tenant) != tenants.end();
}

// The tenants to read for a source: those asked for. Where all sources are asked for, a tenant that shows everything
// needs no other read.
std::vector<TenantId> within(const ListQuestion& question, const ReadPlan& plan, Source source,
                             std::vector<TenantId> tenants) {
    std::erase_if(tenants, [&](const TenantId& tenant) {
        if (question.tenant && tenant != *question.tenant) return true;
        return source != Source::all && question.sources.empty() && contains(plan.all, tenant);
    });
    return tenants;
}

}  // namespace

std::vector<ListedStudy> list_for_clinician(db::Session& session, const MembershipId& principal, const ReadPlan& plan,
                                            const ListQuestion& question, Timestamp now, std::int64_t arm_limit) {
    Union arms;
    auto tenants_of = [&](Source source, const std::vector<TenantId>& tenants) {
        return asks_for(question, source) ? within(question, plan, source, tenants) : std::vector<TenantId>();
    };
    for (const auto& tenant : tenants_of(Source::all, plan.all))
        arms.add(arm_of_tenant(tenant, true, question, arm_limit));
    if (auto tenants = tenants_of(Source::explicit_grant, plan.explicit_grants); !tenants.empty())
        arms.add(arm_of_rows(Source::explicit_grant, "JOIN explicit_grant g ON g.id = a.source_id", principal, tenants,
                             question, arm_limit, now));
    if (auto tenants = tenants_of(Source::referral, plan.referrals); !tenants.empty())
        arms.add(arm_of_rows(Source::referral, "", principal, tenants, question, arm_limit));
    // Tenants with the same window share one read.
    std::map<Timestamp, std::vector<TenantId>> windows;
    for (const auto& window : plan.history) windows[window.not_before].push_back(window.tenant);
    for (const auto& [not_before, listed_tenants] : windows)
        if (auto tenants = tenants_of(Source::history, listed_tenants); !tenants.empty())
            arms.add(arm_of_rows(Source::history, "", principal, tenants, question, arm_limit, {}, not_before));
    return arms.run(session);
}

std::vector<ListedStudy> list_for_staff(db::Session& session, const TenantId& tenant, const ListQuestion& question,
                                        bool with_rejected, std::int64_t arm_limit) {
    if ((question.tenant && *question.tenant != tenant) || !asks_for(question, Source::staff)) return {};
    Union arms;
    arms.add(arm_of_tenant(tenant, true, question, arm_limit));
    if (!question.only_released) {
        auto unreleased = question;
        if (!with_rejected) unreleased.filter.append(" AND s.state <> 'rejected'");
        arms.add(arm_of_tenant(tenant, false, unreleased, arm_limit));
    }
    return arms.run(session);
}

std::vector<AccessService::Grantable> grantable(db::Session& session, const TenantId& tenant,
                                                std::string_view folded_text, const std::optional<StudyId>& study,
                                                Timestamp now, std::int64_t limit, std::int64_t offset) {
    // PostgreSQL answers EXISTS with its own truth type; both databases know CASE.
    db::Sql sql(
        "SELECT m.id, CASE WHEN EXISTS (SELECT 1 FROM explicit_grant g WHERE g.tenant_id = l.tenant_id"
        " AND g.study_id = ? AND g.principal = m.id AND g.revoked_at IS NULL AND (g.ends_at IS NULL OR g.ends_at > ?))"
        " THEN 1 ELSE 0 END FROM access_link l JOIN membership m ON m.account_id = l.account_id AND m.enabled = 1"
        " JOIN users u ON u.id = m.user_id AND u.enabled = 1 WHERE l.tenant_id = ? AND l.state = 'allowed'",
        study.value_or(StudyId()), now, tenant);
    if (!folded_text.empty()) sql.append(" AND u.name_folded LIKE ? ESCAPE '!'", like_pattern(folded_text));
    sql.append(" ORDER BY u.name_folded, m.id LIMIT ? OFFSET ?", limit, offset);
    return session.map<MembershipId, Number>(sql, [](MembershipId id, Number held) {
        return AccessService::Grantable{std::move(id), held != 0};
    });
}

}  // namespace portico::access::store
