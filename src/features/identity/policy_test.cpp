#include "features/identity/policy.h"

#include <gtest/gtest.h>

namespace portico::identity::policy {
namespace {

const PasswordOwner ann{"Dr Ann Peeters", "ann.peeters@hospital.example"};

std::string code_of(std::string_view password) {
    auto result = check_new_password(password, ann, "password");
    return result ? "right" : result.error().fields().front().code;
}

TEST(PasswordRules, take_unrelated_words) {  // ACC-20
    EXPECT_EQ(code_of("correct horse battery staple"), "right");
    EXPECT_EQ(code_of("tulpe-Kran_7-Nebel"), "right");
}

TEST(PasswordRules, count_characters_not_bytes) {  // ACC-20
    EXPECT_EQ(code_of("short1!xy"), "password_too_short");
    EXPECT_EQ(code_of("éàüöñéàüö"), "password_too_short");
    EXPECT_EQ(code_of(std::string(201, 'x')), "password_too_long");
}

TEST(PasswordRules, refuse_what_is_guessed_at_once) {  // ACC-20
    EXPECT_EQ(code_of("password123"), "password_too_weak");
    EXPECT_EQ(code_of("aaaaaaaaaaaaaaa"), "password_too_weak");
    EXPECT_EQ(code_of("1234567890"), "password_too_weak");
}

TEST(PasswordRules, refuse_the_persons_name_and_mail) {  // ACC-20
    EXPECT_EQ(code_of("ann.peeters"), "password_is_known");
    EXPECT_EQ(code_of("Ann.Peeters@Hospital.Example"), "password_is_known");
    EXPECT_EQ(code_of("my name is dr ann peeters"), "password_is_known");
    EXPECT_EQ(code_of("DrAnnPeeters"), "password_is_known");
}

TEST(PasswordRules, name_the_field) {
    auto result = check_new_password("short", ann, "newPassword");
    ASSERT_FALSE(result);
    EXPECT_EQ(result.error().fields().front().path, "newPassword");
}

TEST(Delays, lock_unknown_devices_after_five) {  // ACC-21
    EXPECT_EQ(delay_after(Counted::unknown_device, 2), 0);
    EXPECT_LT(delay_after(Counted::unknown_device, 3), delay_after(Counted::unknown_device, 4));
    EXPECT_EQ(delay_after(Counted::unknown_device, 5), 15 * 60);
}

TEST(Delays, grow_for_addresses_up_to_a_limit) {  // ACC-21
    EXPECT_EQ(delay_after(Counted::address, 30), 0);
    EXPECT_EQ(delay_after(Counted::address, 31), 1);
    EXPECT_EQ(delay_after(Counted::address, 34), 8);
    EXPECT_EQ(delay_after(Counted::address, 1'000'000), 300);
}

TEST(Delays, never_lock_a_known_device_longer_than_an_unknown_one) {
    for (std::int64_t failures = 0; failures < 100; ++failures)
        EXPECT_LE(delay_after(Counted::known_device, failures), delay_after(Counted::unknown_device, 5));
}

TEST(Tries, are_forgotten_after_a_lock_has_ended) {
    Timestamp now{1'000'000'000};
    Tries tries;
    for (int i = 0; i < 5; ++i) tries = charged(Counted::unknown_device, tries, now);
    EXPECT_EQ(tries.failures, 5);
    EXPECT_EQ(settled(Counted::unknown_device, tries, now.plus_seconds(899)).failures, 5);
    EXPECT_EQ(settled(Counted::unknown_device, tries, now.plus_seconds(900)).failures, 0);
}

TEST(Tries, of_a_known_device_go_on_counting_until_a_success) {
    Timestamp now{1'000'000'000};
    Tries tries;
    for (int i = 0; i < 6; ++i) tries = charged(Counted::known_device, tries, now);
    EXPECT_EQ(settled(Counted::known_device, tries, now.plus_seconds(86'400)).failures, 6);
}

TEST(CountedNetwork, takes_ipv6_hosts_by_their_network) {  // S13
    EXPECT_EQ(counted_network("192.0.2.7"), "192.0.2.7");
    EXPECT_EQ(counted_network("2001:db8:1:2::1"), counted_network("2001:db8:1:2:ffff::9"));
    EXPECT_NE(counted_network("2001:db8:1:2::1"), counted_network("2001:db8:1:3::1"));
}

}  // namespace
}  // namespace portico::identity::policy
