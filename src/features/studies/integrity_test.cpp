// What was acknowledged is found again bit for bit, or its loss is found out (STU-20, GEN-3).
#include "features/studies/api/integrity.h"

#include <fstream>
#include <random>

#include "features/studies/testing/receiving_test.h"

namespace portico::studies {
namespace {

class IntegrityTest : public ReceivingTest {
protected:
    void SetUp() override {
        ReceivingTest::SetUp();
        if (!IsSkipped()) integrity.emplace(*work, *blobs, clock, std::vector<Integrity::Owner>{});
    }
    void TearDown() override {
        integrity.reset();
        ReceivingTest::TearDown();
    }
    std::vector<std::filesystem::path> files() const {
        std::vector<std::filesystem::path> all;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder / "store" / "blobs"))
            if (entry.is_regular_file()) all.push_back(entry.path());
        return all;
    }
    static void flip(const std::filesystem::path& path, std::uintmax_t bit) {
        std::filesystem::permissions(path, std::filesystem::perms::owner_all);
        std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
        const auto at = static_cast<std::streamoff>(bit / 8);
        file.seekg(at);
        const auto byte = static_cast<char>(file.get() ^ (1 << (bit % 8)));
        file.seekp(at).put(byte);
    }
    std::int64_t events(const std::string& code) {
        return count("SELECT count(*) FROM audit_entry WHERE event = '" + code + "'");
    }
    std::optional<Integrity> integrity;
};
PORTICO_ON_BOTH_DATABASES(IntegrityTest);

TEST_P(IntegrityTest, finds_nothing_wrong_with_what_is_whole) {
    receive(north, {object({}), object({.instance = "2.25.4"})});
    const auto tally = integrity->verify({});
    EXPECT_EQ(tally.objects, 2);
    EXPECT_TRUE(tally.whole());
    EXPECT_EQ(events("object.damaged"), 0);
}

TEST_P(IntegrityTest, finds_every_flipped_bit_wherever_it_is) {  // goal R5
    const auto bytes = object({});
    receive_one(north, bytes);
    const auto file = files().at(0);
    std::mt19937 random(7);
    std::uniform_int_distribution<std::uintmax_t> any(0, bytes.size() * 8 - 1);
    for (int i = 0; i < 200; ++i) {
        const auto bit = any(random);
        flip(file, bit);
        ASSERT_EQ(integrity->verify({}).damaged, 1) << "bit " << bit;
        flip(file, bit);
        ASSERT_EQ(integrity->verify({}).restored, 1) << "bit " << bit;
    }
    EXPECT_EQ(events("object.damaged"), 200);
    EXPECT_EQ(events("object.restored"), 200);
}

TEST_P(IntegrityTest, gives_an_error_for_a_damaged_object_and_never_wrong_pixels) {  // goal R5
    receive_one(north, object({}));
    flip(files().at(0), 8 * 500);
    integrity->verify({});
    const auto damaged = instance(open(north));
    EXPECT_TRUE(archive->frame(damaged, 1).error().is(errors::content_damaged));
    EXPECT_TRUE(archive->content(damaged).error().is(errors::content_damaged));
    EXPECT_TRUE(archive->bulk_data(damaged, "7FE00010").error().is(errors::content_damaged));
}

TEST_P(IntegrityTest, knows_a_cut_off_file_at_once) {
    receive_one(north, object({}));
    const auto file = files().at(0);
    std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    std::filesystem::resize_file(file, 300);
    EXPECT_TRUE(archive->frame(instance(open(north)), 1).error().is(errors::content_damaged));
    EXPECT_EQ(integrity->verify({}).damaged, 1);
}

TEST_P(IntegrityTest, takes_a_lost_object_back_when_it_is_sent_again) {  // STU-5
    const auto bytes = object({});
    receive_one(north, bytes);
    std::filesystem::remove(files().at(0));
    EXPECT_EQ(integrity->verify({}).missing, 1);
    EXPECT_EQ(events("object.missing"), 1);
    const auto again = receive_one(north, bytes);
    EXPECT_TRUE(again.ok());
    EXPECT_EQ(bytes_of(*archive->frame(instance(open(north)), 1)), pixels({}));
    EXPECT_EQ(count("SELECT count(*) FROM instance"), 1);
    EXPECT_TRUE(integrity->verify({}).whole());
    EXPECT_EQ(blob_count(), 1U);
}

TEST_P(IntegrityTest, goes_through_everything_bit_by_bit) {
    receive(north, {object({}), object({.instance = "2.25.4"}), object({.instance = "2.25.5"})});
    flip(files().at(1), 8 * 400);
    EXPECT_EQ(integrity->scrub(1).objects, 1);
    EXPECT_EQ(integrity->scrub(1).objects, 1);
    EXPECT_EQ(integrity->scrub(1).objects, 1);
    EXPECT_EQ(count("SELECT count(*) FROM instance WHERE condition = 1"), 1);
    EXPECT_EQ(integrity->scrub(1).objects, 0);  // the end; then it begins again
    EXPECT_EQ(integrity->scrub(1).objects, 1);
}

TEST_P(IntegrityTest, removes_content_that_no_row_names_and_nothing_else) {
    receive_one(north, object({}));
    ASSERT_TRUE(blobs->put(std::string_view("left by a crash")).has_value());
    ASSERT_TRUE(blobs->put(std::string_view("a photograph")).has_value());
    std::vector<BlobId> all;
    static_cast<void>(blobs->list([&](const BlobId& id, std::uint64_t size) {
        if (size == std::string_view("a photograph").size()) all.push_back(id);
        return true;
    }));
    Integrity with_others(*work, *blobs, clock, {[&](db::Session&, const std::vector<BlobId>&) { return all; }});
    EXPECT_EQ(with_others.remove_orphans(3600).orphans, 0);  // its row may still come
    clock.advance_seconds(90 * 86'400);  // ids of one process rise, also from one test's clock to the next one's
    const auto tally = with_others.remove_orphans(3600);
    EXPECT_EQ(tally.orphans, 1);
    EXPECT_EQ(tally.orphan_bytes, std::string_view("left by a crash").size());
    EXPECT_EQ(blob_count(), 2U);
    EXPECT_TRUE(integrity->verify({}).whole());
}

}  // namespace
}  // namespace portico::studies
