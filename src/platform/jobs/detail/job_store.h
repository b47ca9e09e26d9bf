// The SQL of the job table for workers; decides nothing. Each call is one statement in the caller's transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/db/session.h"
#include "platform/jobs/queue.h"

namespace portico::jobs {

struct ClaimedJob {
    JobId id;
    std::string kind;
    std::string payload;
    int attempts = 0;  // with this one
    std::string lease;
};

class JobStore {
public:
    JobStore(std::string queue, std::vector<std::string> kinds) : queue_(std::move(queue)), kinds_(std::move(kinds)) {}

    // When the next job may be claimed: the time of a waiting one or the end of a lease.
    std::optional<Timestamp> next_due(db::Session& session) const;

    // The job that is due longest; jobs that others are just claiming are passed over.
    std::optional<ClaimedJob> claim(db::Session& session, Timestamp now, Timestamp lease_end, std::string lease) const;

    // These do nothing and say false when the lease is not held any more.
    static bool complete(db::Session& session, const ClaimedJob& job);
    // Back to waiting; dropped instead when another one with its key waits already.
    static bool put_back(db::Session& session, const ClaimedJob& job, Timestamp due, const std::string& error);
    static bool bury(db::Session& session, const ClaimedJob& job, const std::string& error);

    static void renew(db::Session& session, const std::vector<std::string>& leases, Timestamp lease_end);

private:
    std::string queue_;
    std::vector<std::string> kinds_;
};

}  // namespace portico::jobs
