#include "platform/jobs/event_delivery.h"

#include "platform/db/change_signal.h"
#include "platform/db/database.h"
#include "platform/jobs/detail/alarm.h"
#include "platform/jobs/detail/retry.h"
#include "platform/jobs/workers.h"
#include "platform/log/log.h"

namespace portico::jobs {
namespace {

constexpr int batch = 100;
// A subscriber that wants none of so many events has its place written down all the same, so that they can be pruned.
constexpr std::int64_t longest_unwritten_step = 1000;

struct Place {
    std::int64_t seq = 0;
    int failures = 0;
    Timestamp retry_at;
};

struct Following {
    Subscriber subscriber;
    std::int64_t nothing_until = 0;  // known to hold nothing for it up to here
    Timestamp look_at;               // not before this: pause after a failure
};

struct Observing {
    std::string name;
    std::function<void(const StoredEvent&)> observer;
};

}  // namespace

class EventDelivery::Impl {
public:
    Impl(db::UnitsOfWork& units, const Clock& clock, EventDeliveryOptions options)
        : units_(units), clock_(clock), options_(options) {}

    void subscribe(Subscriber subscriber) { following_.push_back({std::move(subscriber), 0, {}}); }
    void observe(std::string name, std::function<void(const StoredEvent&)> observer) {
        observing_.push_back({std::move(name), std::move(observer)});
    }
    void start();
    void stop();
    void wake() {
        subscribers_alarm_.ring();
        observers_alarm_.ring();
    }

private:
    void serve_subscribers();
    std::chrono::milliseconds time_to_wait() const;
    void serve(Following& following, std::int64_t up_to);
    bool step(Following& following, std::int64_t up_to, int limit);
    void note_failure(Following& following, const Place& place, const std::string& error);
    std::optional<Place> place_of(db::Session& session, const std::string& name, bool lock) const;

    void serve_observers();
    std::int64_t final_seq(std::int64_t known);

