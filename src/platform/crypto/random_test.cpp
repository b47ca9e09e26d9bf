#include "platform/crypto/random.h"
#include "platform/crypto/id_time.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <thread>
#include <vector>

#include "core/id.h"
#include "platform/crypto/hash.h"

namespace portico::crypto {
namespace {

TEST(NewId, is_an_id_and_begins_with_the_time) {
    ManualClock clock({0});
    auto early = new_id<StudyId>(clock);
    EXPECT_TRUE(is_id_text(early.text()));
    clock.set({1'700'000'000'000});
    auto late = new_id<StudyId>(clock);
    EXPECT_LT(early, late);
    // Ids of one millisecond share the ten digits that hold the time.
    EXPECT_EQ(late.text().substr(0, 9), new_id<StudyId>(clock).text().substr(0, 9));
}

TEST(NewId, has_the_version_and_variant_of_a_uuid_7) {
    ManualClock clock;
    for (int round = 0; round < 100; ++round) {
        auto text = new_id_text(clock);
        // Bits 48 to 51 (version 7) are in digits 10 and 11, bits 64 and 65 (variant 2) in digit 13.
        constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
        auto value = [&](std::size_t i) { return digits.find(text[i]); };
        auto bit = [&](std::size_t i) { return (value((i + 2) / 5) >> (4 - (i + 2) % 5)) & 1U; };
        EXPECT_EQ(bit(48) * 8 + bit(49) * 4 + bit(50) * 2 + bit(51), 7U);
        EXPECT_EQ(bit(64) * 2 + bit(65), 2U);
    }
}

TEST(NewId, rises_within_a_millisecond_and_when_the_clock_steps_back) {
    ManualClock clock({1'900'000'000'000});
    std::string last = new_id_text(clock);
    for (int i = 0; i < 10'000; ++i) {
        if (i == 5'000) clock.set({1'800'000'000'000});
        auto next = new_id_text(clock);
        ASSERT_LT(last, next);
        last = next;
    }
}

TEST(NewId, is_never_the_same_in_two_threads) {
    SystemClock clock;
    std::vector<std::vector<std::string>> made(4);
    {
        std::vector<std::jthread> threads;
        for (auto& ids : made)
            threads.emplace_back([&] {
                for (int i = 0; i < 2'000; ++i) ids.push_back(new_id_text(clock));
            });
    }
    std::set<std::string> all;
    for (const auto& ids : made) {
        EXPECT_TRUE(std::ranges::is_sorted(ids));
        all.insert(ids.begin(), ids.end());
    }
    EXPECT_EQ(all.size(), 8'000U);
}

TEST(NewSecret, has_256_bits_and_is_stored_as_a_hash) {
    auto secret = new_secret();
    EXPECT_EQ(secret.size(), 43U);
    EXPECT_NE(secret, new_secret());
    EXPECT_EQ(hash_secret(secret), sha256_hex(secret));
}

TEST(OneTimeCode, is_six_digits_and_uses_them_all) {  // GEN-12
    std::set<char> first_digits;
    for (int i = 0; i < 1'000; ++i) {
        auto code = one_time_code();
        ASSERT_EQ(code.size(), 6U);
        ASSERT_EQ(code.find_first_not_of("0123456789"), std::string::npos);
        first_digits.insert(code.front());
    }
    EXPECT_EQ(first_digits.size(), 10U);
}

TEST(Ids, tell_when_they_were_made) {
    ManualClock clock;
    const auto id = new_id_text(clock);
    ASSERT_TRUE(time_of_id(id));
    EXPECT_GE(time_of_id(id)->milliseconds, clock.now().milliseconds);
    clock.advance_seconds(3600);
    EXPECT_GE(time_of_id(new_id_text(clock))->milliseconds - clock.now().milliseconds, 0);
    EXPECT_FALSE(time_of_id("not an id"));
}

}  // namespace
}  // namespace portico::crypto
