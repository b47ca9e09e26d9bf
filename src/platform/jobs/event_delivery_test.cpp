// Domain events: every one, in order, for each subscriber (architecture, idea 4).
#include "platform/jobs/event_delivery.h"

#include <gtest/gtest.h>

#include "platform/db/database.h"
#include "platform/db_testing/database_fixture.h"

namespace portico::jobs {
namespace {

using db::eventually;
using Names = std::vector<std::string>;

// What was seen, by several threads.
class Seen {
public:
    void add(const std::string& name) {
        const std::scoped_lock lock(mutex_);
        names_.push_back(name);
    }
    Names names() const {
        const std::scoped_lock lock(mutex_);
        return names_;
    }

private:
    mutable std::mutex mutex_;
    Names names_;
};

class EventDeliveryTest : public db::DatabaseTest {
protected:
    void SetUp() override {
        DatabaseTest::SetUp();
        if (!IsSkipped()) real_units = std::make_unique<db::UnitsOfWork>(database(), recorded_audit, outbox);
    }
    void TearDown() override {
        real_units.reset();
        DatabaseTest::TearDown();
    }
    void emit(const Names& names) {
        auto unit = real_units->begin();
        for (const auto& name : names) unit.emit({name, std::nullopt, "{}"});
        unit.commit_technical();
    }
    static EventDeliveryOptions only_when_woken() {
        EventDeliveryOptions options;
        options.look_again = std::chrono::hours(1);
        return options;
    }
    std::unique_ptr<EventDelivery> delivery() {
        return std::make_unique<EventDelivery>(*real_units, clock, only_when_woken());
    }
    std::int64_t place_of(const std::string& subscriber) {
        return read().value<std::int64_t>("SELECT seq FROM event_cursor WHERE subscriber = ?", subscriber);
    }

