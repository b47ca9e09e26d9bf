// Work that returns every few seconds, one node at a time: the schedule table and what this node knows of it.
// Thread-safe.
#pragma once

#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "platform/db/unit_of_work.h"

namespace portico::jobs {

struct ScheduledRun {
    std::string name;
    std::string lease;
    std::function<void()> work;
};

class Schedules {
public:
    Schedules(db::UnitsOfWork& units, const Clock& clock, int lease_seconds)
        : units_(units), clock_(clock), lease_seconds_(lease_seconds) {}

    void add(std::string name, int seconds, std::function<void()> work, std::function<bool(db::Session&)> wanted);
    void prepare();  // makes the rows; before the first next()

    // The next work that is due and that this node has taken the lease of.
    std::optional<ScheduledRun> next();
    void finished(const ScheduledRun& run, const std::string& error);  // error: empty when all went well
    void renew(db::Session& session, const std::vector<std::string>& leases);

    std::optional<Timestamp> next_due();  // as far as this node knows

private:
    struct Entry {
        std::string name;
        int seconds;
        std::function<void()> work;
        std::function<bool(db::Session&)> wanted;
        Timestamp look_at;  // not before this
        bool busy = false;  // a thread of this node looks at it or runs it
    };
    Entry* take_due(Timestamp now);
    void release(Entry& entry, Timestamp look_at);
    // The lease when this node may run it now; otherwise when to look again.
    std::optional<std::string> try_lease(const Entry& entry, Timestamp now, Timestamp& look_at);

    db::UnitsOfWork& units_;
    const Clock& clock_;
    int lease_seconds_;
    std::mutex mutex_;
    std::vector<Entry> entries_;  // fixed after prepare()
};

}  // namespace portico::jobs
