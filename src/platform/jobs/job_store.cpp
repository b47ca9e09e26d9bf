#include "platform/jobs/detail/job_store.h"

namespace portico::jobs {

std::optional<Timestamp> JobStore::next_due(db::Session& session) const {
    db::Sql sql("SELECT min(due_at) FROM job WHERE state <> 'dead' AND queue = ? AND ", queue_);
    const auto due = session.first<std::optional<Timestamp>>(sql.in_list("kind", kinds_));
    return due ? std::get<0>(*due) : std::nullopt;
}

std::optional<ClaimedJob> JobStore::claim(db::Session& session, Timestamp now, Timestamp lease_end,
                                          std::string lease) const {
    db::Sql sql(
        "UPDATE job SET state = 'running', lease = ?, due_at = ?, attempts = attempts + 1 WHERE id = "
        "(SELECT id FROM job WHERE state <> 'dead' AND queue = ? AND due_at <= ? AND ",
        lease, lease_end, queue_, now);
    sql.in_list("kind", kinds_).append(" ORDER BY due_at LIMIT 1");
    sql.append(db::for_update_skip_locked(session.dialect())).append(") RETURNING id, kind, payload, attempts");
    const auto row = session.first<JobId, std::string, std::string, int>(sql);
    if (!row) return std::nullopt;
    const auto& [id, kind, payload, attempts] = *row;
    return ClaimedJob{id, kind, payload, attempts, std::move(lease)};
}

bool JobStore::complete(db::Session& session, const ClaimedJob& job) {
    return session.exec("DELETE FROM job WHERE id = ? AND lease = ?", job.id, job.lease) == 1;
}

bool JobStore::put_back(db::Session& session, const ClaimedJob& job, Timestamp due, const std::string& error) {
    const auto changed = session.exec(
        "UPDATE job SET state = 'pending', lease = NULL, due_at = ?, last_error = ? WHERE id = ? AND lease = ? "
        "AND NOT EXISTS (SELECT 1 FROM job AS waiting WHERE waiting.kind = job.kind "
        "AND waiting.dedupe_key = job.dedupe_key AND waiting.state = 'pending')",
        due, error, job.id, job.lease);
    return changed == 1 || complete(session, job);
}

bool JobStore::bury(db::Session& session, const ClaimedJob& job, const std::string& error) {
    return session.exec("UPDATE job SET state = 'dead', lease = NULL, last_error = ? WHERE id = ? AND lease = ?", error,
                        job.id, job.lease) == 1;
}

void JobStore::renew(db::Session& session, const std::vector<std::string>& leases, Timestamp lease_end) {
    db::Sql sql("UPDATE job SET due_at = ? WHERE state = 'running' AND ", lease_end);
    session.exec(sql.in_list("lease", leases));
}

}  // namespace portico::jobs
