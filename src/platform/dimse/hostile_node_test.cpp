// We as a user against nodes that do not keep to the protocol (STU-4, STU-6), byte by byte.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/dimse/find_requestor.h"
#include "platform/dimse/requestor.h"
#include "platform/dimse/retrieve_requestor.h"
#include "platform/dimse/sop_classes.h"
#include "platform/dimse/test_node.h"

namespace portico::dimse {
namespace {

using namespace wire;

constexpr char abort_pdu = 0x07;
const std::string tenant = "tenant";

// An answer to message `message`, which is 1 for the first request of an association.
std::string answer(std::uint16_t request, std::uint16_t status, bool with_data_set = false, std::uint16_t message = 1) {
    return element(0x0100, little(request | response_bit, 2)) + element(0x0120, little(message, 2)) +
           element(0x0800, little(with_data_set ? 0 : no_data_set, 2)) + element(0x0900, little(status, 2));
}
std::string match(const std::string& identifier = "identifier") {
    return command_pdu(1, answer(c_find_rq, status_pending, true)) + data_pdu(1, identifier, true);
}
const std::string end_of_matches = command_pdu(1, answer(c_find_rq, status_success));

ScriptedNode::Script says(const std::string& bytes) {
    return [bytes](RawPeer& peer) {
        peer.send(bytes);
        while (!peer.receive_pdu().empty()) {
        }
    };
}

Result<FindOutcome> find(const ScriptedNode& node, const FindLimits& limits = {}) {
    CallOptions options;
    options.idle_timeout = std::chrono::seconds(2);
    PORTICO_TRY(const auto asker, FindRequestor::connect(node.peer(), QueryRoot::study, options));
    return asker->find("identifier", limits, [](auto) { return true; });
}

Result<GetOutcome> get(const ScriptedNode& node, MemoryService& service, const RequestLimits& limits = {}) {
    CallOptions options;
    options.idle_timeout = std::chrono::seconds(2);
    const std::vector<StorageContext> contexts{{ct_image, {implicit_little}}};
    PORTICO_TRY(const auto getter, GetRequestor::connect(node.peer(), QueryRoot::study, contexts, options));
    return getter->get("identifier", {.service = service, .context = tenant, .max_object_bytes = 50'000}, limits, {});
}

TEST(HostileNode, understands_matches_in_many_odd_fragments) {
    const auto pending = answer(c_find_rq, status_pending_with_unsupported_keys, true);
    const ScriptedNode node(says(pdu(0x04, pdv(1, 1, pending.substr(0, 9)) + pdv(1, 3, pending.substr(9))) +
                                 pdu(0x04, pdv(1, 0, "a") + pdv(1, 0, "") + pdv(1, 0, "bc")) + data_pdu(1, "", true) +
                                 end_of_matches));
    const auto outcome = find(node);
    ASSERT_TRUE(outcome) << outcome.error().detail();
    EXPECT_EQ(outcome->answers, 1U);
    EXPECT_TRUE(outcome->complete);
    EXPECT_FALSE(outcome->all_keys_supported);
}

TEST(HostileNode, is_aborted_when_it_breaks_the_protocol_of_a_query) {  // STU-6
    const std::string head(command_pdu(1, answer(c_find_rq, status_pending, true)));
    std::string giant = head;
    for (int n = 0; n < 40; ++n) giant += data_pdu(1, std::string(10'000, 'x'), false);
    const std::map<std::string, std::string> wrong{
        {"an answer to another message", command_pdu(1, answer(c_find_rq, status_success, false, 2))},
        {"an answer to another command", command_pdu(1, answer(c_move_rq, status_success))},
        {"an answer in another context", command_pdu(3, answer(c_find_rq, status_success))},
        {"a request", command_pdu(1, command(c_echo_rq, false, verification))},
        {"an object that nobody asked for", command_pdu(1, command(c_store_rq, true)) + data_pdu(1, "data", true)},
        {"a match without an identifier", command_pdu(1, answer(c_find_rq, status_pending))},
        {"an identifier in another context", head + data_pdu(3, "identifier", true)},
        {"a command instead of an identifier", head + end_of_matches},
        {"an identifier without a command", data_pdu(1, "identifier", true)},
        {"a giant identifier", giant},
        {"a command that is no command", command_pdu(1, "not a command set at all")},
        {"a command without an end",
         pdu(0x04, pdv(1, 1, std::string(15'000, 'x'))) + pdu(0x04, pdv(1, 1, std::string(15'000, 'x')))},
        {"a PDU over the agreed length", std::string{4, 0} + big(0xFFFFFFFF, 4)},
        {"a PDV longer than its PDU", pdu(0x04, big(0xFFFFFFF0, 4) + std::string{1, 3})},
        {"an unknown PDU", pdu(0x42, "xx")},
        {"an association request", associate({ct_image})},
        {"a release before the answer", pdu(0x05, std::string(4, '\0'))},
        {"an abort", match() + pdu(abort_pdu, std::string(4, '\0'))},
    };
    for (const auto& [what, bytes] : wrong) {
        const ScriptedNode node(says(bytes));
        const auto outcome = find(node);
        ASSERT_FALSE(outcome) << what;
        EXPECT_TRUE(outcome.error().is(errors::peer_failed)) << what;
    }
}

TEST(HostileNode, that_goes_away_at_any_byte_is_an_error) {  // STU-6
    const auto whole = match() + end_of_matches;
    for (std::size_t length = 0; length < whole.size(); length += 3) {
        const ScriptedNode node([&](RawPeer& peer) { peer.send(whole.substr(0, length)); });
        const auto outcome = find(node);
        ASSERT_FALSE(outcome) << length;
        EXPECT_TRUE(outcome.error().is(errors::peer_failed)) << length;
    }
}

TEST(HostileNode, that_never_ends_its_matches_is_aborted) {  // STU-6
    std::atomic<bool> cancelled = false;
    const ScriptedNode node([&](RawPeer& peer) {
        for (int n = 0; n < 10; ++n) peer.send(match());
        cancelled = peer.receive_pdu().find(element(0x0100, little(c_cancel_rq, 2))) != std::string::npos;
        while (peer.send(match())) {
        }
    });
    FindLimits limits{.most_answers = 3};
    limits.request.after_cancel = std::chrono::seconds(1);
    const auto outcome = find(node, limits);
    ASSERT_TRUE(outcome) << outcome.error().detail();
    EXPECT_EQ(outcome->answers, 3U);
    EXPECT_FALSE(outcome->complete);
    EXPECT_TRUE(cancelled);
}

TEST(HostileNode, is_cancelled_when_it_takes_too_long_and_aborted_when_it_is_silent) {  // STU-6
    // Answers only when it is told to end.
    const ScriptedNode slow([](RawPeer& peer) {
        peer.receive_pdu();
        peer.send(command_pdu(1, answer(c_find_rq, status_cancelled)));
        peer.receive_pdu();
    });
    FindLimits limits;
    limits.request.longest = std::chrono::seconds(1);
    const auto cancelled = find(slow, limits);
    ASSERT_TRUE(cancelled) << cancelled.error().detail();
    EXPECT_FALSE(cancelled->complete);

    const ScriptedNode silent(says(match()));
    limits.request.longest = std::chrono::seconds(60);
    limits.request.silence = std::chrono::seconds(1);
    EXPECT_TRUE(find(silent, limits).error().is(errors::peer_failed));
    const ScriptedNode within(says(match().substr(0, match().size() - 5)));
    EXPECT_TRUE(find(within).error().is(errors::peer_failed));
}

TEST(HostileNode, gets_an_answer_to_each_object_that_is_wrong) {  // STU-6
    const auto object = [](const std::string& instance, const std::string& data, const std::string& sop_class) {
        return command_pdu(3, command(c_store_rq, true, sop_class, instance)) + data_pdu(3, data, true);
    };
    std::string large = command_pdu(3, command(c_store_rq, true, ct_image, "1.2.4"));
    for (int n = 0; n < 6; ++n) large += data_pdu(3, std::string(10'000, 'x'), n == 5);
    const std::vector<std::pair<std::string, std::uint16_t>> objects{
        {object("1.2.3", "data", ct_image), status_success},
        {object("1.2.3", "data", "1.2.840.10008.5.1.4.1.1.4"), status_sop_class_not_supported},
        {object("../../etc", "data", ct_image), status_invalid_sop_instance},
        {command_pdu(3, command(c_store_rq, false)), status_mistyped_argument},
        {command_pdu(1, command(c_store_rq, true)) + data_pdu(1, "data", true), status_sop_class_not_supported},
        {large, status_out_of_resources},
        {object("1.2.5", "more", ct_image), status_success},
    };
    std::vector<std::uint16_t> statuses;
    MemoryService service;
    {
        const ScriptedNode node([&](RawPeer& peer) {
            for (const auto& each : objects) {
                peer.send(each.first);
                statuses.push_back(status_of(peer.receive_pdu()));
            }
            peer.send(command_pdu(1, answer(c_get_rq, status_some_sub_operations_failed)));
            peer.receive_pdu();
        });
        const auto outcome = get(node, service);
        ASSERT_TRUE(outcome) << outcome.error().detail();
        EXPECT_EQ(outcome->received, 2U);
        EXPECT_EQ(outcome->refused, 5U);
    }
    ASSERT_EQ(statuses.size(), objects.size());
    for (std::size_t n = 0; n < objects.size(); ++n) EXPECT_EQ(statuses[n], objects[n].second) << n;
    EXPECT_EQ(service.stored().size(), 2U);
}

TEST(HostileNode, that_breaks_off_within_an_object_leaves_nothing_of_it) {  // STU-6
    const auto request = command_pdu(3, command(c_store_rq, true));
    const std::map<std::string, std::string> wrong{
        {"the next object before the end", request + data_pdu(3, "half", false) + request},
        {"the end of the retrieval", request + data_pdu(3, "half", false) + command_pdu(1, answer(c_get_rq, 0))},
        {"data of another context", request + data_pdu(3, "half", false) + data_pdu(1, "half", true)},
        {"an abort", request + data_pdu(3, "half", false) + pdu(abort_pdu, std::string(4, '\0'))},
        {"a release", request + data_pdu(3, "half", false) + pdu(0x05, std::string(4, '\0'))},
        {"silence", request + data_pdu(3, "half", false)},
        {"an object in a context that was not agreed", command_pdu(99, command(c_store_rq, true))},
    };
    for (const auto& [what, bytes] : wrong) {
        MemoryService service;
        const ScriptedNode node(says(bytes));
        const auto outcome = get(node, service);
        ASSERT_FALSE(outcome) << what;
        EXPECT_TRUE(outcome.error().is(errors::peer_failed)) << what;
        service.await_open(0);
        EXPECT_TRUE(service.stored().empty()) << what;
    }
}

TEST(HostileNode, whose_object_never_ends_is_cancelled_and_aborted) {  // STU-6
    MemoryService service;
    const ScriptedNode node([&](RawPeer& peer) {
        peer.send(command_pdu(3, command(c_store_rq, true)));
        while (peer.send(data_pdu(3, std::string(1000, 'x'), false))) {
        }
    });
    RequestLimits limits;
    limits.longest = std::chrono::seconds(1);
    limits.after_cancel = std::chrono::seconds(1);
    const auto outcome = get(node, service, limits);
    ASSERT_TRUE(outcome) << outcome.error().detail();
    EXPECT_TRUE(outcome->node.cancelled);
    EXPECT_EQ(outcome->received, 0U);
    EXPECT_TRUE(service.stored().empty());
}

TEST(HostileNode, may_count_as_it_likes) {  // STU-6
    const auto counts = [](std::uint16_t remaining, std::uint16_t completed) {
        return element(0x1020, little(remaining, 2)) + element(0x1021, little(completed, 2)) + element(0x1022, "");
    };
    const ScriptedNode node(says(command_pdu(1, answer(c_get_rq, status_pending) + counts(65535, 65535)) +
                                 command_pdu(1, answer(c_get_rq, status_success) + counts(3, 7))));
    MemoryService service;
    const auto outcome = get(node, service);
    ASSERT_TRUE(outcome) << outcome.error().detail();
    EXPECT_EQ(outcome->node.last.remaining, 3U);
    EXPECT_EQ(outcome->node.last.counts.completed, 7U);
    EXPECT_EQ(outcome->received, 0U);
}

}  // namespace
}  // namespace portico::dimse
