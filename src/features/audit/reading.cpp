// Reading the trail (AUD-3) and the history of one object (GEN-11).
#include "features/audit/audit.h"
#include "features/audit/details_json.h"
#include "platform/db/sql.h"

namespace portico::audit {
namespace {

using Text = std::string;
using Number = std::int64_t;

constexpr std::string_view reading_columns =
    "SELECT e.id, e.at, e.event, e.outcome, e.actor_kind, e.actor_id, e.actor_name, e.address, e.device, e.patient,"
    " COALESCE(p.name, ''), e.study, COALESCE(s.description, ''), e.object, e.reason, e.details,"
    " CASE WHEN l.entry_id IS NULL THEN 0 ELSE 1 END FROM audit_entry e"
    " LEFT JOIN patient p ON p.id = e.patient AND p.tenant_id = e.chain"
    " LEFT JOIN study s ON s.id = e.study AND s.tenant_id = e.chain"
    " LEFT JOIN audit_seal l ON l.entry_id = e.id WHERE e.chain = ?";

Entry to_entry(Text id, Timestamp at, Text event, Text outcome, Text actor_kind, Text actor_id, Text actor_name,
               Text address, Text device, Text patient, Text patient_name, Text study, Text study_description,
               Text object, Text reason, const Text& details, Number sealed) {
    Entry entry;
    entry.id = std::move(id);
    entry.at = at;
    entry.event = std::move(event);
    entry.outcome = std::move(outcome);
    entry.actor_kind = std::move(actor_kind);
    entry.actor_id = std::move(actor_id);
    entry.actor_name = std::move(actor_name);
    entry.address = std::move(address);
    entry.device = std::move(device);
    entry.patient = std::move(patient);
    entry.patient_name = std::move(patient_name);
    entry.study = std::move(study);
    entry.study_description = std::move(study_description);
    entry.object = std::move(object);
    entry.reason = std::move(reason);
    entry.details = from_json(details);
    entry.sealed = sealed != 0;
    return entry;
}

Text contains_pattern(std::string_view text) {
    Text pattern = "%";
    for (char c : text) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + "%";
}

void append_filters(db::Sql& sql, const TenantId& tenant, const Query& query) {
    if (!query.actor.empty())
        sql.append(" AND (e.actor_id = ? OR lower(e.actor_name) LIKE lower(?) ESCAPE '!')", query.actor,
                   contains_pattern(query.actor));
    if (!query.patient.empty())
        sql.append(
            " AND (e.patient = ? OR e.patient IN (SELECT id FROM patient WHERE tenant_id = ? AND patient_id = ?))",
            query.patient, tenant, query.patient);
    if (!query.study.empty())
        sql.append(
            " AND (e.study = ? OR e.study IN (SELECT id FROM study WHERE tenant_id = ? AND study_instance_uid = ?))",
            query.study, tenant, query.study);
    if (query.event.ends_with('*')) {
        auto beginning = contains_pattern(std::string_view(query.event).substr(0, query.event.size() - 1));
        sql.append(" AND e.event LIKE ? ESCAPE '!'", std::string_view(beginning).substr(1));
    } else if (!query.event.empty()) {
        sql.append(" AND e.event = ?", query.event);
    }
    if (!query.events.empty()) sql.append(" AND ").in_list("e.event", query.events);
    if (!query.outcome.empty()) sql.append(" AND e.outcome = ?", query.outcome);
    if (query.from) sql.append(" AND e.at >= ?", *query.from);
    if (query.until) sql.append(" AND e.at < ?", *query.until);
    if (query.after) sql.append(" AND (e.at, e.id) < (?, ?)", query.after->first, query.after->second);
}

db::Sql question(const TenantId& tenant, const Query& query) {
    db::Sql sql(reading_columns, tenant);
    append_filters(sql, tenant, query);
    sql.append(" ORDER BY e.at DESC, e.id DESC");
    return sql;
}

}  // namespace

std::vector<HistoryEntry> AuditTrail::history(db::Session& session, const TenantId& tenant,
                                              std::string_view object) const {
    return session.map<Timestamp, Text, Text, Text, Text>(
        "SELECT at, actor_name, event, details, reason FROM audit_entry WHERE chain = ? AND object = ?"
        " AND outcome = 'success' ORDER BY at DESC, id DESC LIMIT 200",
        [](Timestamp at, Text by, Text event, const Text& details, Text reason) {
            return HistoryEntry{at, std::move(by), std::move(event), from_json(details), std::move(reason)};
        },
        tenant, object);
}

bool AuditTrail::knows_study(db::Session& session, const Authorized<Permission::view_audit_logs>& proof,
                             const StudyId& study) const {
    return session
        .first_value<std::int64_t>("SELECT 1 FROM study WHERE tenant_id = ? AND id = ?", proof.tenant(), study)
        .has_value();
}

std::vector<Entry> AuditTrail::read(db::Session& session, const Authorized<Permission::view_audit_logs>& proof,
                                    const Query& query) const {
    auto sql = question(proof.tenant(), query);
    sql.append(" LIMIT ?", query.limit);
    return session.map<Text, Timestamp, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text,
                       Text, Number>(sql, to_entry);
}

void AuditTrail::for_each(db::Session& session, const Authorized<Permission::view_audit_logs>& proof,
                          const Query& query, const std::function<void(const Entry&)>& visit) const {
    session.for_each<Text, Timestamp, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text, Text,
                     Text, Number>(question(proof.tenant(), query), [&](auto&&... columns) {
        visit(to_entry(std::forward<decltype(columns)>(columns)...));
    });
}

std::vector<std::string> AuditTrail::event_codes(db::Session& session,
                                                 const Authorized<Permission::view_audit_logs>& proof) const {
    return session.values<Text>("SELECT DISTINCT event FROM audit_entry WHERE chain = ? ORDER BY event",
                                proof.tenant());
}

}  // namespace portico::audit
