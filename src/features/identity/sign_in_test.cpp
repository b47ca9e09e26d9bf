#include "features/identity/api/sign_in.h"

#include <ctime>
#include <thread>

#include "features/people_testing/people_testing.h"

namespace portico::identity {
namespace {

using testing::good_password;

class SignInTest : public testing::PeopleTest {
protected:
    void SetUp() override {
        PeopleTest::SetUp();
        if (IsSkipped()) return;
        auto work = begin();
        portico::testing::World world(work.session(), clock);
        tenant = world.tenant("north");
        ann = world.clinician("Ann Peeters");
        desk = world.staff(tenant, "Front desk");
        work.commit_technical();
        give_password(ann);
        give_password(desk);
        mail = email_of(ann);
    }
    Result<SignedIn> try_as(std::string_view email, std::string_view password, std::string device = {},
                            std::string address = "192.0.2.1") {
        auto service = sign_in();
        return service.sign_in(
            {std::string(email), std::string(password), {std::move(address), "browser"}, std::move(device)});
    }
    std::string code(std::string_view email, std::string_view password, std::string device = {},
                     std::string address = "192.0.2.1") {
        auto result = try_as(email, password, std::move(device), std::move(address));
        return result ? "signed_in" : std::string(result.error().kind().code);
    }
    // Wrong ones from anywhere but the usual address, until the account is locked.
    void lock() {
        for (int i = 0; i < 5; ++i) {
            EXPECT_EQ(code(mail, "wrong", {}, "198.51.100." + std::to_string(i)), "sign_in_failed");
            if (i < 4) clock.advance_seconds(5);
        }
    }
    std::int64_t mails() { return std::ssize(outbox.recent(*std::make_unique<db::Session>(read()), 1000)); }

