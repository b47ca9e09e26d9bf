// Brings the events of the outbox to those who want them.
//
// A subscriber is known by its name in the whole installation and gets every event once a handler's transaction has
// been committed, in order, from the first event on that is still kept: its handler's changes and the step to the next
// event are one transaction. A handler that throws is tried again with growing pauses; others go on meanwhile.
// An observer is local to this process: it sees each event within 250 ms, from start() on, on every node (browser
// events, caches); nothing is repeated for it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/clock.h"
#include "platform/jobs/outbox.h"

namespace portico::jobs {

struct Subscriber {
    std::string name;                 // stable: it is the key of its place in the outbox
    std::vector<std::string> events;  // names of events; none: all
    // Database work only, in this unit of work, which it does not commit (several events may share it); slow things and
    // the network are for jobs that it enqueues. Audit entries go to unit.audit().
    std::function<void(db::UnitOfWork& unit, const StoredEvent& event)> handler;
};

struct EventDeliveryOptions {
    int first_retry_seconds = 1;
    int longest_retry_seconds = 300;
    std::chrono::milliseconds look_again{2'000};  // without being woken: for a wake-up that got lost
};

// Set up before start(); start, stop and wake are thread-safe. One thread for subscribers, one for observers.
class EventDelivery {
public:
    EventDelivery(db::UnitsOfWork& units, const Clock& clock, EventDeliveryOptions options = {});
    ~EventDelivery();  // stops

    void subscribe(Subscriber subscriber);
    // Called on the observers' thread: short, and no exceptions that matter (they are logged).
    void observe(const std::string& name, std::function<void(const StoredEvent&)> observer);

    void start();
    void stop();
    void wake();  // look now, for example since a test has moved the clock

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace portico::jobs
