// A keyed request is done once, whoever repeats it and wherever (GEN-7).
#include "platform/idempotency/durable_answers.h"

#include <gtest/gtest.h>

#include "core/clock.h"
#include "platform/api/context.h"
#include "platform/db_testing/database_fixture.h"

namespace portico::idempotency {
namespace {

Caller user(const std::string& id, const std::string& account = "account-1") {
    Caller caller;
    caller.kind = CallerKind::user;
    caller.user = UserId::trusted(id);
    caller.account = AccountId::trusted(account);
    return caller;
}

class DurableAnswersTest : public db::DatabaseTest {
protected:
    api::KeyedRequest request(const Caller& caller, const std::string& key = "key-1") const {
        return {caller, key, "POST /grants", &body};
    }
    std::string body = R"({"study":"s"})";
    ManualClock clock;
    crypto::KeyRing keys = crypto::KeyRing::ephemeral();
    const api::SavedAnswer created{201, {{"Location", "/grants/1"}}, R"({"secret":"told once é"})"};
};
PORTICO_ON_BOTH_DATABASES(DurableAnswersTest);

TEST_P(DurableAnswersTest, give_the_same_answer_again_also_on_another_node) {
    DurableAnswers answers(units(), keys, clock);
    ASSERT_FALSE(answers.find(request(user("ann"))).value());
    ASSERT_TRUE(answers.save(request(user("ann")), created));
    DurableAnswers elsewhere(units(), keys, clock);
    const auto again = elsewhere.find(request(user("ann"))).value();
    ASSERT_TRUE(again);
    EXPECT_EQ(again->status, 201);
    EXPECT_EQ(again->headers, created.headers);
    EXPECT_EQ(again->body, created.body);
}

TEST_P(DurableAnswersTest, belong_to_one_caller) {
    DurableAnswers answers(units(), keys, clock);
    ASSERT_FALSE(answers.find(request(user("ann"))).value());
    ASSERT_TRUE(answers.save(request(user("ann")), created));
    EXPECT_FALSE(answers.find(request(user("jan"))).value());
    EXPECT_FALSE(answers.find(request(user("ann", "account-2"))).value());
    Caller key;
    key.kind = CallerKind::api_key;
    key.api_key = ApiKeyId::trusted("ann");
    EXPECT_FALSE(answers.find(request(key)).value());
}

TEST_P(DurableAnswersTest, refuse_a_key_for_another_request_and_while_the_first_is_worked_on) {
    DurableAnswers answers(units(), keys, clock);
    ASSERT_FALSE(answers.find(request(user("ann"))).value());
    EXPECT_TRUE(answers.find(request(user("ann"))).error().is(api::request_errors::idempotency_in_progress));
    body = "{}";
    EXPECT_TRUE(answers.find(request(user("ann"))).error().is(api::request_errors::idempotency_key_reused));
}

TEST_P(DurableAnswersTest, let_a_failed_request_be_tried_again_but_never_lose_an_answer) {
    DurableAnswers answers(units(), keys, clock);
    ASSERT_FALSE(answers.find(request(user("ann"))).value());
    answers.release(request(user("ann")));
    ASSERT_FALSE(answers.find(request(user("ann"))).value());
    ASSERT_TRUE(answers.save(request(user("ann")), created));
    answers.release(request(user("ann")));
    EXPECT_TRUE(answers.find(request(user("ann"))).value());
}

TEST_P(DurableAnswersTest, are_kept_for_a_day) {
    DurableAnswers answers(units(), keys, clock);
    for (const char* key : {"a", "b"}) {
        ASSERT_FALSE(answers.find(request(user("ann"), key)).value());
        ASSERT_TRUE(answers.save(request(user("ann"), key), created));
    }
    clock.advance_seconds(24 * 3600 - 1);
    EXPECT_TRUE(answers.find(request(user("ann"), "a")).value());
    clock.advance_seconds(1);
    EXPECT_FALSE(answers.find(request(user("ann"), "a")).value());
    EXPECT_EQ(answers.forget_old(), 1);
}

TEST_P(DurableAnswersTest, tell_nothing_to_who_reads_the_table) {
    DurableAnswers answers(units(), keys, clock);
    ASSERT_FALSE(answers.find(request(user("ann"))).value());
    ASSERT_TRUE(answers.save(request(user("ann")), created));
    auto session = read();
    const auto [id, asked, answer] =
        session.one<std::string, std::string, std::string>("SELECT id, asked, answer FROM keyed_answer");
    for (const auto& text : {id, asked, answer}) {
        EXPECT_EQ(text.find("key-1"), std::string::npos);
        EXPECT_EQ(text.find("told once"), std::string::npos);
    }
}

}  // namespace
}  // namespace portico::idempotency
