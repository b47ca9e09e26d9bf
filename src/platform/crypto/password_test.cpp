#include "platform/crypto/password.h"

#include <gtest/gtest.h>

#include <thread>

namespace portico::crypto {
namespace {

TEST(PasswordHasher, knows_the_right_password_only) {  // ACC-20
    PasswordHasher hasher;
    auto stored = hasher.hash("correct horse battery staple");
    EXPECT_TRUE(stored.starts_with("$argon2id$v=19$m=47104,t=2,p=1$"));
    EXPECT_NE(stored, hasher.hash("correct horse battery staple"));
    EXPECT_TRUE(hasher.verify(stored, "correct horse battery staple"));
    EXPECT_FALSE(hasher.verify(stored, "correct horse battery stapler"));
    EXPECT_FALSE(hasher.verify(stored, ""));
}

TEST(PasswordHasher, is_false_for_a_text_that_is_no_hash) {
    PasswordHasher hasher;
    EXPECT_FALSE(hasher.verify("", "x"));
    EXPECT_FALSE(hasher.verify("$argon2id$", "x"));
    EXPECT_FALSE(hasher.verify(std::string(500, 'a'), "x"));
    EXPECT_FALSE(hasher.verify_dummy("x"));
}

TEST(PasswordHasher, asks_for_a_new_hash_when_costs_change) {
    PasswordHasher cheap({.memory_mib = 46, .passes = 1});
    PasswordHasher dear({.memory_mib = 46, .passes = 2});
    auto stored = cheap.hash("x");
    EXPECT_FALSE(cheap.needs_rehash(stored));
    EXPECT_TRUE(dear.needs_rehash(stored));
    EXPECT_TRUE(dear.verify(stored, "x"));
    EXPECT_TRUE(cheap.needs_rehash("no hash"));
}

TEST(PasswordHasher, refuses_costs_below_the_rule) {  // ACC-20
    EXPECT_THROW(PasswordHasher({.memory_mib = 45}), std::invalid_argument);
    EXPECT_THROW(PasswordHasher({.passes = 0}), std::invalid_argument);
}

TEST(PasswordHasher, serves_more_threads_than_it_hashes_at_a_time) {
    PasswordHasher hasher({.memory_mib = 46, .passes = 1});
    auto stored = hasher.hash("x");
    std::atomic<int> right = 0;
    {
        std::vector<std::jthread> threads;
        for (int i = 0; i < 8; ++i)
            threads.emplace_back([&, i] { right += hasher.verify(stored, i % 2 == 0 ? "x" : "y") ? 1 : 0; });
    }
    EXPECT_EQ(right, 4);
}

TEST(PasswordStrength, tells_weak_from_strong) {  // ACC-20
    EXPECT_EQ(password_strength("", {}), 0);
    EXPECT_EQ(password_strength("password", {}), 0);
    EXPECT_LE(password_strength("qwertyuiop", {}), 1);
    EXPECT_EQ(password_strength("kJ8#vu2!mQz94-tw", {}), 4);
}

TEST(PasswordStrength, counts_words_that_an_attacker_knows_as_guessed) {
    EXPECT_GT(password_strength("vandenbroucke", {}), password_strength("vandenbroucke", {"vandenbroucke", ""}));
}

TEST(PasswordStrength, ends_soon_for_very_long_texts) {
    EXPECT_GE(password_strength(std::string(100'000, 'x'), {}), 0);
}

}  // namespace
}  // namespace portico::crypto
