// C-FIND, C-MOVE and C-GET as a provider: DCMTK's own programs, and a peer that speaks byte by byte. Needs findscu,
// movescu and getscu in PATH.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/dimse/test_archive.h"

namespace portico::dimse {
namespace {

TEST_F(WithArchive, findscu_gets_every_match) {  // STU-1
    const auto found = run("findscu", {"-S", "-xi", "-k", "QueryRetrieveLevel=STUDY", "-k", "PatientName"});
    if (missing_) GTEST_SKIP() << "findscu is not installed (package dcmtk)";
    EXPECT_EQ(found.exit_code, 0) << found.output;
    EXPECT_THAT(found.output, testing::HasSubstr("Name2"));
    EXPECT_EQ(archive_.asked, 3);
}

TEST_F(WithArchive, movescu_sends_each_object_byte_for_byte_to_the_destination) {  // STU-1
    start_destination();
    const auto moved =
        run("movescu", {"-S", "-aem", "TARGET", "-k", "QueryRetrieveLevel=STUDY", "-k", "StudyInstanceUID=1.2.9"});
    if (missing_) GTEST_SKIP() << "movescu is not installed (package dcmtk)";
    EXPECT_EQ(moved.exit_code, 0) << moved.output;
    const auto stored = received_.memory.stored();
    ASSERT_EQ(stored.size(), 4U);
    EXPECT_TRUE(stored[0].file.ends_with(object_text("1.2.3.1")));
    EXPECT_EQ(stored[0].calling_ae, "PORTICO");
    EXPECT_EQ(archive_.counts.completed, 4U);
}

TEST_F(WithArchive, getscu_receives_the_objects_over_its_own_association) {  // STU-1
    // It proposes Explicit VR Little Endian alone, and with +B writes what comes as it is.
    for (auto& object : archive_.objects) object.transfer_syntax = "1.2.840.10008.1.2.1";
    const auto got = run("getscu", {"-S", "+B", "-od", folder_.path().string(), "-k", "QueryRetrieveLevel=STUDY", "-k",
                                    "StudyInstanceUID=1.2.9"});
    if (missing_) GTEST_SKIP() << "getscu is not installed (package dcmtk)";
    EXPECT_EQ(got.exit_code, 0) << got.output;
    EXPECT_EQ(std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()), 4) << got.output;
    EXPECT_EQ(archive_.counts.completed, 4U);
}

TEST_F(WithArchive, an_object_whose_syntax_is_not_accepted_or_that_cannot_be_read_fails_alone) {  // STU-1
    archive_.objects[1].transfer_syntax = "1.2.840.10008.1.2.4.50";
    archive_.unreadable = {2};
    start_destination();
    auto peer = associated({sop_classes::study_root_move});
    auto request = query(c_move_rq, sop_classes::study_root_move);
    request += element(0x0600, "TARGET");
    ASSERT_TRUE(peer->send(command_pdu(1, request) + data_pdu(1, "identifier", true)));
    std::string last;
    std::vector<std::uint16_t> statuses;
    do {
        last = peer->receive_pdu();
        statuses.push_back(status_of(last));
    } while (statuses.back() == status_pending);
    // JPEG is taken by our own listener: only the unreadable one fails.
    EXPECT_EQ(statuses.back(), status_some_sub_operations_failed);
    EXPECT_EQ(statuses.size(), 4U);
    EXPECT_EQ(archive_.counts.failed, 1U);
    EXPECT_EQ(archive_.counts.completed, 3U);
    // Failed SOP Instance UID List.
    EXPECT_THAT(peer->receive_pdu(), testing::HasSubstr("1.2.3.3"));
}

TEST_F(WithArchive, an_object_goes_in_its_other_syntax_where_its_own_is_not_taken) {  // STU-1
    const std::string explicit_little = "1.2.840.10008.1.2.1";
    for (auto& object : archive_.objects)
        object = {object.sop_class, object.sop_instance, explicit_little, implicit_little};
    start_destination();
    auto asker = associated({sop_classes::study_root_move});
    ASSERT_TRUE(asker->send(command_pdu(1, query(c_move_rq, sop_classes::study_root_move) + element(0x0600, "TARGET")) +
                            data_pdu(1, "identifier", true)));
    std::string last;
    do last = asker->receive_pdu();
    while (status_of(last) == status_pending);
    EXPECT_EQ(status_of(last), status_success);
    EXPECT_EQ(received_.memory.stored().at(0).header.transfer_syntax, explicit_little);  // rather its own

    // Over a C-GET whose peer takes implicit VR only.
    std::string association = associate({std::string(sop_classes::study_root_get), ct_image});
    const auto role = item(0x54, big(25, 2) + std::string(ct_image) + std::string{0, 1});
    // The role stands within the user information, which comes last: 0x50, reserved, length.
    const auto user = association.rfind(item(0x52, "1.2.3.4"));
    association.insert(user, role);
    const auto lengthen = [&](std::size_t at, int bytes) {
        std::size_t length = 0;
        for (int n = 0; n < bytes; ++n) length = length << 8U | static_cast<unsigned char>(association[at + n]);
        association.replace(at, bytes, big(static_cast<std::uint32_t>(length + role.size()), bytes));
    };
    lengthen(2, 4);
    lengthen(association.rfind(item(0x51, big(16384, 4))) - 2, 2);
    RawPeer getter(listener_->port());
    ASSERT_TRUE(getter.send(association));
    ASSERT_EQ(getter.receive_pdu()[0], 0x02);
    ASSERT_TRUE(
        getter.send(command_pdu(1, query(c_get_rq, sop_classes::study_root_get)) + data_pdu(1, "identifier", true)));
    EXPECT_THAT(getter.receive_pdu(), testing::HasSubstr("1.2.3.1"));  // C-STORE-RQ over context 3
    getter.close();
    listener_->stop(std::chrono::seconds(5));
    EXPECT_TRUE(archive_.ended);
}

TEST_F(WithArchive, a_source_that_breaks_off_breaks_the_association_and_not_the_object) {  // STU-6
    archive_.breaking = {1};
    start_destination();
    auto peer = associated({sop_classes::study_root_move});
    ASSERT_TRUE(peer->send(command_pdu(1, query(c_move_rq, sop_classes::study_root_move) + element(0x0600, "TARGET")) +
                           data_pdu(1, "identifier", true)));
    std::string last;
    do last = peer->receive_pdu();
    while (status_of(last) == status_pending);
    EXPECT_EQ(status_of(last), status_some_sub_operations_failed);
    EXPECT_EQ(archive_.counts.completed, 1U);
    EXPECT_EQ(archive_.counts.failed, 3U);
    received_.memory.await_open(0);
    EXPECT_EQ(received_.memory.stored().size(), 1U);
}

TEST_F(WithArchive, tells_unknown_and_unreachable_destinations) {  // STU-1
    archive_.destination = {"127.0.0.1", 1, "NOWHERE", "PORTICO"};
    auto peer = associated({sop_classes::study_root_move});
    const auto final_status = [&](const std::string& name) {
        EXPECT_TRUE(peer->send(command_pdu(1, query(c_move_rq, sop_classes::study_root_move) + element(0x0600, name)) +
                               data_pdu(1, "identifier", true)));
        std::string last;
        do last = peer->receive_pdu();
        while (status_of(last) == status_pending);
        return status_of(last);
    };
    EXPECT_EQ(final_status("OTHERS"), 0xA801);
    EXPECT_EQ(final_status("NOWHERE "), status_sub_operations_failed);
    EXPECT_EQ(archive_.counts.failed, 4U);
}

TEST_F(WithArchive, a_query_ends_when_it_is_cancelled) {  // STU-1
    archive_.matches = 1'000'000;
    auto peer = associated({sop_classes::study_root_find});
    ASSERT_TRUE(
        peer->send(command_pdu(1, query(c_find_rq, sop_classes::study_root_find)) + data_pdu(1, "identifier", true)));
    EXPECT_EQ(status_of(peer->receive_pdu()), status_pending);
    // C-CANCEL names the request by (0000,0120).
    ASSERT_TRUE(peer->send(command_pdu(1, element(0x0100, little(c_cancel_rq, 2)) + element(0x0120, little(7, 2)) +
                                              element(0x0800, little(no_data_set, 2)))));
    std::uint16_t status = status_pending;
    std::string pdu;
    while (status == status_pending || status == 0xFFFF) {
        pdu = peer->receive_pdu();
        ASSERT_FALSE(pdu.empty());
        status = status_of(pdu);
    }
    EXPECT_EQ(status, status_cancelled);
    EXPECT_LT(archive_.asked, 1'000'000);
}

TEST_F(WithArchive, another_command_within_a_query_breaks_the_protocol) {  // STU-6
    archive_.matches = 1'000'000;
    auto peer = associated({sop_classes::study_root_find});
    const auto request = command_pdu(1, query(c_find_rq, sop_classes::study_root_find));
    ASSERT_TRUE(peer->send(request + data_pdu(1, "identifier", true) + request));
    std::string pdu;
    do pdu = peer->receive_pdu();
    while (!pdu.empty() && pdu[0] == 0x04);
    EXPECT_EQ(pdu.empty() ? 0 : pdu[0], 0x07);
}

TEST_F(WithArchive, refuses_identifiers_that_are_too_long_and_what_the_service_refuses) {  // STU-6
    auto peer = associated({sop_classes::study_root_find});
    const auto status = [&](const std::string& identifier) {
        std::string bytes = command_pdu(1, query(c_find_rq, sop_classes::study_root_find));
        for (std::size_t at = 0; at < identifier.size(); at += 10'000)
            bytes += data_pdu(1, identifier.substr(at, 10'000), at + 10'000 >= identifier.size());
        EXPECT_TRUE(peer->send(bytes));
        return status_of(peer->receive_pdu());
    };
    EXPECT_EQ(status(std::string(70'000, 'x')), status_out_of_resources);
    EXPECT_EQ(status("REFUSE"), 0x0124);
    EXPECT_EQ(archive_.asked, 0);
}

TEST_F(WithArchive, ends_within_a_second_when_leave_is_withdrawn) {  // GEN-5
    archive_.matches = 100'000'000;
    auto peer = associated({sop_classes::study_root_find});
    ASSERT_TRUE(
        peer->send(command_pdu(1, query(c_find_rq, sop_classes::study_root_find)) + data_pdu(1, "identifier", true)));
    EXPECT_EQ(status_of(peer->receive_pdu()), status_pending);
    door_.open = false;
    const auto began = std::chrono::steady_clock::now();
    std::string pdu;
    do pdu = peer->receive_pdu();
    while (!pdu.empty() && pdu[0] == 0x04);
    EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::milliseconds(1000));
    // An idle association of such a node ends too.
    EXPECT_TRUE(pdu.empty() || pdu[0] == 0x07);
}

}  // namespace
}  // namespace portico::dimse
