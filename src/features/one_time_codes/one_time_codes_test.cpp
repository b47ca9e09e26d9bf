// GEN-12 on both databases.
#include "features/one_time_codes/api/one_time_codes.h"

#include <gtest/gtest.h>

#include <thread>

#include "platform/db_testing/database_fixture.h"

namespace portico::one_time_codes {
namespace {

constexpr Purpose sign_in{.key = "sign_in"};
constexpr Purpose share{.key = "share", .block_seconds = 0};
constexpr Purpose link{.key = "patient_link", .block_seconds = 900, .blocks_until_for_good = 3};

const Destination ann_by_sms{Channel::sms, "+32475123456"};

class OneTimeCodesTest : public db::DatabaseTest {
protected:
    OneTimeCodes codes() { return {units(), keys, clock}; }

    Result<IssuedCode> issue(const CodeFor& what, const Destination& destination = ann_by_sms,
                             std::string_view address = "192.0.2.1") {
        auto work = begin();
        auto issued = codes().issue(work, what, destination, address);
        if (issued) work.commit_technical();
        return issued;
    }
    std::string digits(const CodeFor& what) { return issue(what, fresh_destination(), "").value().digits; }
    // A destination and an address that have had none yet.
    Destination fresh_destination() { return {Channel::mail, std::to_string(++destinations) + "@example.org"}; }

    Outcome outcome(const CodeFor& what, std::string_view typed) { return codes().check(what, typed).outcome; }
    // Checks and spends.
    std::string enter(const CodeFor& what, std::string_view typed) {
        auto engine = codes();
        const auto check = engine.check(what, typed);
        if (!check.right) return std::string(error_of(check).kind().code);
        auto work = begin();
        const auto used = engine.use(work, *check.right);
        if (!used) return std::string(used.error().kind().code);
        work.commit_technical();
        return "done";
    }
    static std::string other_than(const std::string& digits) { return digits == "000000" ? "111111" : "000000"; }
    template <class T>
    static std::string code(const Result<T>& result) {
        return result ? "done" : std::string(result.error().kind().code);
    }
    template <class T>
    static std::string seconds(const Result<T>& result) {
        return result || result.error().fields().empty() ? "" : result.error().fields()[0].text;
    }

