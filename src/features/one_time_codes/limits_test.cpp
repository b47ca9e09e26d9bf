#include "features/one_time_codes/limits.h"

#include <gtest/gtest.h>

namespace portico::one_time_codes::limits {
namespace {

constexpr Timestamp start{1'700'000'000'000};
Timestamp at(std::int64_t seconds) { return start.plus_seconds(seconds); }

TEST(Windows, allow_three_in_ten_minutes_and_five_an_hour) {  // GEN-12
    EXPECT_LE(next_allowed(per_destination, {}), start);
    EXPECT_LE(next_allowed(per_destination, {at(0), at(1)}), at(2));
    EXPECT_EQ(next_allowed(per_destination, {at(0), at(1), at(2)}), at(600));
    EXPECT_EQ(next_allowed(per_destination, {at(0), at(1), at(2), at(600), at(601)}), at(3600));
    EXPECT_EQ(next_allowed(per_destination, {at(0), at(1), at(2), at(3100), at(3200)}), at(3600));
    EXPECT_EQ(next_allowed(per_destination, {at(0), at(3100), at(3200), at(3300)}), at(3700));
}

TEST(Windows, allow_ten_an_hour_from_an_address) {  // GEN-12
    std::vector<Timestamp> sent;
    for (int i = 0; i < 10; ++i) {
        EXPECT_LE(next_allowed(per_address, sent), at(i));
        sent.push_back(at(i));
    }
    EXPECT_EQ(next_allowed(per_address, sent), at(3600));
}

TEST(Block, begins_with_the_fifth_wrong_one_and_ends) {  // GEN-12
    constexpr Purpose purpose{.key = "sign_in"};
    EXPECT_FALSE(block_of(purpose, {4, 0, start}, start).blocked);
    const auto block = block_of(purpose, {5, 0, start}, at(899));
    EXPECT_TRUE(block.blocked);
    EXPECT_EQ(block.until, at(900));
    EXPECT_EQ(block.blocks, 1);
    EXPECT_FALSE(block_of(purpose, {5, 0, start}, at(900)).blocked);
    const auto after = settled(purpose, {5, 0, start}, at(900));
    EXPECT_EQ(after.failures, 0);
    EXPECT_EQ(after.blocks, 1);
    EXPECT_EQ(settled(purpose, {5, 0, start}, at(899)).failures, 5);
}

TEST(Block, lasts_where_the_purpose_says_so) {  // GEN-12: a share, until staff unblock it
    constexpr Purpose share{.key = "share", .block_seconds = 0};
    const auto block = block_of(share, {5, 0, start}, at(1'000'000));
    EXPECT_TRUE(block.blocked);
    EXPECT_FALSE(block.until);
}

TEST(Block, lasts_the_third_time) {  // GEN-12: a patient's link
    constexpr Purpose link{.key = "patient_link", .block_seconds = 900, .blocks_until_for_good = 3};
    EXPECT_TRUE(block_of(link, {5, 1, start}, at(1)).until);
    EXPECT_FALSE(block_of(link, {5, 1, start}, at(900)).blocked);
    const auto third = block_of(link, {5, 2, start}, at(1'000'000));
    EXPECT_TRUE(third.blocked);
    EXPECT_FALSE(third.until);
    EXPECT_EQ(third.blocks, 3);
}

TEST(TypedDigits, are_six_whatever_is_between_them) {
    EXPECT_EQ(typed_digits(" 123 456 "), "123456");
    EXPECT_EQ(typed_digits("123-456"), "123456");
    for (const auto* wrong : {"", "12345", "1234567", "12345a",
                              "12\xC2\xA0"
                              "3456",
                              "-1e400"})
        EXPECT_EQ(typed_digits(wrong), "") << wrong;
}

}  // namespace
}  // namespace portico::one_time_codes::limits
