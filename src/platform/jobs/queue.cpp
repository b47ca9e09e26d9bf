#include "platform/jobs/queue.h"

#include "platform/crypto/random.h"

namespace portico::jobs {

void Queue::enqueue(db::Session& session, const Job& job) const {
    const Timestamp now = clock_.now();
    std::string sql =
        "INSERT INTO job (id, queue, kind, payload, dedupe_key, state, due_at, created_at) "
        "VALUES (?, ?, ?, ?, ?, 'pending', ?, ?)";
    if (job.dedupe_key) {
        sql += " ON CONFLICT (kind, dedupe_key) WHERE state = 'pending' AND dedupe_key IS NOT NULL DO ";
        sql += job.on_duplicate == OnDuplicate::keep ? "NOTHING" : "UPDATE SET due_at = excluded.due_at";
    }
    session.exec(sql, crypto::new_id<JobId>(clock_), job.queue, job.kind, job.payload, job.dedupe_key,
                 job.run_at.value_or(now), now);
    session.signal_change();
}

QueueCounts Queue::counts(db::Session& session) const {
    QueueCounts counts;
    for (const auto& [state, count] :
         session.rows<std::string, std::int64_t>("SELECT state, count(*) FROM job GROUP BY state")) {
        if (state == "pending") counts.pending = count;
        if (state == "running") counts.running = count;
        if (state == "dead") counts.dead = count;
    }
    return counts;
}

std::vector<DeadJob> Queue::dead(db::Session& session, int limit) const {
    return session.map<JobId, std::string, std::string, std::string, int, std::optional<std::string>, Timestamp>(
        "SELECT id, queue, kind, payload, attempts, last_error, created_at FROM job WHERE state = 'dead' "
        "ORDER BY id DESC LIMIT ?",
        [](JobId id, std::string queue, std::string kind, std::string payload, int attempts,
           std::optional<std::string> error, Timestamp created_at) {
            return DeadJob{std::move(id), std::move(queue),   std::move(kind), std::move(payload),
                           attempts,      error.value_or(""), created_at};
        },
        limit);
}

bool Queue::retry_dead(db::Session& session, const JobId& id) const {
    // Without its key, so that a newer job with the same one does not stand in the way.
    const auto changed = session.exec(
        "UPDATE job SET state = 'pending', attempts = 0, due_at = ?, dedupe_key = NULL WHERE id = ? AND state = 'dead'",
        clock_.now(), id);
    session.signal_change();
    return changed == 1;
}

}  // namespace portico::jobs
