// Jobs: at least once, never twice at a time, tried again, given up (architecture, idea 4; OPS-5).
#include "platform/jobs/workers.h"

#include <gtest/gtest.h>

#include "platform/db/database.h"
#include "platform/db_testing/database_fixture.h"
#include "platform/jobs/detail/job_store.h"

namespace portico::jobs {
namespace {

using db::eventually;

// Only a signal wakes these workers.
WorkerOptions only_when_woken(int threads = 1) {
    WorkerOptions options;
    options.threads = threads;
    options.look_again = std::chrono::hours(1);
    return options;
}

class WorkersTest : public db::DatabaseTest {
protected:
    void enqueue(const Job& job) {
        auto unit = begin();
        queue.enqueue(unit.session(), job);
        unit.commit_technical();
    }
    std::unique_ptr<Workers> workers(std::function<void(RunningJob&)> handler,
                                     WorkerOptions options = only_when_woken()) {
        auto result = std::make_unique<Workers>(units(), clock, options);
        result->handle("test", std::move(handler));
        result->start();
        return result;
    }
    QueueCounts counts() {
        auto session = read();
        return queue.counts(session);
    }
    bool eventually_pending() {
        return eventually([this] { return counts().pending == 1 && counts().running == 0; });
    }
    Timestamp due_at() { return read().value<Timestamp>("SELECT due_at FROM job"); }

