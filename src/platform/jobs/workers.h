// Threads that run the jobs of one queue, and work that returns every few seconds.
//
//   Workers workers(units, clock, {});
//   workers.handle("message.deliver", [&](RunningJob& job) { … });
//   workers.every("audit.seal", 1, [&] { … });
//   workers.start();
//
// Woken by commits (change_signal.h), not by polling. While a handler runs, its lease is renewed. A handler that throws
// is tried again after 5 s, 10 s, 20 s … at most an hour; after `max_attempts` the job is dead and waits for the
// operator. Handlers run outside of any transaction and may be slow; run twice they must do no harm, or end with
// RunningJob::complete_in. Set up before start(); start, stop and wake are thread-safe.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "core/clock.h"
#include "platform/db/unit_of_work.h"
#include "platform/jobs/queue.h"

namespace portico::jobs {

// Thrown by a handler when trying again is of no use: the job is dead at once.
class GiveUp : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Somebody else has taken the job over, since its lease ended before it was renewed.
class LeaseLost : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// The job that a handler works on; only valid while it runs.
class RunningJob {
public:
    virtual ~RunningJob() = default;
    virtual const JobId& id() const = 0;
    virtual const std::string& payload() const = 0;
    virtual int attempt() const = 0;  // 1 at the first try
    virtual bool last_attempt() const = 0;
    virtual bool stopping() const = 0;  // the server stops: a long job should end soon, by throwing
    // Ends the job in the handler's own transaction, so that its effect and its end are one. Throws LeaseLost.
    virtual void complete_in(db::UnitOfWork& unit) = 0;
};

struct WorkerOptions {
    std::string queue = "default";
    int threads = 2;
    int max_attempts = 10;
    int lease_seconds = 60;
    int first_retry_seconds = 5;
    int longest_retry_seconds = 3600;
    std::chrono::milliseconds heartbeat{15'000};  // renews leases; well below lease_seconds
    std::chrono::milliseconds look_again{5'000};  // without being woken: for a wake-up that got lost
};

class Workers {
public:
    Workers(db::UnitsOfWork& units, const Clock& clock, WorkerOptions options);
    ~Workers();  // stops

    void handle(const std::string& kind, std::function<void(RunningJob&)> handler);

    // Runs `work` every `seconds`, on one node at a time, by a row that is leased. `wanted` (may be empty) is asked
    // first, in a reading session: where it says no, nothing is written.
    void every(const std::string& name, int seconds, std::function<void()> work,
               std::function<bool(db::Session&)> wanted = {});

    void start();
    void stop();  // waits for the handlers that run
    void wake();  // look now, for example since a test has moved the clock

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

// 5, 10, 20 … for the first, second, third failure.
int retry_delay_seconds(int failures, int first, int longest);

}  // namespace portico::jobs
