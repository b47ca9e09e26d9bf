// C-FIND as a user, against our own listener (STU-4).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/dimse/find_requestor.h"
#include "platform/dimse/requestor.h"
#include "platform/dimse/test_archive.h"

namespace portico::dimse {
namespace {

class Asking : public WithArchive {
protected:
    std::unique_ptr<FindRequestor> asker(const CallOptions& options = {}, QueryRoot root = QueryRoot::study) {
        auto connected = FindRequestor::connect({"127.0.0.1", listener_->port(), "PORTICO", "ASKER"}, root, options);
        return connected ? std::move(*connected) : nullptr;
    }
    // Keeps the matches.
    FindRequestor::Take keep() {
        return [this](std::string_view identifier) {
            found_.emplace_back(identifier);
            return true;
        };
    }
    std::vector<std::string> found_;
};

TEST_F(Asking, gets_every_match_of_one_query_after_the_other) {  // STU-4
    for (const auto root : {QueryRoot::study, QueryRoot::patient}) {
        found_.clear();
        const auto asker = this->asker({}, root);
        ASSERT_TRUE(asker);
        EXPECT_EQ(asker->transfer_syntax(), "1.2.840.10008.1.2.1");
        const auto first = asker->find("identifier", {}, keep());
        ASSERT_TRUE(first) << first.error().detail();
        EXPECT_TRUE(first->complete);
        EXPECT_TRUE(first->all_keys_supported);
        EXPECT_EQ(first->answers, 3U);
        ASSERT_EQ(found_.size(), 3U);
        EXPECT_EQ(found_[2], data_element(0x0010, 0x0010, "Name2"));

        const auto refused = asker->find("REFUSE", {}, keep());
        EXPECT_TRUE(refused.error().is(errors::peer_refused));
        EXPECT_EQ(refused.error().detail(), "status 0124");
        EXPECT_EQ(asker->find("identifier", {}, keep())->answers, 3U);
        asker->release();
        EXPECT_TRUE(asker->find("identifier", {}, keep()).error().is(errors::peer_failed));
    }
    listener_->stop(std::chrono::seconds(5));
}

TEST_F(Asking, cancels_what_is_more_than_wanted_and_can_ask_again) {  // STU-4
    archive_.matches = 1'000'000;
    const auto asker = this->asker();
    ASSERT_TRUE(asker);
    const auto limited = asker->find("identifier", {.most_answers = 5}, keep());
    ASSERT_TRUE(limited) << limited.error().detail();
    EXPECT_EQ(limited->answers, 5U);
    EXPECT_EQ(found_.size(), 5U);
    EXPECT_FALSE(limited->complete);
    const auto one = asker->find("identifier", {}, [](auto) { return false; });
    ASSERT_TRUE(one) << one.error().detail();
    EXPECT_EQ(one->answers, 1U);
    EXPECT_FALSE(one->complete);
    EXPECT_LT(archive_.asked, 1'000'000);

    archive_.matches = 5;  // just as many as are taken
    EXPECT_TRUE(asker->find("identifier", {.most_answers = 5}, keep())->complete);
    asker->release();
}

TEST_F(Asking, cancels_when_nobody_wants_it_any_more) {  // STU-4, GEN-5
    archive_.matches = 100'000'000;
    const auto asker = this->asker();
    ASSERT_TRUE(asker);
    bool wanted = true;
    FindLimits limits{.most_answers = 100'000'000};
    limits.request.wanted = [&] { return wanted; };
    const auto began = std::chrono::steady_clock::now();
    const auto outcome = asker->find("identifier", limits, [&](auto) {
        wanted = false;
        return true;
    });
    ASSERT_TRUE(outcome) << outcome.error().detail();
    EXPECT_FALSE(outcome->complete);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));
    archive_.matches = 3;
    EXPECT_TRUE(asker->find("identifier", {}, keep())->complete);
}

TEST_F(Asking, ends_at_once_when_the_call_is_stopped) {  // STU-4, GEN-5
    archive_.matches = 100'000'000;
    bool goes_on = true;
    CallOptions options;
    options.goes_on = [&] { return goes_on; };
    const auto asker = this->asker(options);
    ASSERT_TRUE(asker);
    const auto outcome = asker->find("identifier", {.most_answers = 100'000'000}, [&](auto) {
        goes_on = false;
        return true;
    });
    ASSERT_FALSE(outcome);
    EXPECT_TRUE(outcome.error().is(errors::peer_failed));
}

TEST(Asked, tells_why_a_node_cannot_be_asked) {  // STU-4
    OnePair policy;
    MemoryService store;
    ListenerOptions options;
    options.address = "127.0.0.1";
    Listener listener(options, policy, store);
    ASSERT_TRUE(listener.start());
    const auto error = [](const Peer& peer) {
        return FindRequestor::connect(peer, QueryRoot::study, {}).error().kind().code;
    };
    EXPECT_EQ(error({"127.0.0.1", 1, "PORTICO", "ASKER"}), errors::peer_unreachable.code);
    EXPECT_EQ(error({"127.0.0.1", listener.port(), "PORTICO", "UNKNOWN"}), errors::peer_rejected.code);
    EXPECT_EQ(error({"127.0.0.1", listener.port(), "PORTICO", "ASKER"}), errors::peer_unsupported.code);
}

}  // namespace
}  // namespace portico::dimse
