// What is fetched by schedule (STU-4).
#include <gtest/gtest.h>

#include "features/nodes/pulling_test.h"

namespace portico::nodes {
namespace {

class PullRulesTest : public PullingTest {
protected:
    NewPullRule wanted() const {
        NewPullRule rule;
        rule.name = "Nightly";
        rule.source = source();
        rule.last_days = 3650;
        rule.every_minutes = 5;
        return rule;
    }
    PullRule now(const PullRuleId& id) { return rules->find(manager(north), id).value(); }
    std::int64_t jobs() { return count("SELECT count(*) FROM job WHERE kind = 'nodes.run_pull_rule'"); }
};
PORTICO_ON_BOTH_DATABASES(PullRulesTest);

TEST_P(PullRulesTest, a_rule_asks_for_what_is_not_here_and_for_what_is_more_there) {
    put("2.25.81", 2);
    put("2.25.82", 1);
    put("2.25.83", 2);
    receive(north, {remote["2.25.82"].front(), remote["2.25.83"].front()});
    const auto rule = rules->add(manager(north), wanted());
    ASSERT_TRUE(rule);
    rules->run(north, rule->id, "job-1");
    EXPECT_EQ(now(rule->id).last_found, 3);
    EXPECT_EQ(now(rule->id).last_pulled, 2);
    // They are under way: not asked for again.
    rules->run(north, rule->id, "job-2");
    EXPECT_EQ(now(rule->id).last_pulled, 0);
    EXPECT_EQ(count("SELECT count(*) FROM pull WHERE reason = 'rule'"), 2);
    workers->start();
    for (const auto& pull : pulls->list(staff(north), {}, 10)) EXPECT_EQ(settled(pull.id).state, PullState::done);
    rules->run(north, rule->id, "job-3");
    EXPECT_EQ(now(rule->id).last_pulled, 0);
}

TEST_P(PullRulesTest, what_cannot_be_had_whole_is_not_asked_for_for_ever) {
    put("2.25.84", 1);
    put("2.25.85", 1);
    remote["2.25.84"].push_back(remote["2.25.85"].front());
    remote.erase("2.25.85");
    const auto rule = rules->add(manager(north), wanted());
    rules->run(north, rule->id, "job-1");
    workers->start();
    EXPECT_EQ(settled(pulls->list(staff(north), {}, 1).front().id).state, PullState::incomplete);
    rules->run(north, rule->id, "job-2");
    EXPECT_EQ(now(rule->id).last_pulled, 0);
    put("2.25.84", 3);
    rules->run(north, rule->id, "job-3");
    EXPECT_EQ(now(rule->id).last_pulled, 1);
}

TEST_P(PullRulesTest, a_rule_that_is_due_gets_one_job_and_its_next_time) {
    const auto rule = rules->add(manager(north), wanted());
    ASSERT_TRUE(rule);
    rules->enqueue_due();
    rules->enqueue_due();
    EXPECT_EQ(jobs(), 1);
    EXPECT_EQ(now(rule->id).next_run_at, clock.now().plus_seconds(300));
    clock.advance_seconds(301);
    rules->enqueue_due();
    EXPECT_EQ(jobs(), 1);  // it waits already
    auto off = wanted();
    off.enabled = false;
    ASSERT_TRUE(rules->change(manager(north), rule->id, 1, off));
    change("DELETE FROM job");
    clock.advance_seconds(3000);
    rules->enqueue_due();
    EXPECT_EQ(jobs(), 0);
    ASSERT_TRUE(rules->run_now(manager(north), rule->id));
    EXPECT_EQ(jobs(), 1);
}

TEST_P(PullRulesTest, a_run_is_held_by_one_job_until_it_is_believed_dead) {
    put("2.25.86", 1);
    const auto rule = rules->add(manager(north), wanted());
    change("UPDATE pull_rule SET running_job = 'other', running_until = " +
           std::to_string(clock.now().plus_seconds(60).milliseconds));
    rules->run(north, rule->id, "job-1");
    EXPECT_EQ(searches, 0);
    rules->run(north, rule->id, "other");  // the same job, tried again
    EXPECT_EQ(searches, 1);
    change("UPDATE pull_rule SET running_job = 'other', running_until = " + std::to_string(clock.now().milliseconds));
    clock.advance_seconds(1);
    rules->run(north, rule->id, "job-1");
    EXPECT_EQ(searches, 2);
}

TEST_P(PullRulesTest, a_source_that_fails_is_told_and_rules_belong_to_their_department) {  // GEN-2
    const auto rule = rules->add(manager(north), wanted());
    EXPECT_TRUE(rules->list(manager(south)).empty());
    EXPECT_TRUE(rules->find(manager(south), rule->id).error().is(portico::errors::not_found));
    EXPECT_TRUE(rules->change(manager(south), rule->id, 1, wanted()).error().is(portico::errors::not_found));
    EXPECT_TRUE(rules->remove(manager(south), rule->id).error().is(portico::errors::not_found));
    EXPECT_TRUE(rules->run_now(manager(south), rule->id).error().is(portico::errors::not_found));
    EXPECT_TRUE(rules->add(manager(south), wanted()).error().is(portico::errors::invalid_input));
    auto server_off = at_source("Elsewhere");
    server_off.enabled = false;
    ASSERT_TRUE(servers->change(manager(north), server.id, 1, server_off));
    rules->run(north, rule->id, "job-1");
    EXPECT_EQ(now(rule->id).last_problem, errors::source_gone.code);
    ASSERT_TRUE(servers->remove(manager(north), server.id));
    EXPECT_TRUE(rules->find(manager(north), rule->id).error().is(portico::errors::not_found));
}

}  // namespace
}  // namespace portico::nodes