    ManualClock clock;
    crypto::KeyRing keys = crypto::KeyRing::ephemeral();
    CodeFor ann{sign_in, "ann", "pending-1"};
    std::atomic<int> destinations{0};
};
PORTICO_ON_BOTH_DATABASES(OneTimeCodesTest);

TEST_P(OneTimeCodesTest, opens_once) {
    const auto issued = issue(ann);
    ASSERT_TRUE(issued);
    EXPECT_EQ(issued->digits.size(), 6U);
    EXPECT_EQ(issued->valid_until, clock.now().plus_seconds(600));
    EXPECT_EQ(enter(ann, issued->digits), "done");
    EXPECT_EQ(enter(ann, issued->digits), "one_time_code_used");
}

TEST_P(OneTimeCodesTest, is_taken_with_blanks_between) {
    const auto six = digits(ann);
    EXPECT_EQ(enter(ann, six.substr(0, 3) + " " + six.substr(3)), "done");
}

TEST_P(OneTimeCodesTest, lives_ten_minutes) {
    const auto six = digits(ann);
    clock.advance_seconds(599);
    EXPECT_EQ(outcome(ann, six), Outcome::right);
    clock.advance_seconds(1);
    EXPECT_EQ(enter(ann, six), "one_time_code_expired");
}

TEST_P(OneTimeCodesTest, cannot_be_spent_after_its_end_or_after_a_newer_one) {
    auto engine = codes();
    auto first = engine.check(ann, digits(ann));
    ASSERT_TRUE(first.right);
    const auto newer = digits(ann);
    {
        auto work = begin();
        EXPECT_EQ(code(engine.use(work, *first.right)), "one_time_code_used");
    }
    auto second = engine.check(ann, newer);
    ASSERT_TRUE(second.right);
    clock.advance_seconds(600);
    auto work = begin();
    EXPECT_EQ(code(engine.use(work, *second.right)), "one_time_code_expired");
}

TEST_P(OneTimeCodesTest, fits_only_what_it_was_asked_for) {
    const auto six = digits(ann);
    EXPECT_EQ(enter({sign_in, "ann", "pending-2"}, six), "one_time_code_wrong");
    EXPECT_EQ(enter({sign_in, "bob", "pending-1"}, six), "one_time_code_wrong");
    EXPECT_EQ(enter({share, "ann", "pending-1"}, six), "one_time_code_wrong");
    EXPECT_EQ(enter(ann, six), "done");
}

TEST_P(OneTimeCodesTest, counts_only_the_last) {
    const auto first = digits(ann);
    std::string second;
    do second = digits(ann);
    while (second == first);
    EXPECT_EQ(enter(ann, first), "one_time_code_wrong");
    EXPECT_EQ(enter(ann, second), "done");
}

TEST_P(OneTimeCodesTest, leaves_no_trace_when_its_cause_is_rolled_back) {
    {
        auto work = begin();
        ASSERT_TRUE(codes().issue(work, ann, ann_by_sms, "192.0.2.1"));
    }
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(issue(ann));
}

TEST_P(OneTimeCodesTest, is_stored_as_a_keyed_hash) {  // S9
    const auto issued = issue(ann);
    auto session = read();
    for (const auto& [id, hash] : session.rows<std::string, std::string>("SELECT id, code_hash FROM one_time_code"))
        EXPECT_EQ(hash.find(issued->digits), std::string::npos);
    for (const auto& [place] : session.rows<std::string>("SELECT place FROM one_time_code_sent"))
        EXPECT_EQ(place.find("475123456"), std::string::npos);
    keys = crypto::KeyRing::ephemeral();  // the database alone opens nothing
    EXPECT_EQ(outcome(ann, issued->digits), Outcome::wrong);
}

TEST_P(OneTimeCodesTest, is_blocked_after_five_wrong_ones_in_succession) {
    const auto six = digits(ann);
    for (int i = 1; i <= 5; ++i) {
        const auto check = codes().check(ann, other_than(six));
        EXPECT_EQ(check.outcome, Outcome::wrong) << i;
        EXPECT_EQ(check.wrong_in_succession, i);
        EXPECT_EQ(check.fifth_wrong, i == 5);
    }
    const auto blocked = codes().check(ann, six);
    EXPECT_EQ(blocked.outcome, Outcome::blocked);
    EXPECT_FALSE(blocked.fifth_wrong);
    EXPECT_EQ(blocked.blocked_until, clock.now().plus_seconds(900));
    EXPECT_EQ(error_of(blocked).fields().at(0).text, "900");
    clock.advance_seconds(900);
    EXPECT_EQ(enter(ann, digits(ann)), "done");
}

TEST_P(OneTimeCodesTest, forgets_wrong_ones_after_a_right_one) {
    const auto six = digits(ann);
    for (int i = 0; i < 4; ++i) EXPECT_EQ(enter(ann, other_than(six)), "one_time_code_wrong");
    EXPECT_EQ(enter(ann, six), "done") << "the fifth is the right one";
    EXPECT_EQ(codes().check(ann, other_than(six)).outcome, Outcome::used);
    const auto next = digits(ann);
    EXPECT_EQ(codes().check(ann, other_than(next)).wrong_in_succession, 1);
}

TEST_P(OneTimeCodesTest, keeps_the_count_when_a_new_code_is_made) {  // GEN-12
    for (int i = 0; i < 2; ++i) EXPECT_EQ(outcome(ann, other_than(digits(ann))), Outcome::wrong);
    for (int i = 3; i <= 5; ++i) EXPECT_EQ(codes().check(ann, other_than(digits(ann))).wrong_in_succession, i);
    EXPECT_EQ(code(issue(ann, fresh_destination(), "")), "one_time_code_blocked");
    EXPECT_EQ(seconds(issue(ann, fresh_destination(), "")), "900");
}

TEST_P(OneTimeCodesTest, keeps_the_count_across_a_restart_and_another_process) {  // GEN-12
    const auto six = digits(ann);
    const auto other_process = open_another();
    db::UnitsOfWork other_units(*other_process, recorded_audit, recorded_events);
    OneTimeCodes there(other_units, keys, clock);
    for (int i = 0; i < 2; ++i) EXPECT_EQ(outcome(ann, other_than(six)), Outcome::wrong);
    for (int i = 0; i < 3; ++i) EXPECT_EQ(there.check(ann, other_than(six)).outcome, Outcome::wrong);
    EXPECT_EQ(outcome(ann, six), Outcome::blocked);
    EXPECT_EQ(there.check(ann, six).outcome, Outcome::blocked);
}

TEST_P(OneTimeCodesTest, counts_subjects_apart) {  // a stranger does not lock out a known device
    const auto six = digits(ann);
    const CodeFor known{sign_in, "ann:device", "pending-1"};
    for (int i = 0; i < 5; ++i) EXPECT_EQ(outcome(ann, other_than(six)), Outcome::wrong);
    EXPECT_EQ(enter(known, digits(known)), "done");
    EXPECT_EQ(outcome(ann, six), Outcome::blocked);
}

TEST_P(OneTimeCodesTest, counts_where_no_code_was_ever_made) {  // S12
    for (int i = 0; i < 5; ++i) EXPECT_EQ(outcome({sign_in, "nobody", "x"}, "123456"), Outcome::wrong);
    EXPECT_EQ(outcome({sign_in, "nobody", "x"}, "123456"), Outcome::blocked);
}

TEST_P(OneTimeCodesTest, of_a_share_stays_blocked_until_staff_unblock_it) {
    const CodeFor what{share, "share-1", "browser"};
    const auto six = digits(what);
    for (int i = 0; i < 5; ++i) EXPECT_EQ(outcome(what, other_than(six)), Outcome::wrong);
    clock.advance_seconds(365 * 24 * 3600);
    EXPECT_EQ(outcome(what, six), Outcome::blocked);
    EXPECT_TRUE(error_of(codes().check(what, six)).fields().empty());
    {
        auto session = read();
        EXPECT_TRUE(codes().block_of(session, share, "share-1").blocked);
    }
    auto work = begin();
    codes().unblock(work, share, "share-1");
    work.commit_technical();
    EXPECT_EQ(enter(what, digits(what)), "done");
}

TEST_P(OneTimeCodesTest, of_a_patient_waits_twice_and_is_blocked_for_good_the_third_time) {
    const CodeFor what{link, "link-1", "browser"};
    for (int block = 1; block <= 3; ++block) {
        const auto six = digits(what);
        for (int i = 0; i < 5; ++i) EXPECT_EQ(outcome(what, other_than(six)), Outcome::wrong);
        EXPECT_EQ(codes().check(what, six).blocks, block);
        clock.advance_seconds(900);
    }
    EXPECT_EQ(code(issue(what, fresh_destination(), "")), "one_time_code_blocked");
}

TEST_P(OneTimeCodesTest, evaluates_five_of_64_wrong_ones_at_once) {  // GEN-12
    const auto six = digits(ann);
    const auto other_process = open_another();
    db::UnitsOfWork other_units(*other_process, recorded_audit, recorded_events);
    std::atomic<int> wrong = 0, blocked = 0, fifth = 0;
    std::vector<std::thread> threads;
    threads.reserve(64);
    for (int i = 0; i < 64; ++i)
        threads.emplace_back([&, i] {
            OneTimeCodes engine(i % 2 == 0 ? units() : other_units, keys, clock);
            const auto check = engine.check(ann, other_than(six));
            wrong += check.outcome == Outcome::wrong;
            blocked += check.outcome == Outcome::blocked;
            fifth += check.fifth_wrong;
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(wrong, 5);
    EXPECT_EQ(blocked, 59);
    EXPECT_EQ(fifth, 1);
    EXPECT_EQ(outcome(ann, six), Outcome::blocked);
}

TEST_P(OneTimeCodesTest, opens_once_for_64_right_ones_at_once) {  // GEN-12
    const auto six = digits(ann);
    std::atomic<int> done = 0, refused = 0;
    std::vector<std::thread> threads;
    threads.reserve(64);
    for (int i = 0; i < 64; ++i)
        threads.emplace_back([&] {
            const auto result = enter(ann, six);
            done += result == "done";
            refused += result == "one_time_code_used" || result == "one_time_code_blocked";
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(done, 1);
    EXPECT_EQ(refused, 63);
    EXPECT_EQ(enter(ann, digits(ann)), "done") << "the others did not count as wrong ones";
}

TEST_P(OneTimeCodesTest, is_sent_three_times_in_ten_minutes_and_five_times_an_hour) {  // GEN-12
    for (int i = 0; i < 3; ++i) EXPECT_TRUE(issue(ann, ann_by_sms, ""));
    const CodeFor something_else{share, "share-1", "browser"};
    EXPECT_EQ(code(issue(something_else, ann_by_sms, "")), "too_many_codes_for_destination");
    EXPECT_EQ(seconds(issue(ann, ann_by_sms, "")), "600");
    EXPECT_TRUE(issue(ann, {Channel::sms, "+32475123457"}, ""));
    EXPECT_TRUE(issue(ann, {Channel::mail, "+32475123456"}, ""));
    clock.advance_seconds(600);
    for (int i = 0; i < 2; ++i) EXPECT_TRUE(issue(ann, ann_by_sms, ""));
    EXPECT_EQ(seconds(issue(ann, ann_by_sms, "")), "3000");
    clock.advance_seconds(3000);
    EXPECT_TRUE(issue(ann, ann_by_sms, ""));
}

TEST_P(OneTimeCodesTest, is_asked_for_ten_times_an_hour_from_an_address) {  // GEN-12
    for (int i = 0; i < 10; ++i) EXPECT_TRUE(issue(ann, fresh_destination(), "2001:db8:1:2::" + std::to_string(i)));
    const auto eleventh = issue(ann, fresh_destination(), "2001:db8:1:2:9::1");
    EXPECT_EQ(code(eleventh), "too_many_codes_from_address");
    EXPECT_EQ(seconds(eleventh), "3600");
    EXPECT_TRUE(issue(ann, fresh_destination(), "2001:db8:1:3::1"));
    clock.advance_seconds(3600);
    EXPECT_TRUE(issue(ann, fresh_destination(), "2001:db8:1:2::1"));
}

TEST_P(OneTimeCodesTest, is_sent_three_times_however_many_ask_at_once) {  // GEN-12
    const auto other_process = open_another();
    db::UnitsOfWork other_units(*other_process, recorded_audit, recorded_events);
    std::atomic<int> sent = 0, refused = 0;
    std::vector<std::thread> threads;
    threads.reserve(32);
    for (int i = 0; i < 32; ++i)
        threads.emplace_back([&, i] {
            db::UnitsOfWork& mine = i % 2 == 0 ? units() : other_units;
            OneTimeCodes engine(mine, keys, clock);
            mine.retrying([&](db::UnitOfWork& work) {
                const CodeFor what{sign_in, "person-" + std::to_string(i), "x"};
                const auto issued = engine.issue(work, what, ann_by_sms, "192.0.2.9");
                if (issued) work.commit_technical();
                ++(issued ? sent : refused);
            });
        });
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(sent, 3);
    EXPECT_EQ(refused, 29);
}

TEST_P(OneTimeCodesTest, can_be_taken_back) {
    const auto six = digits(ann);
    auto work = begin();
    codes().withdraw(work, sign_in, "ann");
    work.commit_technical();
    EXPECT_EQ(outcome(ann, six), Outcome::wrong);
}

TEST_P(OneTimeCodesTest, is_forgotten_when_it_is_over_and_counts_later) {
    const auto six = digits(ann);
    EXPECT_EQ(outcome(ann, other_than(six)), Outcome::wrong);
    const CodeFor blocked{share, "share-1", "browser"};
    for (int i = 0; i < 5; ++i) EXPECT_EQ(outcome(blocked, "000000"), Outcome::wrong);
    const auto left = [&](const std::string& table) { return read().value<int>("SELECT count(*) FROM " + table); };
    const auto prune = [&] {
        auto work = begin();
        codes().prune(work);
        work.commit_technical();
    };
    clock.advance_seconds(25 * 3600);
    prune();
    EXPECT_EQ(left("one_time_code"), 0);
    EXPECT_EQ(left("one_time_code_sent"), 0);
    EXPECT_EQ(left("one_time_code_tries"), 2);
    clock.advance_seconds(30 * 24 * 3600);
    prune();
    EXPECT_EQ(left("one_time_code_tries"), 1);
    EXPECT_EQ(outcome(blocked, "000000"), Outcome::blocked);
}

}  // namespace
}  // namespace portico::one_time_codes
