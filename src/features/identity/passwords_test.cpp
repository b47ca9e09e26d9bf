#include "features/identity/api/passwords.h"

#include "features/people_testing/people_testing.h"

namespace portico::identity {
namespace {

using testing::good_password;
using testing::other_password;

class PasswordsTest : public testing::PeopleTest {
protected:
    void SetUp() override {
        PeopleTest::SetUp();
        if (IsSkipped()) return;
        auto work = begin();
        portico::testing::World world(work.session(), clock);
        ann = world.clinician("Ann Peeters");
        work.commit_technical();
        give_password(ann);
        here = open(ann);
        caller = caller_of(ann, here.session);
    }
    std::string change_to(std::string_view next, std::string_view current) {
        clock.advance_seconds(1);
        auto service = passwords();
        auto result = service.change(caller, current, next);
        if (result) return "changed";
        return result.error().fields().empty() ? std::string(result.error().kind().code)
                                               : result.error().fields().front().code;
    }
    std::string stored() { return read().value<std::string>("SELECT password_hash FROM users WHERE id = ?", ann.user); }

    portico::testing::Member ann;
    OpenedSession here;
    Caller caller;
};
PORTICO_ON_BOTH_DATABASES(PasswordsTest);

TEST_P(PasswordsTest, change_ends_the_other_sessions) {  // ACC-23
    auto elsewhere = open(ann);
    EXPECT_EQ(change_to(other_password, good_password), "changed");
    EXPECT_TRUE(hasher.verify(stored(), other_password));
    EXPECT_TRUE(sessions().resolve(here.token));
    EXPECT_FALSE(sessions().resolve(elsewhere.token));
    EXPECT_EQ(audited().back(), "password.changed");
}

TEST_P(PasswordsTest, change_with_a_wrong_one_changes_nothing) {
    auto before = stored();
    auto elsewhere = open(ann);
    EXPECT_EQ(change_to(other_password, "wrong"), "wrong_password");
    EXPECT_EQ(stored(), before);
    EXPECT_TRUE(sessions().resolve(elsewhere.token));
    EXPECT_EQ(audited().back(), "password.refused");
}

TEST_P(PasswordsTest, change_refuses_a_weak_one) {  // ACC-20
    auto before = stored();
    EXPECT_EQ(change_to("password123", good_password), "password_too_weak");
    EXPECT_EQ(change_to("short", good_password), "password_too_short");
    EXPECT_EQ(change_to("ann peeters", good_password), "password_is_known");
    EXPECT_EQ(stored(), before);
}

TEST_P(PasswordsTest, change_refuses_the_last_five) {  // ACC-20
    std::vector<std::string> used{std::string(good_password)};
    for (const char* word : {"Marble", "Copper", "Violet", "Sparrow", "Harbour"}) {
        auto next = std::string(word) + "-quiet_7-window";
        ASSERT_EQ(change_to(next, used.back()), "changed");
        used.push_back(next);
    }
    for (std::size_t i = 1; i < used.size(); ++i)
        EXPECT_EQ(change_to(used[i], used.back()), "password_used_before") << used[i];
    EXPECT_EQ(change_to(used.front(), used.back()), "changed") << "the sixth before may come back";
}

TEST_P(PasswordsTest, asked_for_again_are_not_to_be_guessed) {
    auto service = passwords();
    EXPECT_TRUE(service.reauthenticate(caller, good_password));
    for (int i = 0; i < 5; ++i) {
        auto wrong = service.reauthenticate(caller, "wrong");
        ASSERT_FALSE(wrong);
        EXPECT_TRUE(wrong.error().is(errors::wrong_password)) << i;
        if (i < 4) clock.advance_seconds(5);
    }
    auto refused = service.reauthenticate(caller, good_password);
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(portico::errors::too_many_requests));
    clock.advance_seconds(60);
    EXPECT_TRUE(service.reauthenticate(caller, good_password));
}

TEST_P(PasswordsTest, asked_for_again_are_noted_on_the_session) {
    clock.advance_seconds(100);
    ASSERT_TRUE(passwords().reauthenticate(caller, good_password));
    auto live = sessions().resolve(here.token);
    ASSERT_TRUE(live);
    EXPECT_EQ(live->reauthenticated_at, clock.now());
}

}  // namespace
}  // namespace portico::identity
