#include "features/accounts/api/registration.h"

#include "features/accounts/fixture_test.h"

namespace portico::accounts {
namespace {

using identity::testing::good_password;
using identity::testing::other_password;

class RegistrationTest : public testing::AccountsTest {
protected:
    Registrations registrations(bool enabled = true) {
        return {units(), *passwords_, keys,
                outbox,  clock,       {enabled, [] { return std::string("http://localhost:8080"); }}};
    }
    Registration ann() {
        return {.name = "Dr Ann Peeters",
                .family_name = "Peeters",
                .given_name = "Ann",
                .email = "Ann@example.org",
                .password = std::string(good_password),
                .profession = "physician",
                .speciality = "cardiology",
                .language = "en",
                .numbers = {{"RIZIV", "", "1-00041-63-004"}}};
    }
    std::string ask(const Registration& in, std::string address = "192.0.2.1") {
        return field(registrations().register_individual(in, {std::move(address), "browser"}));
    }
    std::vector<messaging::StoredMessage> mails() {
        auto session = read();
        return outbox.recent(session, 1000);
    }
    // Of the newest mail.
    std::string token() {
        auto text = mails().at(0).message.text;
        auto at = text.find("/register/confirm#");
        return at == std::string::npos ? "" : text.substr(at + 18, 43);
    }
    std::string confirm(std::string_view secret) {
        return field(registrations().confirm(secret, {"192.0.2.1", "browser"}));
    }
    bool can_sign_in(std::string_view password) {
        return sign_in().sign_in({"ann@example.org", std::string(password), {"203.0.113.1", "x"}, {}}).has_value();
    }
};
PORTICO_ON_BOTH_DATABASES(RegistrationTest);

TEST_P(RegistrationTest, makes_a_person_with_an_account_once_the_link_is_used) {  // ACC-3
    ASSERT_EQ(ask(ann()), "done");
    EXPECT_EQ(count("SELECT count(*) FROM users"), 0);
    EXPECT_FALSE(can_sign_in(good_password));
    EXPECT_EQ(confirm(token()), "done");
    ASSERT_TRUE(can_sign_in(good_password));
    auto session = read();
    auto user = identity::find_user_by_email(session, "ann@example.org");
    ASSERT_TRUE(user);
    EXPECT_EQ(user->family_name, "Peeters");
    auto memberships = memberships_of(session, user->id);
    ASSERT_EQ(memberships.size(), 1U);
    EXPECT_EQ(memberships[0].account.kind, AccountKind::individual);
    EXPECT_EQ(session.value<std::string>("SELECT normalised FROM professional_number"), "10004163004");
    EXPECT_EQ(session.value<std::int64_t>("SELECT count(*) FROM confirmed_number"), 0) << "a claim until confirmed";
}

TEST_P(RegistrationTest, links_work_once_and_for_a_day) {  // ACC-3
    ASSERT_EQ(ask(ann()), "done");
    auto link = token();
    EXPECT_EQ(count("SELECT count(*) FROM confirmation WHERE secret_hash = '" + link + "'"), 0) << "stored hashed";
    EXPECT_EQ(confirm("guessed"), "confirmation_unknown");
    clock.advance_seconds(24 * 3600);
    EXPECT_EQ(confirm(link), "confirmation_expired");
    ASSERT_EQ(ask(ann()), "done");
    auto second = token();
    EXPECT_EQ(confirm(second), "done");
    EXPECT_EQ(confirm(second), "confirmation_unknown");
    EXPECT_EQ(count("SELECT count(*) FROM users"), 1);
}

TEST_P(RegistrationTest, answers_known_and_unknown_addresses_alike) {  // SEC-9, S12
    ASSERT_EQ(ask(ann()), "done");
    ASSERT_EQ(confirm(token()), "done");
    auto again = ann();
    again.password = other_password;
    EXPECT_EQ(ask(again), "done");
    EXPECT_EQ(mails().size(), 2U) << "one mail either way";
    EXPECT_EQ(token(), "") << "the second says so, without a link that changes anything";
    EXPECT_TRUE(can_sign_in(good_password));
    EXPECT_FALSE(can_sign_in(other_password));
}

TEST_P(RegistrationTest, nobody_puts_a_password_under_anothers_address) {  // ACC-3
    auto stranger = ann();
    stranger.password = other_password;
    ASSERT_EQ(ask(stranger), "done");
    ASSERT_EQ(ask(ann()), "done");
    EXPECT_EQ(confirm(token()), "done") << "the link of her own form";
    EXPECT_TRUE(can_sign_in(good_password));
    EXPECT_FALSE(can_sign_in(other_password));
}

TEST_P(RegistrationTest, refuses_what_cannot_be) {  // ACC-3, ACC-20, GEN-4
    auto in = ann();
    in.password = "Dr Ann Peeters";
    EXPECT_EQ(ask(in), "password:password_is_known");
    in = ann();
    in.numbers.push_back({"NPI", "", "1234567894"});
    EXPECT_EQ(ask(in), "professionalNumbers[1].value:number_wrong_check");
    in = ann();
    in.profession = "astronaut";
    EXPECT_EQ(ask(in), "profession:not_a_choice");
    in = ann();
    in.language = "tlh";
    EXPECT_EQ(ask(in), "language:not_a_choice");
    EXPECT_TRUE(mails().empty());
    EXPECT_EQ(count("SELECT count(*) FROM confirmation"), 0);
}

TEST_P(RegistrationTest, sends_few_mails_to_one_address) {  // GEN-12, S8
    for (int i = 0; i < 6; ++i) EXPECT_EQ(ask(ann(), "192.0.2." + std::to_string(i)), "done");
    EXPECT_EQ(mails().size(), 3U) << "in ten minutes";
    clock.advance_seconds(601);
    for (int i = 0; i < 6; ++i) EXPECT_EQ(ask(ann(), "192.0.2.1" + std::to_string(i)), "done");
    EXPECT_EQ(mails().size(), 5U) << "in an hour";
}

TEST_P(RegistrationTest, limits_what_comes_from_one_network_address) {  // GEN-12, S8
    for (int i = 0; i < 10; ++i) {
        auto in = ann();
        in.email = "ann" + std::to_string(i) + "@example.org";
        ASSERT_EQ(ask(in), "done");
    }
    EXPECT_EQ(ask(ann()), "too_many_requests");
    EXPECT_EQ(ask(ann(), "203.0.113.7"), "done");
    clock.advance_seconds(3600);
    EXPECT_EQ(ask(ann()), "done");
}

TEST_P(RegistrationTest, can_be_switched_off) {
    EXPECT_EQ(code(registrations(false).register_individual(ann(), {})), "registration_closed");
    EXPECT_TRUE(mails().empty());
}

TEST_P(RegistrationTest, by_the_operator_needs_no_mail) {
    auto made = registrations().create_confirmed(operator_caller(), ann());
    ASSERT_TRUE(made);
    EXPECT_TRUE(mails().empty());
    EXPECT_TRUE(can_sign_in(good_password));
    EXPECT_EQ(code(registrations().create_confirmed(operator_caller(), ann())), "email_taken");
    EXPECT_THROW(registrations().create_confirmed(Caller(), ann()), std::logic_error);
}

TEST_P(RegistrationTest, forgets_forms_that_were_never_confirmed) {  // SEC-10
    ASSERT_EQ(ask(ann()), "done");
    clock.advance_seconds(8 * 24 * 3600 + 1);
    auto work = begin();
    registrations().prune(work);
    work.commit_technical();
    EXPECT_EQ(count("SELECT count(*) FROM confirmation"), 0);
}

}  // namespace
}  // namespace portico::accounts
