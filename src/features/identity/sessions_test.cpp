#include "features/identity/api/sessions.h"

#include "features/people_testing/people_testing.h"
#include "platform/crypto/random.h"

namespace portico::identity {
namespace {

class SessionsTest : public testing::PeopleTest {
protected:
    void SetUp() override {
        PeopleTest::SetUp();
        if (IsSkipped()) return;
        auto work = begin();
        portico::testing::World world(work.session(), clock);
        tenant = world.tenant("north");
        ann = world.clinician("Ann Peeters");
        bob = world.staff(tenant, "Bob Maes");
        work.commit_technical();
    }
    bool live(const OpenedSession& opened) { return sessions().resolve(opened.token).has_value(); }
    Timestamp last_seen(const OpenedSession& opened) {
        return read().value<Timestamp>("SELECT last_seen_at FROM session WHERE id = ?", opened.session.id);
    }

    TenantId tenant;
    portico::testing::Member ann, bob;
};
PORTICO_ON_BOTH_DATABASES(SessionsTest);

TEST_P(SessionsTest, have_tokens_of_256_bits_that_are_stored_hashed) {  // ACC-23, S9
    auto first = open(ann), second = open(ann);
    EXPECT_EQ(first.token.size(), 43U);
    EXPECT_NE(first.token, second.token);
    EXPECT_EQ(count("SELECT count(*) FROM session WHERE secret_hash = '" + first.token + "'"), 0);
    EXPECT_FALSE(sessions().resolve(read().value<std::string>("SELECT min(secret_hash) FROM session")));
}

TEST_P(SessionsTest, end_when_they_are_idle) {  // ACC-23
    auto opened = open(ann);
    for (int i = 0; i < 4; ++i) {
        clock.advance_seconds(29 * 60);
        EXPECT_TRUE(live(opened));
    }
    clock.advance_seconds(30 * 60);
    EXPECT_FALSE(live(opened));
}

TEST_P(SessionsTest, end_after_the_absolute_limit_however_much_they_are_used) {  // ACC-23
    auto opened = open(ann);
    for (int i = 0; i < 12 * 3; ++i) {
        EXPECT_TRUE(live(opened)) << i;
        clock.advance_seconds(20 * 60);
    }
    EXPECT_FALSE(live(opened));
}

TEST_P(SessionsTest, take_their_limits_from_the_account) {  // ACC-23
    change("UPDATE account SET idle_minutes = 5, absolute_hours = 1 WHERE id = '" + tenant.text() + "'");
    auto opened = open(bob);
    EXPECT_EQ(opened.session.idle_seconds, 300);
    EXPECT_EQ(opened.session.ends_at, clock.now().plus_seconds(3600));
    clock.advance_seconds(300);
    EXPECT_FALSE(live(opened));
}

TEST_P(SessionsTest, note_their_use_every_thirty_seconds) {
    auto opened = open(ann);
    auto begun = clock.now();
    clock.advance_seconds(29);
    EXPECT_TRUE(live(opened));
    EXPECT_EQ(last_seen(opened), begun);
    clock.advance_seconds(1);
    EXPECT_TRUE(live(opened));
    EXPECT_EQ(last_seen(opened), clock.now());
    auto written = clock.now();
    clock.advance_seconds(10);
    EXPECT_TRUE(live(opened));
    EXPECT_EQ(last_seen(opened), written);
}

TEST_P(SessionsTest, never_end_later_after_a_restart) {
    auto opened = open(ann);
    clock.advance_seconds(20);
    EXPECT_TRUE(live(opened));
    restart();
    clock.advance_seconds(30 * 60);
    EXPECT_FALSE(live(opened));
}

TEST_P(SessionsTest, end_with_their_person_or_membership_at_once) {  // ACC-6, GEN-5
    auto opened = open(bob);
    change("UPDATE membership SET enabled = 0");
    EXPECT_FALSE(live(opened));
    change("UPDATE membership SET enabled = 1");
    EXPECT_TRUE(live(opened));
    change("UPDATE users SET enabled = 0");
    EXPECT_FALSE(live(opened));
}

TEST_P(SessionsTest, are_listed_and_ended_by_their_own_person_only) {  // ACC-23
    auto first = open(ann), second = open(ann), foreign = open(bob);
    auto caller = caller_of(ann, first.session);
    {
        auto session = read();
        auto own = sessions().own(session, caller);
        ASSERT_EQ(own.size(), 2U);
        EXPECT_EQ(std::count_if(own.begin(), own.end(), [](const OwnSession& one) { return one.current; }), 1);
    }
    {
        auto work = begin();
        auto refused = sessions().end_own(work, caller, foreign.session.id);
        ASSERT_FALSE(refused);
        EXPECT_TRUE(refused.error().is(portico::errors::not_found));
    }
    auto work = begin();
    ASSERT_TRUE(sessions().end_own(work, caller, second.session.id));
    work.commit_technical();
    EXPECT_TRUE(live(first));
    EXPECT_FALSE(live(second));
    EXPECT_TRUE(live(foreign));
    EXPECT_EQ(recorded_events.events.back().name, "session.ended");
    EXPECT_EQ(recorded_events.events.back().payload, "{\"sessions\":[\"" + second.session.id.text() + "\"]}");
    EXPECT_EQ(audited(), std::vector<std::string>{"session.ended"});
}

TEST_P(SessionsTest, end_all_but_the_present_one) {  // ACC-23
    auto first = open(ann), second = open(ann), third = open(ann), foreign = open(bob);
    auto work = begin();
    sessions().end_others(work, caller_of(ann, first.session), "test");
    work.commit_technical();
    EXPECT_TRUE(live(first));
    EXPECT_FALSE(live(second));
    EXPECT_FALSE(live(third));
    EXPECT_TRUE(live(foreign));
}

TEST_P(SessionsTest, move_to_another_account_within_the_first_limit) {  // ACC-1
    MembershipId second;
    {
        auto work = begin();
        second = crypto::new_id<MembershipId>(clock);
        work.session().exec("INSERT INTO membership (id, account_id, user_id, created_at) VALUES (?, ?, ?, ?)", second,
                            tenant, ann.user, clock.now());
        work.commit_technical();
    }
    auto opened = open(ann);
    clock.advance_seconds(600);
    auto now = sessions().resolve(opened.token);
    ASSERT_TRUE(now);
    auto work = begin();
    auto moved = sessions().move(work, caller_of(ann, *now), *now, second);
    work.commit_technical();
    EXPECT_FALSE(live(opened));
    ASSERT_TRUE(live(moved));
    EXPECT_EQ(moved.session.membership, second);
    EXPECT_EQ(moved.session.ends_at, opened.session.ends_at);
    EXPECT_EQ(moved.session.reauthenticated_at, opened.session.reauthenticated_at);
}

TEST_P(SessionsTest, are_pruned_when_their_time_is_over) {
    auto old = open(ann);
    clock.advance_seconds(31 * 60 + 1);
    auto fresh = open(ann);
    auto work = begin();
    EXPECT_EQ(sessions().prune(work), 1);
    work.commit_technical();
    EXPECT_EQ(count("SELECT count(*) FROM session"), 1);
    EXPECT_TRUE(live(fresh));
    EXPECT_FALSE(live(old));
}

TEST(CsrfToken, follows_from_the_session_and_fits_no_other) {  // SEC-3
    auto token = Sessions::csrf_token("one");
    EXPECT_TRUE(Sessions::csrf_token_matches("one", token));
    EXPECT_FALSE(Sessions::csrf_token_matches("two", token));
    EXPECT_FALSE(Sessions::csrf_token_matches("one", ""));
    EXPECT_FALSE(Sessions::csrf_token_matches("one", "one"));
}

}  // namespace
}  // namespace portico::identity
