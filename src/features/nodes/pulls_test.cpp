// Fetching studies from another archive, and what stays of it (STU-4).
#include <gtest/gtest.h>

#include "features/nodes/pulling_test.h"

namespace portico::nodes {
namespace {

class PullsTest : public PullingTest {};
PORTICO_ON_BOTH_DATABASES(PullsTest);

TEST_P(PullsTest, a_study_is_fetched_by_its_job_with_entries_in_the_trail) {  // STU-4, AUD-1
    put("2.25.71", 10);
    const auto made = pulls->request(staff(north), source(), {"2.25.71"}, PullReason::request);
    ASSERT_TRUE(made) << made.error().detail();
    ASSERT_EQ(made->size(), 1U);
    // While it is under way it is the same pull.
    EXPECT_EQ(pulls->request(staff(north), source(), {"2.25.71"}, PullReason::request)->front().id, made->front().id);
    workers->start();
    const auto done = settled(made->front().id);
    EXPECT_EQ(done.state, PullState::done) << done.problem;
    EXPECT_EQ(done.total, 10);
    EXPECT_EQ(done.received, 10);
    ASSERT_TRUE(done.study);
    EXPECT_EQ(count("SELECT count(*) FROM instance"), 10);
    EXPECT_EQ(count("SELECT count(*) FROM instance WHERE received_from = 'Elsewhere'"), 10);
    EXPECT_EQ(count("SELECT count(*) FROM audit_entry WHERE event = 'study.pull_requested'"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM audit_entry WHERE event = 'study.pulled'"), 1);
    EXPECT_EQ(staged_files(), 0);
}

TEST_P(PullsTest, what_is_not_there_or_no_uid_is_told_apart) {
    EXPECT_TRUE(pulls->request(staff(north), source(), {"1.2/../3"}, PullReason::request)
                    .error()
                    .is(portico::errors::invalid_input));
    EXPECT_TRUE(pulls->request(staff(north), SourceId::trusted("nobody"), {"1.2"}, PullReason::request)
                    .error()
                    .is(portico::errors::not_found));
    const auto made = pulls->request(staff(north), source(), {"2.25.72"}, PullReason::request);
    ASSERT_TRUE(made);
    workers->start();
    const auto ended = settled(made->front().id);
    EXPECT_EQ(ended.state, PullState::failed);
    EXPECT_EQ(ended.problem, errors::study_not_at_source.code);
    EXPECT_TRUE(pulls->cancel(staff(north), ended.id).error().is(errors::pull_settled));
    put("2.25.72", 1);
    ASSERT_TRUE(pulls->retry(staff(north), ended.id));
    EXPECT_EQ(settled(ended.id).state, PullState::done);
}

TEST_P(PullsTest, objects_of_another_study_are_refused) {
    put("2.25.73", 2);
    put("2.25.74", 1);
    remote["2.25.73"].push_back(remote["2.25.74"].front());
    const auto made = pulls->request(staff(north), source(), {"2.25.73"}, PullReason::request);
    workers->start();
    const auto ended = settled(made->front().id);
    EXPECT_EQ(ended.state, PullState::incomplete);
    EXPECT_EQ(ended.problem, "object_of_another_study");
    EXPECT_EQ(count("SELECT count(*) FROM study"), 1);
    EXPECT_EQ(staged_files(), 0);
}

TEST_P(PullsTest, another_department_neither_sees_nor_reaches_them) {  // GEN-2
    const auto made = pulls->request(staff(north), source(), {"2.25.75"}, PullReason::request);
    ASSERT_TRUE(made);
    const auto id = made->front().id;
    EXPECT_TRUE(pulls->list(staff(south), {}, 10).empty());
    EXPECT_TRUE(sources->list(staff(south)).empty());
    EXPECT_TRUE(pulls->request(staff(south), source(), {"2.25.75"}, PullReason::request)
                    .error()
                    .is(portico::errors::not_found));
    EXPECT_TRUE(pulls->cancel(staff(south), id).error().is(portico::errors::not_found));
    EXPECT_TRUE(pulls->retry(staff(south), id).error().is(portico::errors::not_found));
    RemoteQuery query;
    query.patient_id = "X";
    EXPECT_TRUE(sources->search(staff(south), source(), query).error().is(portico::errors::not_found));
    EXPECT_EQ(searches, 0);
    EXPECT_EQ(pulls->cancel(staff(north), id)->state, PullState::cancelled);
}

TEST_P(PullsTest, a_search_says_what_is_here_and_keeps_nothing) {  // STU-4, SEC-10
    put("2.25.76", 3);
    receive_one(north, remote["2.25.76"].front());
    RemoteQuery query;
    EXPECT_TRUE(sources->search(staff(north), source(), query).error().is(portico::errors::invalid_input));
    query.patient_id = "P-2.25.76";
    const auto found = sources->search(staff(north), source(), query);
    ASSERT_TRUE(found) << found.error().detail();
    ASSERT_EQ(found->items.size(), 1U);
    EXPECT_EQ(found->items[0].instances, 3);
    EXPECT_EQ(found->items[0].here, 1);
    EXPECT_EQ(count("SELECT count(*) FROM pull"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM audit_entry WHERE event = 'study.remote_searched'"), 1);
}

TEST_P(PullsTest, a_secret_is_sealed_and_belongs_to_its_origin) {  // S23, S31
    auto wanted = at_source("Guarded");
    wanted.authorization = web_client::Authorization::bearer;
    EXPECT_TRUE(servers->add(manager(north), wanted).error().is(portico::errors::invalid_input));
    wanted.secret = "token-4711";
    const auto added = servers->add(manager(north), wanted);
    ASSERT_TRUE(added);
    EXPECT_TRUE(added->has_secret);
    EXPECT_EQ(count("SELECT count(*) FROM dicomweb_server WHERE secret LIKE '%4711%'"), 0);
    EXPECT_TRUE(servers->add(manager(north), wanted).error().is(errors::server_name_taken));
    wanted.secret.reset();
    wanted.url += "/deeper";
    ASSERT_TRUE(servers->change(manager(north), added->id, 1, wanted));
    wanted.url = "http://pacs.example/";
    EXPECT_TRUE(servers->change(manager(north), added->id, 2, wanted).error().is(portico::errors::invalid_input));
    wanted.secret = "another";
    EXPECT_TRUE(servers->change(manager(north), added->id, 1, wanted).error().is(portico::errors::conflict));
    EXPECT_TRUE(servers->change(manager(south), added->id, 2, wanted).error().is(portico::errors::not_found));
    EXPECT_TRUE(servers->remove(manager(south), added->id).error().is(portico::errors::not_found));
    ASSERT_TRUE(servers->remove(manager(north), added->id));
}

}  // namespace
}  // namespace portico::nodes