    ManualClock clock;
    Queue queue{clock};
};
PORTICO_ON_BOTH_DATABASES(WorkersTest);

TEST_P(WorkersTest, run_a_job_that_was_committed_and_not_one_that_was_rolled_back) {
    std::mutex mutex;
    std::vector<std::string> seen;
    const auto running = workers([&](RunningJob& job) {
        const std::scoped_lock lock(mutex);
        seen.push_back(job.payload());
    });
    {
        auto unit = begin();
        queue.enqueue(unit.session(), {.kind = "test", .payload = "\"lost\""});
    }
    enqueue({.kind = "test", .payload = "\"kept\""});
    EXPECT_TRUE(eventually([&] {
        const std::scoped_lock lock(mutex);
        return !seen.empty();
    }));
    EXPECT_TRUE(eventually([&] { return counts().running == 0; }));
    EXPECT_EQ(seen, (std::vector<std::string>{"\"kept\""}));
    EXPECT_EQ(read().value<int>("SELECT count(*) FROM job"), 0);
}

TEST_P(WorkersTest, leave_jobs_of_other_kinds_and_queues_alone) {
    std::atomic<int> ran{0};
    const auto running = workers([&](RunningJob&) { ++ran; });
    enqueue({.kind = "unknown"});
    enqueue({.kind = "test", .queue = "other"});
    enqueue({.kind = "test"});
    EXPECT_TRUE(eventually([&] { return ran == 1 && counts().running == 0; }));
    EXPECT_EQ(counts().pending, 2);
}

TEST_P(WorkersTest, run_a_job_when_its_time_has_come) {
    std::atomic<int> ran{0};
    const auto running = workers([&](RunningJob&) { ++ran; });
    enqueue({.kind = "test", .run_at = clock.now().plus_seconds(60)});
    enqueue({.kind = "test"});
    EXPECT_TRUE(eventually([&] { return ran == 1 && counts().running == 0; }));
    EXPECT_EQ(counts().pending, 1);
    clock.advance_seconds(60);
    running->wake();
    EXPECT_TRUE(eventually([&] { return ran == 2; }));
}

TEST_P(WorkersTest, keep_one_waiting_job_of_a_key) {
    const auto later = clock.now().plus_seconds(60);
    enqueue({.kind = "test", .dedupe_key = "study", .run_at = clock.now()});
    enqueue({.kind = "test", .dedupe_key = "study", .on_duplicate = OnDuplicate::keep, .run_at = later});
    EXPECT_EQ(counts().pending, 1);
    EXPECT_EQ(due_at(), clock.now());
    enqueue({.kind = "test", .dedupe_key = "study", .on_duplicate = OnDuplicate::reschedule, .run_at = later});
    EXPECT_EQ(counts().pending, 1);
    EXPECT_EQ(due_at(), later);
    enqueue({.kind = "other", .dedupe_key = "study"});
    enqueue({.kind = "test", .dedupe_key = "another"});
    EXPECT_EQ(counts().pending, 3);
}

TEST_P(WorkersTest, take_a_new_job_of_a_key_while_the_old_one_runs_and_merge_them_after_a_failure) {
    std::atomic<int> ran{0};
    const auto running = workers([&](RunningJob&) {
        if (++ran == 1) {
            enqueue({.kind = "test", .dedupe_key = "k", .run_at = clock.now().plus_seconds(100)});
            throw std::runtime_error("first try");
        }
    });
    enqueue({.kind = "test", .dedupe_key = "k"});
    EXPECT_TRUE(eventually([&] { return ran == 1 && eventually_pending(); }));
    EXPECT_EQ(due_at(), clock.now().plus_seconds(100));
}

TEST_P(WorkersTest, try_a_failed_job_again_with_growing_pauses_and_then_give_it_up) {
    std::atomic<int> ran{0};
    auto options = only_when_woken();
    options.max_attempts = 3;
    options.first_retry_seconds = 5;
    const auto running = workers(
        [&](RunningJob& job) {
            ++ran;
            EXPECT_EQ(job.attempt(), ran);
            EXPECT_EQ(job.last_attempt(), ran == 3);
            throw std::runtime_error("broken \xFF");
        },
        options);
    enqueue({.kind = "test", .payload = "7"});
    ASSERT_TRUE(eventually([&] { return ran == 1 && eventually_pending(); }));
    EXPECT_EQ(due_at(), clock.now().plus_seconds(5));
    clock.advance_seconds(5);
    running->wake();
    ASSERT_TRUE(eventually([&] { return ran == 2 && eventually_pending(); }));
    EXPECT_EQ(due_at(), clock.now().plus_seconds(10));
    clock.advance_seconds(10);
    running->wake();
    ASSERT_TRUE(eventually([&] { return counts().dead == 1; }));
    auto session = read();
    const auto dead = queue.dead(session, 10);
    ASSERT_EQ(dead.size(), 1U);
    EXPECT_EQ(dead[0].payload, "7");
    EXPECT_EQ(dead[0].attempts, 3);
    EXPECT_EQ(dead[0].last_error, "broken ?");
}

TEST_P(WorkersTest, give_a_dead_job_another_chance_when_told) {
    std::atomic<int> ran{0};
    const auto running = workers([&](RunningJob&) {
        if (++ran == 1) throw GiveUp("of no use");
    });
    enqueue({.kind = "test", .dedupe_key = "k"});
    ASSERT_TRUE(eventually([&] { return counts().dead == 1; }));
    EXPECT_EQ(ran, 1);
    auto session = read();
    const auto id = queue.dead(session, 1).at(0).id;
    auto unit = begin();
    EXPECT_TRUE(queue.retry_dead(unit.session(), id));
    EXPECT_FALSE(queue.retry_dead(unit.session(), id));
    unit.commit_technical();
    EXPECT_TRUE(eventually([&] { return ran == 2 && counts().running == 0; }));
    EXPECT_EQ(counts().dead, 0);
}

TEST_P(WorkersTest, run_a_job_again_whose_node_died_and_not_before_its_lease_ended) {  // OPS-5
    enqueue({.kind = "test"});
    const JobStore store("default", {"test"});
    std::optional<ClaimedJob> dead_node;
    {
        auto unit = begin();
        dead_node = store.claim(unit.session(), clock.now(), clock.now().plus_seconds(60), "dead-node");
        unit.commit_technical();
    }
    ASSERT_TRUE(dead_node);
    std::atomic<int> ran{0};
    const auto running = workers([&](RunningJob& job) {
        EXPECT_EQ(job.attempt(), 2);
        ++ran;
    });
    enqueue({.kind = "test", .payload = "after", .run_at = clock.now().plus_seconds(59)});
    clock.advance_seconds(59);
    {
        auto unit = begin();
        const auto other = store.claim(unit.session(), clock.now(), clock.now().plus_seconds(60), "x");
        ASSERT_TRUE(other);  // the younger one: the first is still leased
        EXPECT_EQ(other->payload, "after");
        EXPECT_TRUE(JobStore::complete(unit.session(), *other));
        unit.commit_technical();
    }
    EXPECT_EQ(ran, 0);
    clock.advance_seconds(1);
    running->wake();
    EXPECT_TRUE(eventually([&] { return ran == 1 && counts().running == 0; }));
    // The dead node comes back: too late.
    auto unit = begin();
    EXPECT_FALSE(JobStore::complete(unit.session(), *dead_node));
    EXPECT_FALSE(JobStore::put_back(unit.session(), *dead_node, clock.now(), ""));
    EXPECT_FALSE(JobStore::bury(unit.session(), *dead_node, ""));
}

TEST_P(WorkersTest, renew_the_lease_of_a_job_that_takes_long) {
    std::atomic<int> ran{0};
    std::atomic<bool> go_on{false};
    auto options = only_when_woken();
    options.heartbeat = std::chrono::milliseconds(2);
    const auto handler = [&](RunningJob&) {
        ++ran;
        EXPECT_TRUE(eventually([&] { return go_on.load(); }));
    };
    const auto first = workers(handler, options);
    enqueue({.kind = "test"});
    ASSERT_TRUE(eventually([&] { return ran == 1; }));
    for (int i = 0; i < 3; ++i) {
        clock.advance_seconds(40);
        ASSERT_TRUE(eventually([&] { return due_at() == clock.now().plus_seconds(60); }));
    }
    const auto second = workers(handler, options);
    second->wake();
    go_on = true;
    EXPECT_TRUE(eventually([&] { return counts().running == 0; }));
    EXPECT_EQ(ran, 1);
}

TEST_P(WorkersTest, bury_a_job_whose_last_try_did_not_end) {
    enqueue({.kind = "test"});
    {
        auto unit = begin();
        unit.session().exec("UPDATE job SET attempts = 10, state = 'running', lease = 'gone', due_at = ?", clock.now());
        unit.commit_technical();
    }
    std::atomic<int> ran{0};
    const auto running = workers([&](RunningJob&) { ++ran; });
    running->wake();
    EXPECT_TRUE(eventually([&] { return counts().dead == 1; }));
    EXPECT_EQ(ran, 0);
}

TEST_P(WorkersTest, never_run_a_job_twice_at_a_time_with_four_threads_on_two_nodes) {  // OPS-5
    constexpr int jobs = 60;
    const auto other_node = open_another();
    db::UnitsOfWork other_units(*other_node, recorded_audit, recorded_events);
    std::mutex mutex;
    std::map<std::string, int> runs;
    const auto handler = [&](RunningJob& job) {
        const std::scoped_lock lock(mutex);
        ++runs[job.payload()];
    };
    Workers other(other_units, clock, only_when_woken(2));
    other.handle("test", handler);
    other.start();
    const auto running = workers(handler, only_when_woken(2));
    for (int i = 0; i < jobs; i += 3) {
        auto unit = begin();
        for (int k = 0; k < 3; ++k) queue.enqueue(unit.session(), {.kind = "test", .payload = std::to_string(i + k)});
        unit.commit_technical();
    }
    EXPECT_TRUE(eventually([&] { return counts().pending == 0 && counts().running == 0; }));
    EXPECT_EQ(runs.size(), static_cast<std::size_t>(jobs));
    for (const auto& [payload, count] : runs) EXPECT_EQ(count, 1) << payload;
}

TEST_P(WorkersTest, wake_when_another_process_enqueues) {
    std::atomic<int> ran{0};
    const auto running = workers([&](RunningJob&) { ++ran; });
    const auto command_line = open_another();
    db::UnitsOfWork other_units(*command_line, recorded_audit, recorded_events);
    auto unit = other_units.begin();
    queue.enqueue(unit.session(), {.kind = "test"});
    unit.commit_technical();
    EXPECT_TRUE(eventually([&] { return ran == 1; }));
}

TEST_P(WorkersTest, end_a_job_in_the_transaction_of_its_effect) {
    std::atomic<int> ran{0};
    const auto running = workers([&](RunningJob& job) {
        auto unit = begin();
        unit.session().exec("INSERT INTO setting (key, value) VALUES ('effect', '')");
        job.complete_in(unit);
        if (++ran == 1) throw std::runtime_error("before the commit");
        unit.commit_technical();
    });
    enqueue({.kind = "test"});
    ASSERT_TRUE(eventually([&] { return ran == 1 && eventually_pending(); }));
    EXPECT_EQ(read().value<int>("SELECT count(*) FROM setting"), 0);
    clock.advance_seconds(10);
    running->wake();
    EXPECT_TRUE(eventually([&] { return counts().pending == 0 && counts().running == 0; }));
    EXPECT_EQ(read().value<int>("SELECT count(*) FROM setting"), 1);
}

TEST_P(WorkersTest, run_scheduled_work_on_one_node_at_a_time) {  // OPS-5
    const auto other_node = open_another();
    db::UnitsOfWork other_units(*other_node, recorded_audit, recorded_events);
    std::atomic<int> ran{0};
    Workers one(units(), clock, only_when_woken());
    Workers two(other_units, clock, only_when_woken());
    for (Workers* node : {&one, &two}) {
        node->every("tick", 10, [&] { ++ran; });
        node->start();
    }
    const auto settled = [&] {
        return read().value<int>("SELECT count(*) FROM schedule WHERE lease IS NULL AND next_at > ?", clock.now()) == 1;
    };
    for (int round = 1; round <= 3; ++round) {
        if (round > 1) clock.advance_seconds(10);
        one.wake();
        two.wake();
        ASSERT_TRUE(eventually([&] { return ran == round && settled(); }));
    }
    one.stop();
    two.stop();
    EXPECT_EQ(ran, 3);
}

TEST_P(WorkersTest, do_not_write_for_scheduled_work_that_is_not_wanted) {
    std::atomic<int> asked{0};
    std::atomic<int> ran{0};
    Workers node(units(), clock, only_when_woken());
    node.every(
        "tick", 10, [&] { ++ran; }, [&](db::Session& session) { return ++asked > session.value<int>("SELECT 1"); });
    node.start();
    ASSERT_TRUE(eventually([&] { return asked == 1; }));
    EXPECT_EQ(read().value<int>("SELECT next_at FROM schedule"), 0);
    clock.advance_seconds(10);
    node.wake();
    EXPECT_TRUE(eventually([&] { return ran == 1; }));
}

TEST(RetryDelay, doubles_up_to_the_longest) {
    EXPECT_EQ(retry_delay_seconds(1, 5, 3600), 5);
    EXPECT_EQ(retry_delay_seconds(2, 5, 3600), 10);
    EXPECT_EQ(retry_delay_seconds(10, 5, 3600), 2560);
    EXPECT_EQ(retry_delay_seconds(1000, 5, 3600), 3600);
}

}  // namespace
}  // namespace portico::jobs
