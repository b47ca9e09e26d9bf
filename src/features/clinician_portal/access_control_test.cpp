// Requests by clinicians and decisions by the department, on both databases.
#include "features/clinician_portal/api/access_control.h"

#include "features/clinician_portal/fixture_test.h"

namespace portico::clinician_portal {
namespace {

using access::LinkState;
using testing::C;

class AccessControlTest : public testing::PortalTest {
protected:
    void SetUp() override {
        PortalTest::SetUp();
        if (IsSkipped()) return;
        build([&](portico::testing::World& world) {
            number = world.number(ann, "riziv", "12345678901");
            everything = world.clinician_role(north, {C::view_images, C::access_all_studies});
            referred = world.clinician_role(north, {C::view_images, C::access_referred_studies});
        });
    }
    AccessLink found(const AccessLinkId& id) {
        auto session = read();
        return control->find(session, may(north), id).value();
    }
    std::string change(const AccessLinkId& id, const LinkChange& wanted, std::int64_t version) {
        auto result = control->change(may(north), id, version, wanted);
        return result ? "changed" : std::string(result.error().kind().code);
    }
    std::string change(const AccessLinkId& id, const LinkChange& wanted) {
        return change(id, wanted, found(id).version);
    }
    std::string ask(const TenantId& tenant, const std::string& message = "") {
        auto result = directory->request(ann.caller(), tenant, message);
        return result ? std::string(access::key_of(*result->state)) : std::string(result.error().kind().code);
    }
    std::string withdraw(const TenantId& tenant) {
        auto result = directory->withdraw(ann.caller(), tenant);
        return result ? "withdrawn" : std::string(result.error().kind().code);
    }
    DirectoryCard card(const TenantId& tenant) {
        auto session = read();
        for (const auto& listed : directory->list(session, ann.caller(), {}))
            if (listed.card.tenant == tenant) return listed.card;
        throw std::runtime_error("the department is not in the directory");
    }
    std::vector<AccessLink> listed(const TenantId& tenant, const LinkQuery& query = {}) {
        auto session = read();
        return control->list(session, may(tenant), query);
    }

