// Storage Commitment: a peer that speaks byte by byte.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/dimse/commitment_reporter.h"
#include "platform/dimse/requestor.h"
#include "platform/dimse/test_archive.h"

namespace portico::dimse {
namespace {

TEST_F(WithArchive, reports_a_commitment_over_the_same_association) {  // STU-1
    auto peer = associated({sop_classes::storage_commitment});
    ASSERT_TRUE(peer->send(command_pdu(1, commitment_request()) + data_pdu(1, "information", true)));
    EXPECT_EQ(status_of(peer->receive_pdu()), status_success);
    EXPECT_THAT(peer->receive_pdu(), testing::HasSubstr(element(0x1002, little(2, 2))));  // event type
    EXPECT_THAT(peer->receive_pdu(), testing::HasSubstr("1.2.3"));
    ASSERT_TRUE(
        peer->send(command_pdu(1, element(0x0100, little(0x8100, 2)) + element(0x0120, little(1, 2)) +
                                      element(0x0800, little(no_data_set, 2)) + element(0x0900, little(0, 2)))));
    ASSERT_TRUE(peer->send(pdu(0x05, std::string(4, '\0'))));
    EXPECT_EQ(peer->receive_pdu()[0], 0x06);
    EXPECT_EQ(archive_.delivered, 1);
    EXPECT_EQ(archive_.handed_over, 0);
}

TEST_F(WithArchive, hands_a_commitment_over_when_the_peer_leaves) {  // STU-1
    auto peer = associated({sop_classes::storage_commitment});
    ASSERT_TRUE(peer->send(command_pdu(1, commitment_request()) + data_pdu(1, "information", true) +
                           pdu(0x05, std::string(4, '\0'))));
    EXPECT_EQ(status_of(peer->receive_pdu()), status_success);
    EXPECT_EQ(peer->receive_pdu()[0], 0x06);
    listener_->stop(std::chrono::seconds(5));
    EXPECT_EQ(archive_.delivered, 0);
    EXPECT_EQ(archive_.handed_over, 1);
}

TEST_F(WithArchive, calls_a_node_to_report_a_commitment) {  // STU-1
    // Our own listener is no user of commitments: it refuses the report, and says so.
    const Peer peer{"127.0.0.1", listener_->port(), "PORTICO", "US"};
    EXPECT_TRUE(
        report_commitment(peer, {1, data_element(0x0008, 0x1195, "1.2.3")}, {}).error().is(errors::peer_failed));
    EXPECT_TRUE(report_commitment({"127.0.0.1", 1, "A", "B"}, {}, {}).error().is(errors::peer_unreachable));
}

}  // namespace
}  // namespace portico::dimse