    db::UnitsOfWork& units_;
    const Clock& clock_;
    const EventDeliveryOptions options_;
    std::vector<Following> following_;
    std::vector<Observing> observing_;
    std::int64_t observed_ = 0;
    Alarm subscribers_alarm_;
    Alarm observers_alarm_;
    db::ChangeSignal::Subscription subscription_;
    std::vector<std::thread> threads_;
};

void EventDelivery::Impl::start() {
    units_.retrying([this](db::UnitOfWork& unit) {
        for (const Following& following : following_)
            unit.session().exec(
                "INSERT INTO event_cursor (subscriber, seq) VALUES (?, 0) ON CONFLICT (subscriber) DO NOTHING",
                following.subscriber.name);
        unit.commit_technical();
    });
    observed_ = final_seq(0);
    subscription_ = units_.database().changes().subscribe([this] { wake(); });
    wake();
    threads_.emplace_back([this] {
        auto pause = options_.look_again;
        while (subscribers_alarm_.wait(pause)) {
            const auto error = error_of([this] { serve_subscribers(); });
            if (!error.empty()) log::warning("events cannot be delivered", {{"error", error}});
            pause = time_to_wait();
        }
    });
    threads_.emplace_back([this] {
        while (observers_alarm_.wait(options_.look_again)) {
            const auto error = error_of([this] { serve_observers(); });
            if (!error.empty()) log::warning("events cannot be observed", {{"error", error}});
        }
    });
}

void EventDelivery::Impl::stop() {
    subscription_ = {};
    subscribers_alarm_.stop();
    observers_alarm_.stop();
    for (std::thread& thread : threads_) thread.join();
    threads_.clear();
}

std::int64_t EventDelivery::Impl::final_seq(std::int64_t known) {
    auto session = units_.database().read();
    return Outbox::final_seq(session, known);
}

void EventDelivery::Impl::serve_subscribers() {
    if (following_.empty()) return;
    auto known = following_.front().nothing_until;
    for (const Following& following : following_) known = std::min(known, following.nothing_until);
    const auto up_to = final_seq(known);
    for (Following& following : following_) {
        if (subscribers_alarm_.stopped()) return;
        if (following.nothing_until >= up_to || following.look_at > clock_.now()) continue;
        const auto error = error_of([&] { serve(following, up_to); });
        if (!error.empty())
            log::warning("a subscriber cannot be served",
                         {{"subscriber", following.subscriber.name}, {"error", error}});
    }
}

std::chrono::milliseconds EventDelivery::Impl::time_to_wait() const {
    auto wait = options_.look_again;
    for (const Following& following : following_) {
        const std::chrono::milliseconds until(following.look_at.milliseconds - clock_.now().milliseconds);
        if (until.count() > 0) wait = std::min(wait, until);
    }
    return wait;
}

void EventDelivery::Impl::serve(Following& following, std::int64_t up_to) {
    // After a failure in a batch the events go one by one, so that only the one that fails is held back.
    int limit = batch;
    while (!subscribers_alarm_.stopped()) {
        std::optional<Place> place;
        {
            auto session = units_.database().read();
            place = place_of(session, following.subscriber.name, false);
        }
        if (!place || place->retry_at > clock_.now()) {
            if (place) following.look_at = place->retry_at;
            return;
        }
        const int at_once = place->failures > 0 ? 1 : limit;
        bool more = false;
        const auto error = error_of([&] { more = step(following, up_to, at_once); });
        if (!error.empty() && at_once == 1) return note_failure(following, *place, error);
        if (!error.empty()) {
            limit = 1;
        } else if (!more) {
            return;
        }
    }
}

// Handles the next events in one transaction; false: nothing more to do for now.
bool EventDelivery::Impl::step(Following& following, std::int64_t up_to, int limit) {
    const Subscriber& subscriber = following.subscriber;
    std::vector<StoredEvent> events;
    Place place;
    {
        auto session = units_.database().read();
        place = place_of(session, subscriber.name, false).value();
        events = Outbox::read(session, place.seq, up_to, subscriber.events, limit);
    }
    const bool all = static_cast<int>(events.size()) < limit;
    const auto reached = all ? up_to : events.back().seq;
    if (events.empty() && reached - place.seq < longest_unwritten_step) {
        following.nothing_until = std::max(following.nothing_until, reached);
        return false;
    }
    auto unit = units_.begin();
    const auto now_at = place_of(unit.session(), subscriber.name, true);
    if (!now_at) return false;  // another node is at it
    if (now_at->seq != place.seq) return true;
    for (const StoredEvent& event : events) subscriber.handler(unit, event);
    unit.session().exec(
        "UPDATE event_cursor SET seq = ?, failures = 0, retry_at = 0, last_error = NULL WHERE subscriber = ?", reached,
        subscriber.name);
    unit.commit_technical();
    if (all) following.nothing_until = std::max(following.nothing_until, reached);
    return !all;
}

void EventDelivery::Impl::note_failure(Following& following, const Place& place, const std::string& error) {
    const auto& name = following.subscriber.name;
    const auto delay =
        retry_delay_seconds(place.failures + 1, options_.first_retry_seconds, options_.longest_retry_seconds);
    const auto retry_at = clock_.now().plus_seconds(delay);
    log::warning("a subscriber failed", {{"subscriber", name}, {"failures", place.failures + 1}, {"error", error}});
    following.look_at = retry_at;
    units_.retrying([&](db::UnitOfWork& unit) {
        unit.session().exec(
            "UPDATE event_cursor SET failures = failures + 1, retry_at = ?, last_error = ? "
            "WHERE subscriber = ? AND seq = ? AND failures = ?",
            retry_at, error, name, place.seq, place.failures);
        unit.commit_technical();
    });
}

std::optional<Place> EventDelivery::Impl::place_of(db::Session& session, const std::string& name, bool lock) const {
    std::string sql = "SELECT seq, failures, retry_at FROM event_cursor WHERE subscriber = ?";
    if (lock) sql += db::for_update_skip_locked(session.dialect());
    const auto row = session.first<std::int64_t, int, Timestamp>(sql, name);
    if (!row) return std::nullopt;
    return Place{std::get<0>(*row), std::get<1>(*row), std::get<2>(*row)};
}

void EventDelivery::Impl::serve_observers() {
    if (observing_.empty()) return;
    const auto up_to = final_seq(observed_);
    while (observed_ < up_to) {
        std::vector<StoredEvent> events;
        {
            auto session = units_.database().read();
            events = Outbox::read(session, observed_, up_to, {}, batch);
        }
        for (const StoredEvent& event : events) {
            for (const Observing& observing : observing_) {
                const auto error = error_of([&] { observing.observer(event); });
                if (!error.empty())
                    log::warning("an observer failed", {{"observer", observing.name}, {"error", error}});
            }
            observed_ = event.seq;
        }
        if (static_cast<int>(events.size()) < batch) observed_ = up_to;
    }
}

EventDelivery::EventDelivery(db::UnitsOfWork& units, const Clock& clock, EventDeliveryOptions options)
    : impl_(std::make_unique<Impl>(units, clock, options)) {}
EventDelivery::~EventDelivery() { stop(); }

void EventDelivery::subscribe(Subscriber subscriber) { impl_->subscribe(std::move(subscriber)); }
void EventDelivery::observe(const std::string& name, std::function<void(const StoredEvent&)> observer) {
    impl_->observe(name, std::move(observer));
}
void EventDelivery::start() { impl_->start(); }
void EventDelivery::stop() { impl_->stop(); }
void EventDelivery::wake() { impl_->wake(); }

}  // namespace portico::jobs