    TenantId tenant;
    portico::testing::Member ann, desk;
    std::string mail;
};
PORTICO_ON_BOTH_DATABASES(SignInTest);

TEST_P(SignInTest, opens_a_session_for_the_right_password) {  // ACC-20
    auto signed_in = try_as(mail, good_password);
    ASSERT_TRUE(signed_in);
    EXPECT_EQ(signed_in->opened.session.user, ann.user);
    EXPECT_EQ(signed_in->opened.session.membership, ann.membership);
    EXPECT_TRUE(sessions().resolve(signed_in->opened.token));
    EXPECT_EQ(recorded_audit.events.back().code, "session.started");
    EXPECT_FALSE(recorded_audit.events.back().tenant);
    EXPECT_EQ(code("  " + std::string(1, 'U') + mail.substr(1) + " ", good_password), "signed_in");
}

TEST_P(SignInTest, of_staff_stands_in_the_trail_of_their_tenant) {  // AUD-1
    ASSERT_TRUE(try_as(email_of(desk), good_password));
    EXPECT_EQ(recorded_audit.events.back().tenant, tenant);
    EXPECT_EQ(code(email_of(desk), "wrong"), "sign_in_failed");
    EXPECT_EQ(recorded_audit.events.back().code, "session.refused");
    EXPECT_EQ(recorded_audit.events.back().outcome, Outcome::refused);
    EXPECT_EQ(recorded_audit.events.back().tenant, tenant);
}

TEST_P(SignInTest, answers_wrong_unknown_disabled_and_unconfirmed_alike) {  // ACC-20, SEC-9
    EXPECT_EQ(code(mail, "wrong"), "sign_in_failed");
    EXPECT_EQ(code("nobody@example.org", good_password), "sign_in_failed");
    change("UPDATE users SET enabled = 0");
    EXPECT_EQ(code(mail, good_password), "sign_in_failed");
    change("UPDATE users SET enabled = 1, email_confirmed_at = NULL");
    EXPECT_EQ(code(email_of(desk), good_password), "sign_in_failed");
    change("UPDATE users SET email_confirmed_at = 1");
    change("UPDATE membership SET enabled = 0");
    EXPECT_EQ(code(email_of(desk), good_password), "sign_in_failed");
    change("UPDATE users SET password_hash = NULL");
    EXPECT_EQ(code(email_of(desk), good_password, {}, "192.0.2.3"), "sign_in_failed");
    EXPECT_EQ(count("SELECT count(*) FROM session"), 0);
}

// Processor time of this thread, which a busy machine does not change.
double processor_seconds() {
    timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) * 1e-9;
}

TEST_P(SignInTest, hashes_a_password_whoever_it_is_for) {  // ACC-20, S12
    auto spent = [&](std::string_view email, std::string_view password, std::string address) {
        auto begin_at = processor_seconds();
        EXPECT_EQ(code(email, password, {}, std::move(address)), "sign_in_failed");
        return processor_seconds() - begin_at;
    };
    auto begin_at = processor_seconds();
    hasher.verify_dummy("wrong");
    auto hash = processor_seconds() - begin_at;
    EXPECT_GT(spent(mail, "wrong", "192.0.2.1"), hash * 0.5);
    EXPECT_GT(spent("nobody@example.org", "wrong", "192.0.2.2"), hash * 0.5);
    change("UPDATE users SET enabled = 0");
    EXPECT_GT(spent(email_of(desk), good_password, "192.0.2.3"), hash * 0.5);
}

TEST_P(SignInTest, locks_unknown_devices_after_five_wrong_ones_and_writes_a_mail) {  // ACC-21, GEN-12
    lock();
    EXPECT_EQ(mails(), 1);
    auto locked = try_as(mail, good_password, {}, "203.0.113.9");
    ASSERT_FALSE(locked);
    EXPECT_TRUE(locked.error().is(errors::sign_in_locked));
    ASSERT_EQ(locked.error().fields().size(), 1U);
    EXPECT_EQ(locked.error().fields()[0].text, "900");
    EXPECT_GT(count("SELECT locked_until FROM users WHERE id = '" + ann.user.text() + "'"), clock.now().milliseconds);
    clock.advance_seconds(15 * 60);
    EXPECT_EQ(code(mail, good_password), "signed_in");
    EXPECT_EQ(count("SELECT failed_sign_ins FROM users WHERE id = '" + ann.user.text() + "'"), 0);
}

TEST_P(SignInTest, locks_an_unknown_address_of_mail_just_so) {  // SEC-9
    for (int i = 0; i < 5; ++i) {
        EXPECT_EQ(code("nobody@example.org", "wrong", {}, "198.51.100." + std::to_string(i)), "sign_in_failed");
        if (i < 4) clock.advance_seconds(5);
    }
    EXPECT_EQ(code("nobody@example.org", "wrong"), "sign_in_locked");
    EXPECT_EQ(mails(), 0);
}

TEST_P(SignInTest, is_not_locked_by_strangers_on_a_device_that_signed_in_before) {  // GEN-12
    auto first = try_as(mail, good_password);
    ASSERT_TRUE(first);
    lock();
    EXPECT_EQ(code(mail, good_password, "made-up"), "sign_in_locked");
    auto again = try_as(mail, good_password, first->device_secret);
    ASSERT_TRUE(again);
    EXPECT_EQ(again->device_secret, first->device_secret);
    EXPECT_EQ(code(mail, good_password), "sign_in_locked") << "the strangers are still locked out";
}

TEST_P(SignInTest, of_another_person_does_not_make_a_device_known) {  // GEN-12
    auto other = try_as(email_of(desk), good_password);
    ASSERT_TRUE(other);
    lock();
    EXPECT_EQ(code(mail, good_password, other->device_secret), "sign_in_locked");
}

TEST_P(SignInTest, counts_across_a_restart) {  // GEN-12
    lock();
    restart();
    EXPECT_EQ(code(mail, good_password), "sign_in_locked");
}

TEST_P(SignInTest, evaluates_few_of_many_wrong_ones_at_once) {  // GEN-12
    std::atomic<int> evaluated = 0, locked = 0, other = 0;
    sessions();  // made before the threads use it
    std::vector<std::thread> threads;
    for (int i = 0; i < 64; ++i) {
        threads.emplace_back([&, i] {
            auto result = code(mail, "wrong", {}, "198.51.100." + std::to_string(i));
            ++(result == "sign_in_failed" ? evaluated : result == "sign_in_locked" ? locked : other);
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_GE(evaluated, 1);
    EXPECT_LE(evaluated, 5);
    EXPECT_EQ(evaluated + locked, 64) << other << " others";
}

TEST_P(SignInTest, slows_an_address_down_that_tries_many_people) {  // ACC-21
    for (int i = 0; i < 31; ++i)
        EXPECT_EQ(code("nobody" + std::to_string(i) + "@example.org", "wrong"), "sign_in_failed") << i;
    EXPECT_EQ(code(mail, good_password), "sign_in_locked");
    EXPECT_EQ(code(mail, good_password, {}, "203.0.113.5"), "signed_in") << "others are not concerned";
}

TEST_P(SignInTest, tells_of_failed_attempts_once) {  // ACC-21
    EXPECT_EQ(code(mail, "wrong"), "sign_in_failed");
    EXPECT_EQ(code(mail, "wrong"), "sign_in_failed");
    auto first = try_as(mail, good_password);
    ASSERT_TRUE(first);
    EXPECT_EQ(first->failed_attempts, 2);
    auto second = try_as(mail, good_password);
    ASSERT_TRUE(second);
    EXPECT_EQ(second->failed_attempts, 0);
}

TEST_P(SignInTest, keeps_the_last_hundred_attempts) {  // ACC-21
    for (int i = 0; i < 102; ++i) {
        ASSERT_TRUE(try_as(mail, good_password, {}, "192.0.2." + std::to_string(i)));
        clock.advance_seconds(1);
    }
    auto session = read();
    auto history = SignIn::history(session, ann.user);
    ASSERT_EQ(history.size(), 100U);
    EXPECT_EQ(history.front().address, "192.0.2.101");
    EXPECT_EQ(history.back().address, "192.0.2.2");
    EXPECT_EQ(count("SELECT count(*) FROM sign_in_attempt"), 100);
}

TEST_P(SignInTest, notes_a_flood_against_a_locked_account_once_a_minute) {
    lock();
    for (int i = 0; i < 20; ++i) EXPECT_EQ(code(mail, "wrong", {}, "203.0.113." + std::to_string(i)), "sign_in_locked");
    EXPECT_EQ(count("SELECT count(*) FROM sign_in_attempt WHERE result = 'locked'"), 1);
}

TEST_P(SignInTest, can_be_unlocked) {  // ACC-21
    lock();
    auto work = begin();
    sign_in().unlock(work, ann.user, portico::testing::World::operator_caller());
    work.commit_technical();
    EXPECT_EQ(audited().back(), "user.unlocked");
    EXPECT_EQ(code(mail, good_password), "signed_in");
}

TEST_P(SignInTest, stores_no_secret_in_clear) {  // S9
    auto signed_in = try_as(mail, good_password);
    ASSERT_TRUE(signed_in);
    auto session = read();
    for (const auto& [hash] : session.rows<std::string>("SELECT secret_hash FROM session UNION SELECT device_hash FROM"
                                                        " known_device UNION SELECT subject FROM sign_in_throttle")) {
        EXPECT_EQ(hash.find(signed_in->opened.token), std::string::npos);
        EXPECT_EQ(hash.find(signed_in->device_secret), std::string::npos);
        EXPECT_EQ(hash.find(mail), std::string::npos);
    }
}

TEST_P(SignInTest, forgets_counters_after_a_day) {
    EXPECT_EQ(code(mail, "wrong"), "sign_in_failed");
    clock.advance_seconds(25 * 3600);
    auto work = begin();
    sign_in().prune(work);
    work.commit_technical();
    EXPECT_EQ(count("SELECT count(*) FROM sign_in_throttle"), 0);
}

}  // namespace
}  // namespace portico::identity
