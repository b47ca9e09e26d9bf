#include "features/nodes/rule_store.h"

namespace portico::nodes::store {
namespace {

constexpr std::string_view select_rules =
    "SELECT r.id, r.name, r.source_id, COALESCE(a.calling, d.name, ''), r.modality, r.patient_id, r.last_days,"
    " r.every_minutes, r.enabled, r.version, r.last_run_at, r.last_found, r.last_pulled, r.last_problem, r.next_run_at"
    " FROM pull_rule r LEFT JOIN ae_title a ON a.tenant_id = r.tenant_id AND a.id = r.source_id"
    " LEFT JOIN dicomweb_server d ON d.tenant_id = r.tenant_id AND d.id = r.source_id WHERE ";

std::vector<PullRule> read(db::Session& session, const db::Sql& sql) {
    using Text = std::string;
    using Number = std::int64_t;
    return session.map<PullRuleId, Text, SourceId, Text, Text, Text, Number, Number, bool, Number,
                       std::optional<Timestamp>, Number, Number, Text, Timestamp>(
        sql, [](PullRuleId id, Text name, SourceId source, Text source_name, Text modality, Text patient, Number days,
                Number minutes, bool enabled, Number version, std::optional<Timestamp> last, Number found,
                Number pulled, Text problem, Timestamp next) {
            PullRule rule;
            rule.id = std::move(id);
            rule.name = std::move(name);
            rule.source = std::move(source);
            rule.source_name = std::move(source_name);
            rule.modality = std::move(modality);
            rule.patient_id = std::move(patient);
            rule.last_days = days;
            rule.every_minutes = minutes;
            rule.enabled = enabled;
            rule.version = version;
            rule.last_run_at = last;
            rule.last_found = found;
            rule.last_pulled = pulled;
            rule.last_problem = std::move(problem);
            rule.next_run_at = next;
            return rule;
        });
}

}  // namespace

std::vector<PullRule> rules_of(db::Session& session, const TenantId& tenant) {
    return read(session, db::Sql(select_rules).append("r.tenant_id = ? ORDER BY r.name, r.id", tenant));
}

std::optional<PullRule> find_rule(db::Session& session, const TenantId& tenant, const PullRuleId& id) {
    auto found = read(session, db::Sql(select_rules).append("r.tenant_id = ? AND r.id = ?", tenant, id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

void add_rule(db::Session& session, const TenantId& tenant, const PullRule& rule, Timestamp now) {
    session.exec(
        "INSERT INTO pull_rule (id, tenant_id, name, source_id, modality, patient_id, last_days, every_minutes, "
        "enabled,"
        " version, created_at, next_run_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        rule.id, tenant, rule.name, rule.source, rule.modality, rule.patient_id, rule.last_days, rule.every_minutes,
        rule.enabled, rule.version, now, rule.next_run_at);
}

bool change_rule(db::Session& session, const TenantId& tenant, const PullRule& rule, std::int64_t version) {
    return session.exec(
               "UPDATE pull_rule SET name = ?, source_id = ?, modality = ?, patient_id = ?, last_days = ?,"
               " every_minutes = ?, enabled = ?, next_run_at = ?, version = version + 1"
               " WHERE tenant_id = ? AND id = ? AND version = ?",
               rule.name, rule.source, rule.modality, rule.patient_id, rule.last_days, rule.every_minutes, rule.enabled,
               rule.next_run_at, tenant, rule.id, version) > 0;
}

std::vector<DueRule> due_rules(db::Session& session, Timestamp now) {
    return session.map<TenantId, PullRuleId, std::int64_t>(
        "SELECT tenant_id, id, every_minutes FROM pull_rule WHERE enabled = 1 AND next_run_at <= ?",
        [](TenantId tenant, PullRuleId id, std::int64_t minutes) {
            return DueRule{std::move(tenant), std::move(id), minutes};
        },
        now);
}

bool schedule_rule(db::Session& session, const DueRule& rule, Timestamp now) {
    return session.exec(
               "UPDATE pull_rule SET next_run_at = ? WHERE tenant_id = ? AND id = ? AND enabled = 1"
               " AND next_run_at <= ?",
               now.plus_seconds(rule.every_minutes * 60), rule.tenant, rule.id, now) > 0;
}

bool begin_run(db::Session& session, const TenantId& tenant, const PullRuleId& id, const std::string& job,
               Timestamp now, Timestamp until) {
    return session.exec(
               "UPDATE pull_rule SET running_job = ?1, running_until = ?2, last_run_at = ?3 WHERE tenant_id = ?4"
               " AND id = ?5 AND (running_job = ?1 OR running_until < ?3)",
               job, until, now, tenant, id) > 0;
}

void end_run(db::Session& session, const TenantId& tenant, const PullRuleId& id, const std::string& job, Timestamp now,
             const RunResult& result) {
    session.exec(
        "UPDATE pull_rule SET running_job = '', running_until = 0, last_run_at = ?, last_found = ?, last_pulled = ?,"
        " last_problem = ? WHERE tenant_id = ? AND id = ? AND running_job = ?",
        now, result.found, result.pulled, result.problem, tenant, id, job);
}

}  // namespace portico::nodes::store