    ManualClock clock;
    Outbox outbox{clock};
    std::unique_ptr<db::UnitsOfWork> real_units;
};
PORTICO_ON_BOTH_DATABASES(EventDeliveryTest);

TEST_P(EventDeliveryTest, brings_each_subscriber_what_it_wants_in_order) {
    Seen all;
    Seen some;
    const auto events = delivery();
    events->subscribe({"all", {}, [&](db::UnitOfWork&, const StoredEvent& event) { all.add(event.name); }});
    events->subscribe({"some", {"b", "d"}, [&](db::UnitOfWork&, const StoredEvent& event) { some.add(event.name); }});
    emit({"a", "b"});  // before the start: kept for them
    events->start();
    emit({"c"});
    {
        auto unit = real_units->begin();
        unit.emit({"lost", std::nullopt, "{}"});
    }
    emit({"d"});
    EXPECT_TRUE(eventually([&] { return all.names().size() == 4 && some.names().size() == 2; }));
    EXPECT_EQ(all.names(), (Names{"a", "b", "c", "d"}));
    EXPECT_EQ(some.names(), (Names{"b", "d"}));
}

TEST_P(EventDeliveryTest, keeps_every_field_of_an_event) {
    const auto tenant = TenantId::trusted("01hf7yat00c9k3v5m8n2p4q6r8");
    std::optional<StoredEvent> seen;
    std::atomic<bool> done{false};
    const auto events = delivery();
    events->subscribe({"one", {}, [&](db::UnitOfWork&, const StoredEvent& event) {
                           seen = event;
                           done = true;
                       }});
    events->start();
    auto unit = real_units->begin();
    unit.emit({"study.validated", tenant, R"({"study":"é"})"});
    unit.commit_technical();
    ASSERT_TRUE(eventually([&] { return done.load(); }));
    EXPECT_EQ(seen->tenant, tenant);
    EXPECT_EQ(seen->payload, R"({"study":"é"})");
    EXPECT_EQ(seen->at, clock.now());
    EXPECT_GT(seen->seq, 0);
}

TEST_P(EventDeliveryTest, repeats_the_event_that_failed_and_lets_others_go_on) {
    Seen good;
    Seen bad;
    std::atomic<bool> broken{true};
    const auto events = delivery();
    events->subscribe({"bad", {}, [&](db::UnitOfWork& unit, const StoredEvent& event) {
                           bad.add(event.name);
                           unit.session().exec("INSERT INTO setting (key, value) VALUES (?, '')", event.name);
                           if (event.name == "b" && broken) throw std::runtime_error("no");
                       }});
    events->subscribe({"good", {}, [&](db::UnitOfWork&, const StoredEvent& event) { good.add(event.name); }});
    emit({"a", "b", "c"});
    events->start();
    ASSERT_TRUE(eventually([&] {
        return good.names().size() == 3 &&
               read().value<int>("SELECT failures FROM event_cursor WHERE subscriber = 'bad'") == 1;
    }));
    // What the handler did for "a" is kept, what it did for "b" is not.
    EXPECT_EQ(read().values<std::string>("SELECT key FROM setting"), (Names{"a"}));
    const auto tries = bad.names().size();
    events->wake();  // too early
    emit({"d"});
    ASSERT_TRUE(eventually([&] { return good.names().size() == 4; }));
    EXPECT_EQ(bad.names().size(), tries);
    broken = false;
    clock.advance_seconds(1);
    events->wake();
    EXPECT_TRUE(eventually([&] { return read().value<int>("SELECT count(*) FROM setting") == 4; }));
    EXPECT_EQ(read().value<int>("SELECT failures FROM event_cursor WHERE subscriber = 'bad'"), 0);
    EXPECT_EQ(good.names(), (Names{"a", "b", "c", "d"}));
}

TEST_P(EventDeliveryTest, handles_each_event_once_with_two_nodes) {  // OPS-5
    const auto other_database = open_another();
    db::UnitsOfWork other_units(*other_database, recorded_audit, outbox);
    const auto handler = [](db::UnitOfWork& unit, const StoredEvent& event) {
        // A second time would violate the key, and the cursor would stand still.
        unit.session().exec("INSERT INTO setting (key, value) VALUES (?, '')", event.name);
    };
    const auto one = delivery();
    EventDelivery two(other_units, clock, only_when_woken());
    for (EventDelivery* node : {one.get(), &two}) {
        node->subscribe({"s", {}, handler});
        node->start();
    }
    for (int i = 0; i < 40; ++i) emit({std::to_string(i), "x" + std::to_string(i)});
    EXPECT_TRUE(eventually([&] { return read().value<int>("SELECT count(*) FROM setting") == 80; }));
    EXPECT_EQ(read().value<int>("SELECT failures FROM event_cursor"), 0);
}

TEST_P(EventDeliveryTest, loses_no_event_that_commits_after_a_younger_one) {
    if (GetParam() == db::Dialect::sqlite) GTEST_SKIP() << "SQLite has one writer";
    Seen subscribed;
    Seen observed;
    auto late = std::make_unique<db::UnitOfWork>(real_units->begin());
    outbox.append(late->session(), {"first number", std::nullopt, "{}"});
    emit({"second number"});
    ASSERT_EQ(read().values<std::string>("SELECT name FROM domain_event"), (Names{"second number"}));

    const auto events = delivery();
    events->subscribe({"s", {}, [&](db::UnitOfWork&, const StoredEvent& event) { subscribed.add(event.name); }});
    std::thread starter([&] { events->start(); });  // waits for the late one, to know where "now" is
    // Somebody waits for the lock.
    ASSERT_TRUE(eventually([&] {
        return read().value<int>("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted") > 0;
    }));
    EXPECT_TRUE(subscribed.names().empty());
    late->commit_technical();
    starter.join();
    EXPECT_TRUE(eventually([&] { return subscribed.names().size() == 2; }));
    EXPECT_EQ(subscribed.names(), (Names{"first number", "second number"}));
}

TEST_P(EventDeliveryTest, loses_no_event_of_many_writers_at_once) {
    constexpr int writers = 4;
    constexpr int each = 25;
    Seen observed;
    std::vector<std::int64_t> order;
    std::atomic<int> handled{0};
    const auto events = delivery();
    events->subscribe({"s", {}, [&](db::UnitOfWork&, const StoredEvent& event) {
                           order.push_back(event.seq);
                           ++handled;
                       }});
    events->observe("o", [&](const StoredEvent& event) { observed.add(event.name); });
    events->start();
    std::vector<std::thread> threads;
    for (int w = 0; w < writers; ++w)
        threads.emplace_back([&, w] {
            for (int i = 0; i < each; ++i) emit({fmt::format("{}-{}", w, i)});
        });
    for (std::thread& thread : threads) thread.join();
    EXPECT_TRUE(eventually([&] { return handled == writers * each && observed.names().size() == writers * each; }));
    events->stop();
    EXPECT_TRUE(std::is_sorted(order.begin(), order.end()));
    const auto names = observed.names();
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(), names.size());
}

TEST_P(EventDeliveryTest, shows_observers_of_every_process_what_happens_from_now_on) {
    emit({"before"});
    const auto other_database = open_another();
    db::UnitsOfWork other_units(*other_database, recorded_audit, outbox);
    Seen here;
    Seen there;
    const auto one = delivery();
    EventDelivery two(other_units, clock, only_when_woken());
    one->observe("broken", [](const StoredEvent&) { throw std::runtime_error("observer"); });
    one->observe("here", [&](const StoredEvent& event) { here.add(event.name); });
    two.observe("there", [&](const StoredEvent& event) { there.add(event.name); });
    one->start();
    two.start();
    const auto start = std::chrono::steady_clock::now();
    emit({"after"});
    EXPECT_TRUE(eventually([&] { return here.names() == Names{"after"} && there.names() == Names{"after"}; }));
    RecordProperty(
        "milliseconds",
        static_cast<int>(
            std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - start).count()));
}

TEST_P(EventDeliveryTest, prunes_only_old_events_that_every_subscriber_has_handled) {
    Seen seen;
    const auto events = delivery();
    events->subscribe({"quick", {}, [&](db::UnitOfWork&, const StoredEvent& event) { seen.add(event.name); }});
    events->start();
    emit({"a", "b"});
    ASSERT_TRUE(eventually([&] { return place_of("quick") > 0; }));
    const auto prune = [&](Timestamp older_than) {
        auto unit = begin();
        const auto count = Outbox::prune(unit.session(), older_than);
        unit.commit_technical();
        return count;
    };
    EXPECT_EQ(prune(clock.now()), 0);
    {
        auto unit = begin();
        unit.session().exec("INSERT INTO event_cursor (subscriber, seq) VALUES ('slow', 0)");
        unit.commit_technical();
    }
    EXPECT_EQ(prune(clock.now().plus_seconds(1)), 0);
    {
        auto unit = begin();
        unit.session().exec("DELETE FROM event_cursor WHERE subscriber = 'slow'");
        unit.commit_technical();
    }
    EXPECT_EQ(prune(clock.now().plus_seconds(1)), 2);
}

}  // namespace
}  // namespace portico::jobs
