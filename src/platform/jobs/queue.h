// Work to be done later, kept in the database: enqueued in the transaction of its cause, run by Workers (workers.h) of
// any node at least once. A job whose node died is run again when its lease has ended.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/id.h"
#include "platform/db/session.h"

namespace portico::jobs {

using JobId = Id<struct JobTag>;

// What to do when a job of the same kind and key is waiting already: leave it, or move it to the new time (as for
// "when a study has been quiet for a minute").
enum class OnDuplicate : std::uint8_t { keep, reschedule };

struct Job {
    std::string kind;                       // who handles it: "message.deliver"
    std::string payload = "{}";             // JSON; ids rather than contents
    std::optional<std::string> dedupe_key;  // at most one waiting job of this kind and key
    OnDuplicate on_duplicate = OnDuplicate::keep;
    std::optional<Timestamp> run_at;  // none: at once
    std::string queue = "default";    // which Workers run it
};

struct DeadJob {
    JobId id;
    std::string queue;
    std::string kind;
    std::string payload;
    int attempts = 0;
    std::string last_error;
    Timestamp created_at;
};

struct QueueCounts {
    std::int64_t pending = 0;
    std::int64_t running = 0;
    std::int64_t dead = 0;
};

// Thread-safe; owns no data.
class Queue {
public:
    explicit Queue(const Clock& clock) : clock_(clock) {}

    // In the caller's transaction; workers are woken by its commit. Nothing is enqueued when a waiting job took it
    // over.
    void enqueue(db::Session& session, const Job& job) const;

    // For the operator's page (OPS-10): counts, jobs that were given up, and giving them another chance.
    QueueCounts counts(db::Session& session) const;
    std::vector<DeadJob> dead(db::Session& session, int limit) const;
    bool retry_dead(db::Session& session, const JobId& id) const;  // false: no such dead job

private:
    const Clock& clock_;
};

}  // namespace portico::jobs