    ProfessionalNumberId number;
    RoleId everything, referred;
};
PORTICO_ON_BOTH_DATABASES(AccessControlTest);

// CLA-4, CLA-20
TEST_P(AccessControlTest, a_request_is_listed_with_its_message_and_the_numbers_claimed) {
    EXPECT_EQ(ask(north, "I work next door"), "requested");
    auto links = listed(north);
    ASSERT_EQ(links.size(), 1U);
    EXPECT_EQ(links[0].account, ann.account);
    EXPECT_EQ(links[0].account_name, "Ann Peeters");
    EXPECT_EQ(links[0].account_kind, "individual");
    EXPECT_EQ(links[0].state, LinkState::requested);
    EXPECT_EQ(links[0].message, "I work next door");
    EXPECT_EQ(links[0].requested_at, clock.now());
    EXPECT_EQ(links[0].email, email_of(ann));
    ASSERT_EQ(links[0].numbers.size(), 1U);
    EXPECT_EQ(links[0].numbers[0].value, "12345678901");
    EXPECT_FALSE(links[0].numbers[0].confirmed);
    EXPECT_EQ(audited().back(), "access_link.requested");
    EXPECT_EQ(recorded_events.events.back().name, "access_requests.changed");
    EXPECT_EQ(recorded_events.events.back().tenant, north);
    EXPECT_TRUE(listed(south).empty());  // GEN-2
    EXPECT_EQ(ask(north), "access_already_requested");
}

// CLA-4
TEST_P(AccessControlTest, the_list_is_filtered_searched_and_paged) {
    portico::testing::Member ben;
    build([&](portico::testing::World& world) { ben = world.clinician("Ben Claes"); });
    auto first = link(north, ann, "requested");
    clock.advance_seconds(60);
    auto second = link(north, ben, "declined");
    auto ids = [&](const LinkQuery& query) {
        std::vector<AccessLinkId> all;
        for (const auto& entry : listed(north, query)) all.push_back(entry.id);
        return all;
    };
    using Ids = std::vector<AccessLinkId>;
    EXPECT_EQ(ids({}), (Ids{second, first}));
    EXPECT_EQ(ids({.state = LinkState::declined}), Ids{second});
    EXPECT_EQ(ids({.kind = "organisation"}), Ids{});
    EXPECT_EQ(ids({.kind = "individual"}).size(), 2U);
    EXPECT_EQ(ids({.text = "PEET"}), Ids{first});
    EXPECT_EQ(ids({.text = "%"}), Ids{});
    EXPECT_EQ(ids({.limit = 1}), Ids{second});
    EXPECT_EQ(ids({.after = std::pair{clock.now(), second}}), Ids{first});
    PortalTest::change("UPDATE access_link SET state = 'withdrawn'");
    EXPECT_EQ(ids({}), Ids{});
}

// CLA-4
TEST_P(AccessControlTest, the_role_comes_first) {
    auto id = link(north, ann, "requested");
    EXPECT_EQ(change(id, {.allow_access = true}), "role_required");
    EXPECT_EQ(found(id).state, LinkState::requested);
    EXPECT_EQ(found(id).version, 1);
    EXPECT_EQ(change(id, {.role = referred}), "changed");  // a role alone lets nobody in
    EXPECT_EQ(found(id).state, LinkState::requested);
    EXPECT_EQ(found(id).role, referred);
    EXPECT_TRUE(mails().empty());
    EXPECT_EQ(change(id, {.role = referred, .allow_access = true}), "changed");
    EXPECT_EQ(found(id).state, LinkState::allowed);
}

// CLA-4
TEST_P(AccessControlTest, the_role_is_a_clinician_role_of_the_department) {
    auto id = link(north, ann, "requested");
    RoleId of_staff;
    build([&](portico::testing::World& world) { of_staff = world.tenant_role(north, {Permission::view_studies}); });
    for (const auto& role : {role(south, {C::view_images}), of_staff, crypto::new_id<RoleId>(clock)})
        EXPECT_EQ(change(id, {.role = role, .allow_access = true}), "role_unknown");
    EXPECT_EQ(found(id).state, LinkState::requested);
}

// CLA-4: Access All Studies and Emergency Access are given to a named person only.
TEST_P(AccessControlTest, an_organisation_gets_no_role_that_is_for_persons) {
    auto id = link(north, ann, "requested");
    EXPECT_EQ(change(id, {.role = everything}), "changed");
    PortalTest::change("UPDATE account SET kind = 'organisation' WHERE kind = 'individual'");
    EXPECT_EQ(change(id, {.role = everything, .allow_access = true}), "role_only_for_persons");
    auto emergency = role(north, {C::view_images, C::emergency_access});
    EXPECT_EQ(change(id, {.role = emergency, .allow_access = true}), "role_only_for_persons");
    EXPECT_EQ(change(id, {.role = referred, .allow_access = true}), "changed");
}

// CLA-4
TEST_P(AccessControlTest, turning_access_off_suspends_at_once_and_on_again_restores) {
    auto id = link(north, ann, "requested");
    StudyId study;
    build([&](portico::testing::World& world) {
        study = world.study(north);
        world.study(south);
    });
    EXPECT_TRUE(seen_by(ann).empty());
    ASSERT_EQ(change(id, {.role = everything, .allow_access = true, .notes = "by phone"}), "changed");
    EXPECT_EQ(seen_by(ann), std::vector{study});
    EXPECT_EQ(found(id).decided_at, clock.now());
    EXPECT_EQ(found(id).decided_by, "Front desk");
    EXPECT_EQ(found(id).notes, "by phone");
    ASSERT_EQ(change(id, {.role = everything, .allow_access = false}), "changed");
    EXPECT_EQ(found(id).state, LinkState::suspended);
    EXPECT_TRUE(seen_by(ann).empty());
    EXPECT_EQ(card(north).state, LinkState::suspended);
    EXPECT_EQ(ask(north), "access_already_requested");  // nobody asks himself back in
    ASSERT_EQ(change(id, {.role = everything, .allow_access = true}), "changed");
    EXPECT_EQ(seen_by(ann), std::vector{study});
}

TEST_P(AccessControlTest, every_decision_is_audited_with_old_and_new) {
    auto id = link(north, ann, "requested");
    ASSERT_EQ(change(id, {.role = referred, .allow_access = true, .notes = "n"}), "changed");
    const auto& entry = recorded_audit.events.back();
    EXPECT_EQ(entry.code, "access_link.changed");
    EXPECT_EQ(entry.object, id.text());
    EXPECT_EQ(entry.tenant, north);
    ASSERT_EQ(entry.details.size(), 3U);
    EXPECT_EQ(entry.details[0], (std::pair<std::string, std::string>{"state", "requested → allowed"}));
    EXPECT_EQ(entry.details[1].first, "role");
    EXPECT_EQ(entry.details[2].first, "notes");
}

TEST_P(AccessControlTest, a_change_of_another_version_is_refused) {
    auto id = link(north, ann, "requested");
    ASSERT_EQ(change(id, {.role = referred}), "changed");
    EXPECT_EQ(change(id, {.role = everything, .allow_access = true}, 1), "precondition_failed");
    EXPECT_EQ(found(id).role, referred);
    EXPECT_EQ(found(id).state, LinkState::requested);
    EXPECT_TRUE(mails().empty());
}

// CLA-21
TEST_P(AccessControlTest, the_answer_goes_to_the_requester_by_mail) {
    auto id = link(north, ann, "requested");
    PortalTest::change("UPDATE clinician_portal SET display_name = 'Radiology North'");
    ASSERT_EQ(change(id, {.role = referred, .allow_access = true}), "changed");
    ASSERT_EQ(mails().size(), 1U);
    EXPECT_EQ(mails()[0].to, email_of(ann));
    EXPECT_EQ(mails()[0].tenant, north);
    EXPECT_NE(mails()[0].subject.find("Radiology North"), std::string::npos);
    ASSERT_EQ(change(id, {.role = everything, .allow_access = true}), "changed");  // no decision, no mail
    ASSERT_EQ(change(id, {.role = everything, .allow_access = false}), "changed");
    EXPECT_EQ(mails().size(), 1U);
}

// CLA-20
TEST_P(AccessControlTest, a_declined_request_may_be_made_again_after_a_day) {
    ASSERT_EQ(ask(north, "please"), "requested");
    auto id = listed(north).at(0).id;
    ASSERT_TRUE(control->decline(may(north), id, "We do not know you"));
    EXPECT_EQ(card(north).state, LinkState::declined);
    EXPECT_EQ(card(north).decline_reason, "We do not know you");
    EXPECT_EQ(card(north).may_ask_again_at, clock.now().plus_seconds(86'400));
    ASSERT_EQ(mails().size(), 1U);
    EXPECT_NE(mails()[0].text.find("We do not know you"), std::string::npos);
    EXPECT_EQ(recorded_audit.events.back().code, "access_link.declined");
    EXPECT_EQ(recorded_audit.events.back().reason, "We do not know you");
    EXPECT_TRUE(control->decline(may(north), id, "again").error().is(errors::not_a_request));

    clock.advance_seconds(86'399);
    EXPECT_EQ(ask(north), "ask_again_later");
    EXPECT_EQ(withdraw(north), "nothing_to_withdraw");  // no way around the wait
    clock.advance_seconds(1);
    EXPECT_EQ(ask(north, "second try"), "requested");
    auto again = found(id);  // the same link, so its history goes on
    EXPECT_EQ(again.message, "second try");
    EXPECT_EQ(again.decline_reason, "");
    EXPECT_FALSE(again.decided_at);
    EXPECT_EQ(again.requested_at, clock.now());
    EXPECT_FALSE(card(north).may_ask_again_at);
}

TEST_P(AccessControlTest, only_a_request_can_be_declined) {
    auto id = link(north, ann, "allowed", referred);
    EXPECT_TRUE(control->decline(may(north), id, "").error().is(errors::not_a_request));
    EXPECT_EQ(found(id).state, LinkState::allowed);
}

// CLA-20
TEST_P(AccessControlTest, a_request_can_be_withdrawn_and_made_again) {
    EXPECT_EQ(withdraw(north), "nothing_to_withdraw");
    ASSERT_EQ(ask(north), "requested");
    auto id = listed(north).at(0).id;
    EXPECT_EQ(withdraw(north), "withdrawn");
    EXPECT_EQ(audited().back(), "access_link.withdrawn");
    EXPECT_FALSE(card(north).state);
    EXPECT_TRUE(listed(north).empty());
    auto session = read();
    EXPECT_TRUE(control->find(session, may(north), id).error().is(portico::errors::not_found));
    EXPECT_EQ(change(id, {.role = referred, .allow_access = true}, 2), "not_found");
    EXPECT_EQ(withdraw(north), "nothing_to_withdraw");
    EXPECT_EQ(ask(north), "requested");
}

// GEN-2
TEST_P(AccessControlTest, links_of_other_departments_are_not_found) {
    auto id = link(north, ann, "requested");
    auto session = read();
    EXPECT_TRUE(control->find(session, may(south), id).error().is(portico::errors::not_found));
    auto of_south = role(south, {C::view_images});
    EXPECT_TRUE(control->change(may(south), id, 1, {.role = of_south, .allow_access = true})
                    .error()
                    .is(portico::errors::not_found));
    EXPECT_TRUE(control->decline(may(south), id, "").error().is(portico::errors::not_found));
    EXPECT_EQ(found(id).state, LinkState::requested);
    EXPECT_EQ(found(id).version, 1);
}

// CLA-20
TEST_P(AccessControlTest, a_department_without_a_portal_is_not_in_the_directory) {
    auto work = begin();
    work.session().exec("UPDATE clinician_portal SET enabled_at = NULL WHERE tenant_id = ?", south);
    work.commit_technical();
    auto session = read();
    ASSERT_EQ(directory->list(session, ann.caller(), {}).size(), 1U);
    EXPECT_EQ(ask(south), "not_found");
    EXPECT_EQ(withdraw(south), "not_found");
    EXPECT_EQ(ask(crypto::new_id<TenantId>(clock)), "not_found");
}

// CLA-20
TEST_P(AccessControlTest, the_directory_is_searched_by_name_and_tells_each_account_its_own_state) {
    PortalTest::change("UPDATE clinician_portal SET name_folded = display_name");
    auto names = [&](const DirectoryQuery& query) {
        auto session = read();
        std::vector<std::string> all;
        for (const auto& listed : directory->list(session, ann.caller(), query)) all.push_back(listed.name_folded);
        return all;
    };
    using Names = std::vector<std::string>;
    EXPECT_EQ(names({}), (Names{"north", "south"}));
    EXPECT_EQ(names({.text = "ORT"}), Names{"north"});
    EXPECT_EQ(names({.text = "_orth"}), Names{});
    EXPECT_EQ(names({.after = std::pair{std::string("north"), north}}), Names{"south"});
    ASSERT_EQ(ask(north), "requested");
    EXPECT_EQ(card(north).state, LinkState::requested);
    EXPECT_FALSE(card(south).state);
    portico::testing::Member ben;
    build([&](portico::testing::World& world) { ben = world.clinician("Ben Claes"); });
    auto session = read();
    EXPECT_FALSE(directory->list(session, ben.caller(), {}).at(0).card.state);
}

// CLA-4, CLA-11
TEST_P(AccessControlTest, confirming_a_number_shows_its_referrals_and_unconfirming_takes_them_away) {
    auto study = referred_study(north, "12345678901", "");
    referred_study(north, "99999999999", "");
    referred_study(south, "12345678901", "");
    auto id = link(north, ann, "requested", referred);
    ASSERT_EQ(change(id, {.role = referred, .allow_access = true}), "changed");
    EXPECT_TRUE(seen_by(ann).empty());  // a claim alone matches nothing
    ASSERT_EQ(change(id, {.role = referred, .allow_access = true, .confirmed_numbers = {number}}), "changed");
    EXPECT_EQ(seen_by(ann), std::vector{study});
    auto numbers = found(id).numbers;
    ASSERT_EQ(numbers.size(), 1U);
    EXPECT_TRUE(numbers[0].confirmed);
    EXPECT_EQ(numbers[0].confirmed_at, clock.now());
    EXPECT_EQ(numbers[0].confirmed_by, "Front desk");
    EXPECT_EQ(audited().at(audited().size() - 2), "professional_number.confirmed");
    // Confirmed by one department is not confirmed by another (GEN-2).
    auto of_south = link(south, ann, "requested");
    auto session = read();
    EXPECT_FALSE(control->find(session, may(south), of_south)->numbers.at(0).confirmed);

    ASSERT_EQ(change(id, {.role = referred, .allow_access = true}), "changed");
    EXPECT_TRUE(seen_by(ann).empty());
    EXPECT_FALSE(found(id).numbers.at(0).confirmed);
}

// CLA-4
TEST_P(AccessControlTest, a_number_that_the_account_does_not_claim_changes_nothing) {
    portico::testing::Member ben;
    ProfessionalNumberId of_ben;
    build([&](portico::testing::World& world) {
        ben = world.clinician("Ben Claes");
        of_ben = world.number(ben, "riziv", "10987654321");
    });
    auto id = link(north, ann, "requested");
    EXPECT_EQ(change(id, {.role = referred, .allow_access = true, .confirmed_numbers = {number, of_ben}}),
              "number_unknown");
    EXPECT_EQ(found(id).state, LinkState::requested);
    EXPECT_EQ(found(id).version, 1);
    EXPECT_EQ(count("SELECT count(*) FROM confirmed_number"), 0);
    EXPECT_TRUE(mails().empty());
}

}  // namespace
}  // namespace portico::clinician_portal
