// The listener against peers that do not keep to the protocol (STU-1, STU-6, GEN-4), byte by byte.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <future>

#include "platform/dimse/test_peer.h"

namespace portico::dimse {
namespace {

using namespace wire;

constexpr char associate_ac = 0x02;
constexpr char associate_rj = 0x03;
constexpr char release_rp = 0x06;
constexpr char abort_pdu = 0x07;

class WithHostilePeer : public testing::Test {
protected:
    void start(ListenerOptions options = {}) {
        options.address = "127.0.0.1";
        listener_.emplace(options, policy_, service_);
        ASSERT_TRUE(listener_->start());
    }
    // Contexts: 1 is CT, 3 is verification.
    std::unique_ptr<RawPeer> associated() {
        auto peer = std::make_unique<RawPeer>(listener_->port());
        EXPECT_TRUE(peer->send(associate({ct_image, verification})));
        EXPECT_EQ(peer->receive_pdu()[0], associate_ac);
        return peer;
    }
    // What the listener answers to bytes that are no association request.
    std::string answer_to(const std::string& bytes) {
        RawPeer peer(listener_->port());
        peer.send(bytes);
        return peer.receive_pdu();
    }
    void expect_alive() {
        auto peer = associated();
        ASSERT_TRUE(peer->send(command_pdu(3, command(c_echo_rq, false, verification))));
        EXPECT_EQ(status_of(peer->receive_pdu()), status_success);
        ASSERT_TRUE(peer->send(pdu(0x05, std::string(4, '\0'))));
        EXPECT_EQ(peer->receive_pdu()[0], release_rp);
    }

