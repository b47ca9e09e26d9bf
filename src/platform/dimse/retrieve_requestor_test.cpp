// C-MOVE and C-GET as a user, against our own listener (STU-4).
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/dimse/requestor.h"
#include "platform/dimse/retrieve_requestor.h"
#include "platform/dimse/test_archive.h"

namespace portico::dimse {
namespace {

const std::string tenant = "tenant";

class Fetching : public WithArchive {
protected:
    Peer node() const { return {"127.0.0.1", listener_->port(), "PORTICO", "FETCHER"}; }
    std::unique_ptr<MoveRequestor> mover() {
        auto connected = MoveRequestor::connect(node(), QueryRoot::study, {});
        return connected ? std::move(*connected) : nullptr;
    }
    std::unique_ptr<GetRequestor> getter() {
        const std::vector<std::string> classes{ct_image};
        auto connected = GetRequestor::connect(node(), QueryRoot::study, storage_contexts(classes), {});
        return connected ? std::move(*connected) : nullptr;
    }
    GetTarget target() { return {.service = fetched_, .context = tenant}; }
    // Keeps how far it was.
    OnProgress watch() {
        return [this](const RetrieveProgress& progress) { seen_.push_back(progress); };
    }
    void many_objects() { archive_.objects.resize(20'000, archive_.objects[0]); }
    std::vector<RetrieveProgress> seen_;
    MemoryService fetched_;
};

TEST_F(Fetching, lets_objects_be_moved_to_a_third_listener_and_sees_how_far_it_is) {  // STU-4
    start_destination();
    const auto mover = this->mover();
    ASSERT_TRUE(mover);
    const auto outcome = mover->move("identifier", "TARGET", {}, watch());
    ASSERT_TRUE(outcome) << outcome.error().detail();
    EXPECT_EQ(outcome->status, status_success);
    EXPECT_EQ(outcome->last.counts.completed, 4U);
    EXPECT_FALSE(outcome->cancelled);
    ASSERT_EQ(seen_.size(), 4U);
    EXPECT_EQ(seen_[0].remaining, 3U);
    EXPECT_EQ(seen_[0].counts.completed, 1U);
    EXPECT_EQ(received_.memory.stored().size(), 4U);

    EXPECT_TRUE(mover->move("identifier", "OTHERS", {}, {}).error().is(errors::peer_knows_no_destination));
    archive_.unreadable = {2};
    const auto partial = mover->move("identifier", "TARGET", {}, {});
    ASSERT_TRUE(partial) << partial.error().detail();
    EXPECT_EQ(partial->status, status_some_sub_operations_failed);
    EXPECT_EQ(partial->last.counts.failed, 1U);
    EXPECT_THAT(partial->failed, testing::HasSubstr("1.2.3.3"));
    destination_.reset();
    const auto nothing = mover->move("identifier", "TARGET", {}, {});
    ASSERT_TRUE(nothing) << nothing.error().detail();
    EXPECT_EQ(nothing->status, status_sub_operations_failed);
    EXPECT_EQ(nothing->last.counts.failed, 4U);
    mover->release();
}

TEST_F(Fetching, cancels_a_move_that_is_no_longer_wanted) {  // STU-4
    start_destination();
    many_objects();
    const auto mover = this->mover();
    ASSERT_TRUE(mover);
    RequestLimits limits;
    limits.wanted = [&] { return seen_.empty(); };
    const auto outcome = mover->move("identifier", "TARGET", limits, watch());
    ASSERT_TRUE(outcome) << outcome.error().detail();
    EXPECT_TRUE(outcome->cancelled);
    EXPECT_EQ(outcome->status, status_cancelled);
    EXPECT_LT(outcome->last.counts.completed, 20'000U);
    archive_.objects.resize(2);
    EXPECT_EQ(mover->move("identifier", "TARGET", {}, {})->status, status_success);
}

TEST_F(Fetching, gets_objects_byte_for_byte_over_its_own_association) {  // STU-4
    const auto getter = this->getter();
    ASSERT_TRUE(getter);
    const auto outcome = getter->get("identifier", target(), {}, watch());
    ASSERT_TRUE(outcome) << outcome.error().detail();
    EXPECT_EQ(outcome->node.status, status_success);
    EXPECT_EQ(outcome->node.last.counts.completed, 4U);
    EXPECT_EQ(outcome->received, 4U);
    EXPECT_EQ(seen_.size(), 4U);
    const auto stored = fetched_.stored();
    ASSERT_EQ(stored.size(), 4U);
    EXPECT_EQ(stored[3].header.sop_class, ct_image);
    EXPECT_EQ(stored[3].header.sop_instance, "1.2.3.4");
    EXPECT_EQ(stored[3].header.transfer_syntax, implicit_little);
    EXPECT_EQ(stored[3].calling_ae, tenant);
    EXPECT_EQ(stored[3].file.substr(128, 4), "DICM");
    EXPECT_THAT(stored[3].file, testing::HasSubstr("PORTICO"));  // where it came from
    EXPECT_TRUE(stored[3].file.ends_with(object_text("1.2.3.4")));
    getter->release();
}

TEST_F(Fetching, answers_each_object_with_what_the_service_says) {  // STU-4, GEN-3
    fetched_.on_begin = [](const IncomingHeader& header) -> Result<void> {
        if (header.sop_instance == "1.2.3.2") return fail(portico::errors::forbidden, "for the log");
        if (header.sop_instance == "1.2.3.3") throw std::runtime_error("broken");
        return {};
    };
    std::vector<std::string> problems;
    auto target = this->target();
    target.on_problem = [&](const std::string& detail) { problems.push_back(detail); };
    const auto getter = this->getter();
    ASSERT_TRUE(getter);
    const auto outcome = getter->get("identifier", target, {}, {});
    ASSERT_TRUE(outcome) << outcome.error().detail();
    EXPECT_EQ(outcome->node.status, status_some_sub_operations_failed);
    EXPECT_EQ(outcome->node.last.counts.failed, 2U);
    EXPECT_EQ(outcome->received, 2U);
    EXPECT_EQ(outcome->refused, 2U);
    EXPECT_EQ(problems, (std::vector<std::string>{"forbidden: for the log", "broken"}));

    target.max_object_bytes = 1000;
    const auto large = getter->get("identifier", target, {}, {});
    ASSERT_TRUE(large) << large.error().detail();
    EXPECT_EQ(large->node.status, status_sub_operations_failed);
    EXPECT_EQ(large->received, 0U);
    EXPECT_EQ(fetched_.stored().size(), 2U);
}

TEST_F(Fetching, cancels_a_get_at_its_limits_and_when_it_is_no_longer_wanted) {  // STU-4
    many_objects();
    const auto getter = this->getter();
    ASSERT_TRUE(getter);
    auto target = this->target();
    target.most_objects = 3;
    const auto limited = getter->get("identifier", target, {}, {});
    ASSERT_TRUE(limited) << limited.error().detail();
    EXPECT_TRUE(limited->node.cancelled);
    EXPECT_EQ(limited->received, 3U);
    EXPECT_EQ(fetched_.stored().size(), 3U);

    RequestLimits limits;
    limits.wanted = [&] { return seen_.empty(); };
    const auto stopped = getter->get("identifier", this->target(), limits, watch());
    ASSERT_TRUE(stopped) << stopped.error().detail();
    EXPECT_TRUE(stopped->node.cancelled);
    EXPECT_EQ(stopped->node.status, status_cancelled);
    EXPECT_LT(stopped->received, 20'000U);
}

TEST_F(Fetching, keeps_what_came_whole_when_the_association_breaks) {  // STU-4
    archive_.breaking = {1};
    const auto getter = this->getter();
    ASSERT_TRUE(getter);
    const auto outcome = getter->get("identifier", target(), {}, {});
    ASSERT_FALSE(outcome);
    EXPECT_TRUE(outcome.error().is(errors::peer_failed));
    fetched_.await_open(0);
    EXPECT_EQ(fetched_.stored().size(), 1U);
}

TEST_F(Fetching, needs_a_node_that_takes_one_of_its_storage_classes) {  // STU-4
    const std::vector<StorageContext> none{{"1.2.3.4.5", {implicit_little}}};
    EXPECT_TRUE(GetRequestor::connect(node(), QueryRoot::study, none, {}).error().is(errors::peer_unsupported));
    EXPECT_TRUE(GetRequestor::connect(node(), QueryRoot::study, storage_contexts(), {}));
    EXPECT_TRUE(GetRequestor::connect(node(), QueryRoot::patient, storage_contexts(), {}));
}

TEST(StorageContexts, are_shared_out_among_the_classes) {  // STU-4, PS3.8 9.3.2.2: ids are odd bytes
    const auto usual = storage_contexts();
    EXPECT_LE(usual.size(), most_storage_contexts);
    EXPECT_EQ(usual[0].transfer_syntaxes, std::vector<std::string>{"1.2.840.10008.1.2.1"});
    EXPECT_EQ(usual[1].transfer_syntaxes, std::vector<std::string>{implicit_little});
    EXPECT_GT(usual[3].transfer_syntaxes.size(), 10U);

    const std::vector<std::string> one{ct_image, ct_image, "", "no UID"};
    const auto alone = storage_contexts(one);
    EXPECT_EQ(alone.size(), 20U);
    for (const auto& context : alone) {
        EXPECT_EQ(context.sop_class, ct_image);
        EXPECT_EQ(context.transfer_syntaxes.size(), 1U);
    }
    std::vector<std::string> many;
    for (int n = 0; n < 300; ++n) many.push_back("1.2.3." + std::to_string(n));
    const auto crowd = storage_contexts(many);
    EXPECT_EQ(crowd.size(), most_storage_contexts);
    EXPECT_EQ(crowd[126].sop_class, "1.2.3.126");
    EXPECT_EQ(crowd[126].transfer_syntaxes.size(), 20U);
}

}  // namespace
}  // namespace portico::dimse
