#include "features/nodes/pull_store.h"

#include <algorithm>
#include <array>

#include "features/nodes/node_jobs.h"

namespace portico::nodes {

void enqueue_pull(const jobs::Queue& queue, db::Session& session, const TenantId& tenant, const PullId& id) {
    jobs::Job job;
    job.kind = "nodes.pull";
    job.queue = node_jobs_queue;
    job.payload = node_job_payload(tenant, id.text());
    job.dedupe_key = id.text();
    job.on_duplicate = jobs::OnDuplicate::reschedule;
    queue.enqueue(session, job);
}

AuditEvent pull_requested(const Caller& caller, const TenantId& tenant, const Pull& pull) {
    AuditEvent event;
    event.code = "study.pull_requested";
    event.caller = caller;
    event.tenant = tenant;
    event.object = pull.id.text();
    event.details = {{"source", pull.source_name}, {"uid", pull.study_uid}, {"by", pull.requested_by}};
    if (pull.study) event.study = pull.study->text();
    return event;
}

namespace store {
namespace {

constexpr std::array state_keys{std::pair{PullState::waiting, std::string_view("waiting")},
                                std::pair{PullState::pulling, std::string_view("pulling")},
                                std::pair{PullState::done, std::string_view("done")},
                                std::pair{PullState::incomplete, std::string_view("incomplete")},
                                std::pair{PullState::failed, std::string_view("failed")},
                                std::pair{PullState::cancelled, std::string_view("cancelled")}};
constexpr std::array reason_keys{std::pair{PullReason::request, std::string_view("request")},
                                 std::pair{PullReason::rule, std::string_view("rule")},
                                 std::pair{PullReason::prior, std::string_view("prior")}};

std::string_view key_in(const auto& keys, auto value) {
    return std::ranges::find(keys, value, [](const auto& pair) { return pair.first; })->second;
}
auto value_in(const auto& keys, std::string_view key) {
    const auto found = std::ranges::find(keys, key, [](const auto& pair) { return pair.second; });
    return (found == keys.end() ? keys.begin() : found)->first;
}

constexpr std::string_view select_pulls =
    "SELECT l.id, l.source_id, l.source_name, l.study_instance_uid, s.id, l.patient_name, l.study_description,"
    " l.requested_by, l.reason, l.state, l.total, l.received, l.failed, l.problem, l.created_at, l.changed_at"
    " FROM pull l LEFT JOIN study s ON s.tenant_id = l.tenant_id AND s.study_instance_uid = l.study_instance_uid"
    " WHERE ";

std::vector<Pull> read(db::Session& session, const db::Sql& sql) {
    using Text = std::string;
    using Number = std::int64_t;
    return session.map<PullId, SourceId, Text, Text, std::optional<StudyId>, Text, Text, Text, Text, Text, Number,
                       Number, Number, Text, Timestamp, Timestamp>(
        sql, [](PullId id, SourceId source, Text source_name, Text uid, std::optional<StudyId> study, Text patient,
                Text description, Text by, const Text& reason, const Text& state, Number total, Number received,
                Number failed, Text problem, Timestamp created, Timestamp changed) {
            Pull pull;
            pull.id = std::move(id);
            pull.source_id = std::move(source);
            pull.source_name = std::move(source_name);
            pull.study_uid = std::move(uid);
            pull.study = std::move(study);
            pull.patient_name = std::move(patient);
            pull.study_description = std::move(description);
            pull.requested_by = std::move(by);
            pull.reason = value_in(reason_keys, reason);
            pull.state = value_in(state_keys, state);
            pull.total = total;
            pull.received = received;
            pull.failed = failed;
            pull.problem = std::move(problem);
            pull.created_at = created;
            pull.changed_at = changed;
            return pull;
        });
}

std::optional<Pull> first(std::vector<Pull> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

}  // namespace

bool add_pull(db::Session& session, const TenantId& tenant, const Pull& pull) {
    return session.exec(
               "INSERT INTO pull (id, tenant_id, source_id, source_name, study_instance_uid, reason, requested_by,"
               " state, total, patient_name, study_description, created_at, changed_at)"
               " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
               pull.id, tenant, pull.source_id, pull.source_name, pull.study_uid, key_in(reason_keys, pull.reason),
               pull.requested_by, key_in(state_keys, pull.state), pull.total, pull.patient_name, pull.study_description,
               pull.created_at, pull.changed_at) > 0;
}

std::optional<Pull> find_pull(db::Session& session, const TenantId& tenant, const PullId& id) {
    return first(read(session, db::Sql(select_pulls).append("l.tenant_id = ? AND l.id = ?", tenant, id)));
}

std::optional<Pull> find_pull_under_way(db::Session& session, const TenantId& tenant, const SourceId& source,
                                        std::string_view study_uid) {
    return first(read(session, db::Sql(select_pulls)
                                   .append("l.tenant_id = ? AND l.source_id = ? AND l.study_instance_uid = ?"
                                           " AND l.state IN ('waiting', 'pulling')",
                                           tenant, source, study_uid)));
}

std::optional<Pull> find_last_pull(db::Session& session, const TenantId& tenant, const SourceId& source,
                                   std::string_view study_uid) {
    return first(read(session, db::Sql(select_pulls)
                                   .append("l.tenant_id = ? AND l.source_id = ? AND l.study_instance_uid = ?"
                                           " AND l.state NOT IN ('waiting', 'pulling') ORDER BY l.id DESC LIMIT 1",
                                           tenant, source, study_uid)));
}

std::vector<Pull> pulls_of(db::Session& session, const TenantId& tenant, const std::optional<PullId>& after,
                           std::int64_t limit) {
    db::Sql sql(select_pulls);
    sql.append("l.tenant_id = ?", tenant);
    if (after) sql.append(" AND l.id < ?", *after);
    return read(session, sql.append(" ORDER BY l.id DESC LIMIT ?", limit));
}

bool note_pull(db::Session& session, const TenantId& tenant, const Pull& pull) {
    return session.exec(
               "UPDATE pull SET state = ?, total = ?, received = ?, failed = ?, problem = ?, patient_name = ?,"
               " study_description = ?, changed_at = ? WHERE tenant_id = ? AND id = ? AND state IN ('waiting', "
               "'pulling')",
               key_in(state_keys, pull.state), pull.total, pull.received, pull.failed, pull.problem, pull.patient_name,
               pull.study_description, pull.changed_at, tenant, pull.id) > 0;
}

bool restart_pull(db::Session& session, const TenantId& tenant, const PullId& id, Timestamp now) {
    return session.exec(
               "UPDATE pull SET state = 'waiting', received = 0, failed = 0, problem = '', changed_at = ?"
               " WHERE tenant_id = ? AND id = ? AND state NOT IN ('waiting', 'pulling') AND NOT EXISTS"
               " (SELECT 1 FROM pull o WHERE o.tenant_id = pull.tenant_id AND o.source_id = pull.source_id"
               " AND o.study_instance_uid = pull.study_instance_uid AND o.state IN ('waiting', 'pulling'))",
               now, tenant, id) > 0;
}

bool cancel_pull(db::Session& session, const TenantId& tenant, const PullId& id, Timestamp now) {
    return session.exec(
               "UPDATE pull SET state = 'cancelled', changed_at = ? WHERE tenant_id = ? AND id = ?"
               " AND state IN ('waiting', 'pulling')",
               now, tenant, id) > 0;
}

}  // namespace store
}  // namespace portico::nodes