    OnePair policy_;
    MemoryService service_;
    std::optional<Listener> listener_;
};

TEST_F(WithHostilePeer, stores_an_object_that_comes_in_many_odd_fragments) {
    start();
    auto peer = associated();
    const auto request = command(c_store_rq, true);
    // The command in two fragments of one PDU, then a data set whose fragments are one and zero bytes long.
    ASSERT_TRUE(peer->send(pdu(0x04, pdv(1, 1, request.substr(0, 11)) + pdv(1, 3, request.substr(11)))));
    ASSERT_TRUE(peer->send(pdu(0x04, pdv(1, 0, "a") + pdv(1, 0, "") + pdv(1, 0, "bc"))));
    ASSERT_TRUE(peer->send(data_pdu(1, std::string(16000, 'd'), false)));
    ASSERT_TRUE(peer->send(data_pdu(1, "", true)));
    EXPECT_EQ(status_of(peer->receive_pdu()), status_success);
    ASSERT_EQ(service_.stored().size(), 1U);
    EXPECT_TRUE(service_.stored()[0].file.ends_with("abc" + std::string(16000, 'd')));
}

TEST_F(WithHostilePeer, drops_the_object_when_the_peer_dies_within_a_data_set) {  // STU-6
    start();
    auto peer = associated();
    ASSERT_TRUE(peer->send(command_pdu(1, command(c_store_rq, true)) + data_pdu(1, "half", false)));
    service_.await_open(1);
    peer->close();
    service_.await_open(0);
    EXPECT_TRUE(service_.stored().empty());
    expect_alive();
}

TEST_F(WithHostilePeer, survives_bytes_that_are_not_dicom) {  // STU-6
    start();
    EXPECT_EQ(answer_to("GET / HTTP/1.1\r\nHost: archive\r\n\r\n")[0], abort_pdu);
    EXPECT_EQ(answer_to(std::string(100'000, '\xFF'))[0], abort_pdu);
    EXPECT_EQ(answer_to(pdu(0x05, std::string(4, '\0')))[0], abort_pdu);
    EXPECT_EQ(answer_to(std::string{1, 0} + big(0xFFFFFFFF, 4))[0], abort_pdu) << "a request of 4 GiB";
    EXPECT_EQ(answer_to(pdu(0x01, ""))[0], abort_pdu) << "an empty request";
    expect_alive();
}

TEST_F(WithHostilePeer, survives_every_truncation_and_every_flipped_byte_of_a_request) {  // STU-6
    start();
    const auto good = associate({ct_image, verification});
    for (std::size_t length = 7; length < good.size(); ++length) {
        // The length in the header is made to fit, so that the parser sees the truncated body.
        RawPeer peer(listener_->port());
        peer.send(pdu(0x01, good.substr(6, length - 6)));
        EXPECT_FALSE(peer.receive_pdu().empty()) << length;
    }
    for (std::size_t at = 6; at < good.size(); ++at) {
        auto bad = good;
        bad[at] = static_cast<char>(bad[at] ^ 0xFF);
        RawPeer peer(listener_->port());
        peer.send(bad);
        EXPECT_FALSE(peer.receive_pdu().empty()) << at;
    }
    expect_alive();
}

TEST_F(WithHostilePeer, aborts_associations_that_break_the_protocol) {  // STU-6
    start({.max_pdu = 16384});
    const std::map<std::string, std::string> wrong{
        {"unknown PDU type", pdu(0x42, "xx")},
        {"A-ASSOCIATE-RQ again", associate({ct_image})},
        {"P-DATA over the agreed length", pdu(0x04, pdv(1, 3, std::string(20000, 'x')))},
        {"PDU of 4 GiB", std::string{4, 0} + big(0xFFFFFFFF, 4)},
        {"P-DATA without a PDV", pdu(0x04, "")},
        {"PDV shorter than its header", pdu(0x04, big(1, 4) + std::string{1, 3})},
        {"PDV longer than its PDU", pdu(0x04, big(0xFFFFFFF0, 4) + std::string{1, 3})},
        {"bytes behind the last PDV", pdu(0x04, pdv(1, 1, "") + "xyz")},
        {"data set before any command", data_pdu(1, "data", true)},
        {"command on a context that was not agreed", command_pdu(99, command(c_echo_rq, false))},
        {"command in two contexts", pdu(0x04, pdv(1, 1, "xxxx") + pdv(3, 3, "xxxx"))},
        {"command that is no command", command_pdu(1, "not a command set at all")},
        {"command whose element is too long", command_pdu(1, little(0, 4) + little(0xFFFFFFFF, 4))},
        {"response to nothing", command_pdu(1, command(0x8001, false))},
        {"data set in another context", command_pdu(1, command(c_store_rq, true)) + data_pdu(3, "data", true)},
        {"command within a data set", command_pdu(1, command(c_store_rq, true)) + data_pdu(1, "data", false) +
                                          command_pdu(1, command(c_store_rq, true))},
    };
    for (const auto& [what, bytes] : wrong) {
        auto peer = associated();
        peer->send(bytes);
        const auto answer = peer->receive_pdu();
        ASSERT_FALSE(answer.empty()) << what;
        EXPECT_EQ(answer[0], abort_pdu) << what;
        EXPECT_TRUE(peer->at_end()) << what;
    }
    service_.await_open(0);
    EXPECT_TRUE(service_.stored().empty());
    expect_alive();
}

TEST_F(WithHostilePeer, ends_a_command_that_never_ends) {  // STU-6
    start();
    auto peer = associated();
    const auto piece = pdu(0x04, pdv(1, 1, std::string(1000, '\0')));
    while (peer->send(piece)) {
    }
    expect_alive();
}

TEST_F(WithHostilePeer, answers_commands_that_it_does_not_know_or_cannot_take) {  // GEN-4
    constexpr std::uint16_t c_find_rq = 0x0020;
    constexpr std::uint16_t n_action_rq = 0x0130;
    start();
    auto peer = associated();
    const auto status = [&](const std::string& bytes) {
        EXPECT_TRUE(peer->send(bytes));
        return status_of(peer->receive_pdu());
    };
    EXPECT_EQ(status(command_pdu(1, command(c_find_rq, true)) + data_pdu(1, "identifier", true)),
              status_unrecognized_operation);
    EXPECT_EQ(status(command_pdu(1, command(n_action_rq, false))), status_unrecognized_operation);
    EXPECT_EQ(status(command_pdu(1, command(c_echo_rq, false, verification))), status_sop_class_not_supported);
    EXPECT_EQ(status(command_pdu(1, command(c_store_rq, false))), status_mistyped_argument);
    const auto mr_image = "1.2.840.10008.5.1.4.1.1.4";
    EXPECT_EQ(status(command_pdu(1, command(c_store_rq, true, mr_image)) + data_pdu(1, "data", true)),
              status_sop_class_not_supported);
    EXPECT_EQ(status(command_pdu(1, command(c_store_rq, true, ct_image, "../../etc/x")) + data_pdu(1, "data", true)),
              status_invalid_sop_instance);
    ASSERT_TRUE(peer->send(command_pdu(1, command(c_cancel_rq, false))));
    EXPECT_EQ(status(command_pdu(3, command(c_echo_rq, false, verification))), status_success);
    EXPECT_TRUE(service_.stored().empty());
}

TEST_F(WithHostilePeer, refuses_a_data_set_over_the_limit_without_keeping_it) {  // STU-6
    start({.max_object_bytes = 1000});
    auto peer = associated();
    ASSERT_TRUE(peer->send(command_pdu(1, command(c_store_rq, true)) + data_pdu(1, std::string(800, 'x'), false)));
    service_.await_open(1);
    ASSERT_TRUE(peer->send(data_pdu(1, std::string(800, 'x'), false)));
    service_.await_open(0);
    ASSERT_TRUE(peer->send(data_pdu(1, "", true)));
    EXPECT_EQ(status_of(peer->receive_pdu()), status_out_of_resources);
    EXPECT_TRUE(service_.stored().empty());
}

TEST_F(WithHostilePeer, drops_the_object_when_writing_fails_and_answers_after_the_data_set) {  // GEN-3
    static constexpr ErrorKind full{"storage_full", 507, 0xA700, "The archive has no space left."};
    service_.on_write = [](std::size_t size) -> Result<void> {
        if (size == 5) return fail(full);
        return {};
    };
    start();
    auto peer = associated();
    ASSERT_TRUE(peer->send(command_pdu(1, command(c_store_rq, true)) + data_pdu(1, "fives", false)));
    service_.await_open(0);
    ASSERT_TRUE(peer->send(data_pdu(1, "rest", true)));
    const auto response = peer->receive_pdu();
    EXPECT_EQ(status_of(response), status_out_of_resources);
    EXPECT_THAT(response, testing::HasSubstr(std::string(full.text)));
}

TEST_F(WithHostilePeer, rejects_associations_over_the_limit_and_takes_them_again_afterwards) {  // STU-1
    start({.max_associations = 3});
    std::vector<std::unique_ptr<RawPeer>> peers;
    for (int n = 0; n < 3; ++n) peers.push_back(associated());
    EXPECT_EQ(listener_->associations(), 3);
    RawPeer fourth(listener_->port());
    ASSERT_TRUE(fourth.send(associate({ct_image})));
    // PS3.8 Table 9-21: transient, service provider (presentation), local limit exceeded.
    EXPECT_EQ(fourth.receive_pdu(), pdu(associate_rj, std::string{0, 2, 3, 2}));
    ASSERT_TRUE(peers[0]->send(pdu(0x05, std::string(4, '\0'))));
    EXPECT_EQ(peers[0]->receive_pdu()[0], release_rp);
    EXPECT_TRUE(peers[0]->at_end());
    expect_alive();
}

TEST_F(WithHostilePeer, rejects_unknown_titles_and_application_contexts_by_the_table) {  // STU-1
    start();
    // PS3.8 Table 9-21: permanent, service user, then the reason.
    EXPECT_EQ(answer_to(associate({ct_image}, "RAW", "NOBODY")), pdu(associate_rj, std::string{0, 1, 1, 7}));
    EXPECT_EQ(answer_to(associate({ct_image}, "UNKNOWN")), pdu(associate_rj, std::string{0, 1, 1, 3}));
    EXPECT_EQ(answer_to(associate({ct_image}, "RAW", "PORTICO", "1.2.3")), pdu(associate_rj, std::string{0, 1, 1, 2}));
}

TEST_F(WithHostilePeer, keeps_serving_while_a_crowd_of_connections_says_nothing) {  // GEN-4
    start({.max_associations = 4, .negotiation_timeout = std::chrono::seconds(60)});
    std::vector<std::unique_ptr<RawPeer>> crowd;
    for (int n = 0; n < 200; ++n) crowd.push_back(std::make_unique<RawPeer>(listener_->port()));
    expect_alive();
    EXPECT_TRUE(crowd[0]->at_end());
}

TEST_F(WithHostilePeer, waits_for_a_request_no_longer_than_agreed) {  // PS3.8 9.1.5, ARTIM
    start({.negotiation_timeout = std::chrono::seconds(1)});
    RawPeer silent(listener_->port());
    RawPeer slow(listener_->port());
    ASSERT_TRUE(slow.send(associate({ct_image}).substr(0, 50)));
    EXPECT_TRUE(silent.at_end());
    EXPECT_TRUE(slow.at_end());
}

TEST_F(WithHostilePeer, ends_associations_that_fall_silent) {  // PS3.8 9.1.5
    start({.idle_timeout = std::chrono::seconds(1)});
    auto between = associated();
    auto within = associated();
    ASSERT_TRUE(within->send(command_pdu(1, command(c_store_rq, true)) + data_pdu(1, "half", false)));
    EXPECT_EQ(between->receive_pdu()[0], abort_pdu);
    EXPECT_EQ(within->receive_pdu()[0], abort_pdu);
    service_.await_open(0);
    EXPECT_TRUE(service_.stored().empty());
}

TEST_F(WithHostilePeer, finishes_the_object_under_way_when_it_is_stopped) {  // GEN-3
    start();
    auto idle = associated();
    auto busy = associated();
    ASSERT_TRUE(busy->send(command_pdu(1, command(c_store_rq, true)) + data_pdu(1, "first", false)));
    service_.await_open(1);
    auto stopping = std::async(std::launch::async, [&] { listener_->stop(std::chrono::seconds(20)); });
    EXPECT_EQ(idle->receive_pdu()[0], abort_pdu) << "idle associations end at once";
    ASSERT_TRUE(busy->send(data_pdu(1, "second", true)));
    EXPECT_EQ(status_of(busy->receive_pdu()), status_success);
    EXPECT_EQ(busy->receive_pdu()[0], abort_pdu);
    busy->close();
    idle->close();
    stopping.get();
    EXPECT_EQ(service_.stored().size(), 1U);
}

TEST_F(WithHostilePeer, cuts_off_what_is_not_finished_when_the_time_to_drain_is_over) {
    start();
    auto busy = associated();
    ASSERT_TRUE(busy->send(command_pdu(1, command(c_store_rq, true)) + data_pdu(1, "first", false)));
    service_.await_open(1);
    listener_->stop(std::chrono::milliseconds(1));
    EXPECT_TRUE(service_.stored().empty());
    service_.await_open(0);
}

TEST(CommandSet, reads_what_it_needs_and_nothing_that_is_broken) {
    const auto bytes = [](const std::string& text) {
        const auto* data = reinterpret_cast<const std::byte*>(text.data());
        return std::vector<std::byte>(data, data + text.size());
    };
    const auto good = command(c_store_rq, true);
    const auto parsed = parse_command_set(bytes(element(0, little(0, 4)) + good));
    ASSERT_TRUE(parsed);
    EXPECT_EQ(parsed->command_field, c_store_rq);
    EXPECT_EQ(parsed->message_id, 7);
    EXPECT_TRUE(parsed->has_data_set());
    EXPECT_EQ(parsed->affected_sop_class, ct_image);
    EXPECT_EQ(parsed->affected_sop_instance, "1.2.3");
    for (std::size_t length = 1; length < 8; ++length)
        EXPECT_FALSE(parse_command_set(bytes(good.substr(0, good.size() - length))));
    EXPECT_FALSE(parse_command_set({}));
    EXPECT_FALSE(parse_command_set(bytes(element(0x0100, "x") + element(0x0110, "xx"))));
    EXPECT_FALSE(parse_command_set(bytes("\x08" + good.substr(1))));
}

TEST(Uid, is_digits_and_dots_of_at_most_64_characters) {
    EXPECT_TRUE(is_uid("1.2.840"));
    EXPECT_TRUE(is_uid(std::string(64, '1')));
    for (const auto* wrong : {"", ".1", "1.", "1..2", "1.2a", "1 2", "../1"}) EXPECT_FALSE(is_uid(wrong)) << wrong;
    EXPECT_FALSE(is_uid(std::string(65, '1')));
}

}  // namespace
}  // namespace portico::dimse
