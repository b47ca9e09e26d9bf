// Storage commitments say yes only of what was read again and is whole (R6).
#include "features/nodes/commitment_check.h"

#include <gtest/gtest.h>

#include "features/studies/testing/receiving_test.h"
#include "platform/dicom/identifier.h"

namespace portico::nodes {
namespace {

constexpr auto secondary_capture = "1.2.840.10008.5.1.4.1.1.7";

class CommitmentTest : public studies::ReceivingTest {
protected:
    std::uint16_t check(const std::string& uid, const std::string& sop_class = secondary_capture) {
        return reason_of(studies::check_kept(*work, *blobs, scope(north), sop_class, uid));
    }
    std::filesystem::path file_of(const std::string& uid) {
        const auto blob = read().value<std::string>("SELECT blob_id FROM instance WHERE sop_instance_uid = ?", uid);
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / "store"))
            if (entry.is_regular_file() && entry.path().filename().string().find(blob) != std::string::npos)
                return entry.path();
        throw std::runtime_error("there is no such blob");
    }
    // Changes one bit.
    void damage(const std::string& uid, std::size_t at) {
        const auto path = file_of(uid);
        std::filesystem::permissions(path, std::filesystem::perms::owner_write, std::filesystem::perm_options::add);
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        file.seekg(static_cast<std::streamoff>(at));
        const auto byte = static_cast<char>(file.get() ^ 1);
        file.seekp(static_cast<std::streamoff>(at));
        file.put(byte);
    }
};
PORTICO_ON_BOTH_DATABASES(CommitmentTest);

TEST_P(CommitmentTest, of_a_thousand_objects_exactly_the_damaged_and_missing_ones_fail) {  // R6
    constexpr int objects = 100;  // ten times over, in different ways
    std::vector<std::string> bytes;
    for (int n = 0; n < objects; ++n) bytes.push_back(object({.instance = "2.25.9" + std::to_string(n)}));
    for (const auto& outcome : receive(north, bytes)) ASSERT_TRUE(outcome.ok());
    std::vector<std::string> bad;
    for (int n = 0; n < objects; n += 10) {
        const auto uid = "2.25.9" + std::to_string(n);
        bad.push_back(uid);
        if (n % 20 == 0)
            damage(uid, static_cast<std::size_t>(n) * bytes[0].size() / objects);
        else
            std::filesystem::remove(file_of(uid));
    }
    int failures = 0;
    for (int n = 0; n < objects; ++n) {
        const auto uid = "2.25.9" + std::to_string(n);
        const bool is_bad = std::ranges::find(bad, uid) != bad.end();
        EXPECT_EQ(check(uid), is_bad ? 0x0110 : 0) << uid;
        failures += is_bad ? 1 : 0;
    }
    EXPECT_EQ(failures, 10);
}

TEST_P(CommitmentTest, says_why_an_object_is_not_safe) {  // STU-1, GEN-2
    ASSERT_TRUE(receive_one(north, object({})).ok());
    ASSERT_TRUE(receive_one(south, object({.instance = "2.25.4"})).ok());
    EXPECT_EQ(check("2.25.3"), 0);
    EXPECT_EQ(check("2.25.3", "1.2.840.10008.5.1.4.1.1.2"), 0x0119);
    EXPECT_EQ(check("2.25.4"), 0x0112);
    EXPECT_EQ(check("2.25.5"), 0x0112);
    change("UPDATE study SET state = 'rejected'");
    EXPECT_EQ(check("2.25.3"), 0x0112);
}

TEST_P(CommitmentTest, every_bit_of_an_object_counts) {  // R6
    ASSERT_TRUE(receive_one(north, object({})).ok());
    const auto size = std::filesystem::file_size(file_of("2.25.3"));
    for (std::size_t at = 0; at < size; at += 7) {
        damage("2.25.3", at);
        EXPECT_EQ(check("2.25.3"), 0x0110) << at;
        damage("2.25.3", at);
    }
    EXPECT_EQ(check("2.25.3"), 0);
}

TEST(CommitmentOrder, is_read_and_answered) {  // STU-1
    using dicom::Identifier;
    Identifier item, information;
    item.put({0x0008, 0x1150}, "UI", "1.2.3").put({0x0008, 0x1155}, "UI", "1.2.3.4");
    information.put({0x0008, 0x1195}, "UI", "1.9").put({0x0008, 0x1199}, {item, item});
    for (const bool explicit_vr : {false, true}) {
        const auto order = read_order(encode_identifier(information, explicit_vr), explicit_vr);
        ASSERT_TRUE(order) << order.error().detail();
        ASSERT_EQ(order->objects.size(), 2U);
        EXPECT_EQ(order->objects[1].sop_instance, "1.2.3.4");
        const auto all_safe = report_of(*order, {0, 0}, "PORTICO", explicit_vr);
        EXPECT_EQ(all_safe.event_type, 1);
        const auto report = report_of(*order, {0, 0x0112}, "PORTICO", explicit_vr);
        EXPECT_EQ(report.event_type, 2);
        const auto read = dicom::parse_identifier(report.event_information, explicit_vr);
        ASSERT_TRUE(read);
        EXPECT_EQ(read->text({0x0008, 0x1195}), "1.9");
        EXPECT_EQ(read->find({0x0008, 0x1199})->items.size(), 1U);
        EXPECT_EQ(read->find({0x0008, 0x1198})->items.at(0).text({0x0008, 0x1197}), "274");
    }
    Identifier empty;
    empty.put({0x0008, 0x1195}, "UI", "1.9");
    EXPECT_TRUE(read_order(encode_identifier(empty, true), true).error().is(errors::commitment_incomplete));
    EXPECT_FALSE(read_order("nonsense", true));
}

TEST(CommitmentOrder, takes_thousands_of_references) {  // STU-1
    using dicom::Identifier;
    std::vector<Identifier> items(5000);
    for (auto& item : items)
        item.put({0x0008, 0x1150}, "UI", "1.2.840.10008.5.1.4.1.1.2").put({0x0008, 0x1155}, "UI", std::string(64, '1'));
    Identifier information;
    information.put({0x0008, 0x1195}, "UI", "1.9").put({0x0008, 0x1199}, std::move(items));
    EXPECT_EQ(read_order(encode_identifier(information, true), true)->objects.size(), 5000U);
}

}  // namespace
}  // namespace portico::nodes
