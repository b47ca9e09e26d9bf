#include "features/access/access.h"

#include "features/testing/fixtures.h"
#include "platform/db_testing/database_fixture.h"

namespace portico::access {
namespace {

using C = ClinicianPermission;
using P = Permission;
constexpr std::int64_t day = 86'400;

class AccessTest : public db::DatabaseTest {
protected:
    void SetUp() override {
        DatabaseTest::SetUp();
        if (IsSkipped()) return;
        build([&](testing::World& world) {
            north = world.tenant("north");
            south = world.tenant("south");
            ann = world.clinician("Ann Peeters");
            ben = world.clinician("Ben Smets");
        });
    }

    template <class Build>
    void build(Build make) {
        auto work = begin();
        testing::World world(work.session(), clock);
        make(world);
        work.commit_technical();
    }

    // Runs a use case in a unit of work and commits it.
    template <class Do>
    void change(Do act) {
        auto work = begin();
        act(work);
        work.commit(db::test_audit());
    }

    std::vector<StudyId> listed(const testing::Member& member, ListQuestion question = {}) {
        auto session = read();
        std::vector<StudyId> ids;
        for (const auto& study : access.list(session, member.caller(), question)) ids.push_back(study.study);
        return ids;
    }
    Result<StudyAccess> opens(const testing::Member& member, const StudyId& study, StudyRight right) {
        auto session = read();
        return access.study(session, member.caller(), study, right);
    }
    TenantScope scope(const TenantId& tenant) { return SystemScopes::for_worker(tenant); }
    template <P permission>
    Authorized<permission> may(const TenantId& tenant) {
        return SystemScopes::for_operator<permission>(testing::World::operator_caller(), tenant);
    }
    Result<std::int64_t> grant(const TenantId& tenant, const GrantRequest& request) {
        auto work = begin();
        auto made =
            access.grant(work, may<P::explicit_access_grant>(tenant), may<P::manage_clinician_access>(tenant), request);
        if (made) work.commit(db::test_audit());
        return made;
    }

    ManualClock clock{Timestamp{1'800'000'000'000}};
    AccessService access{clock};
    TenantId north, south;
    testing::Member ann, ben;
};
PORTICO_ON_BOTH_DATABASES(AccessTest);

TEST_P(AccessTest, all_studies_shows_every_released_study_of_that_tenant_only) {  // CLA-10, GEN-2
    StudyId seen;
    build([&](testing::World& world) {
        world.link(north, ann, "allowed", world.clinician_role(north, {C::access_all_studies, C::view_images}));
        seen = world.study(north, {.uid = "1.2.3"});
        world.study(north, {.visible = false, .state = "queued"});
        world.study(south, {.uid = "1.2.3"});
    });
    EXPECT_EQ(listed(ann), std::vector{seen});
    EXPECT_TRUE(listed(ben).empty());
    EXPECT_TRUE(opens(ann, seen, StudyRight::view_images));
    EXPECT_TRUE(opens(ann, seen, StudyRight::download).error().is(portico::errors::forbidden));
    EXPECT_TRUE(opens(ben, seen, StudyRight::view_images).error().is(portico::errors::not_found));
}

TEST_P(AccessTest, the_same_uid_in_two_tenants_is_two_studies) {  // GEN-2
    StudyId in_north, in_south;
    build([&](testing::World& world) {
        world.link(north, ann, "allowed", world.clinician_role(north, {C::access_all_studies, C::view_images}));
        in_north = world.study(north, {.uid = "1.2.3"});
        in_south = world.study(south, {.uid = "1.2.3"});
    });
    auto session = read();
    auto found = access.study_by_uid(session, ann.caller(), north, "1.2.3", StudyRight::view_images);
    ASSERT_TRUE(found);
    EXPECT_EQ(found->study(), in_north);
    EXPECT_TRUE(access.study_by_uid(session, ann.caller(), south, "1.2.3", StudyRight::view_images)
                    .error()
                    .is(portico::errors::not_found));
}

TEST_P(AccessTest, a_grant_opens_one_study_and_its_revocation_closes_it_at_once) {  // CLA-7, CLA-13, GEN-5
    StudyId study;
    build([&](testing::World& world) {
        world.link(north, ann, "allowed", world.clinician_role(north, {C::view_images}));
        study = world.study(north);
        world.study(north);
    });
    ASSERT_EQ(grant(north, {{study}, {ann.membership}, {}, "second opinion"}).value(), 1);
    EXPECT_EQ(listed(ann), std::vector{study});
    EXPECT_TRUE(opens(ann, study, StudyRight::view_images));
    ASSERT_FALSE(recorded_events.events.empty());
    EXPECT_EQ(recorded_events.events.back().name, "access.changed");

    auto session = read();
    auto current = access.current_access(session, may<P::manage_clinician_access>(north), study).value();
    ASSERT_EQ(current.size(), 1U);
    auto reason = current[0].reasons.at(0);
    EXPECT_EQ(reason.note, "second opinion");
    change([&](db::UnitOfWork& work) {
        EXPECT_TRUE(access.revoke(work, may<P::explicit_access_grant>(north), may<P::manage_clinician_access>(north),
                                  GrantId::trusted(reason.source_id)));
    });
    EXPECT_TRUE(listed(ann).empty());
    EXPECT_TRUE(opens(ann, study, StudyRight::view_images).error().is(portico::errors::not_found));
}

TEST_P(AccessTest, a_grant_can_end_and_be_renewed) {  // CLA-7
    StudyId study;
    build([&](testing::World& world) {
        world.link(north, ann, "allowed", world.clinician_role(north, {C::view_images}));
        study = world.study(north);
    });
    EXPECT_TRUE(grant(north, {{study}, {ann.membership}, clock.now(), ""}).error().is(errors::end_in_the_past));
    ASSERT_EQ(grant(north, {{study}, {ann.membership}, clock.now().plus_seconds(60), ""}).value(), 1);
    ASSERT_EQ(grant(north, {{study}, {ann.membership}, clock.now().plus_seconds(120), ""}).value(), 0);
    clock.advance_seconds(90);
    EXPECT_TRUE(opens(ann, study, StudyRight::view_images));
    clock.advance_seconds(30);
    EXPECT_FALSE(opens(ann, study, StudyRight::view_images));
    EXPECT_TRUE(listed(ann).empty());
}

TEST_P(AccessTest, granting_is_refused_for_foreign_studies_and_clinicians_who_are_not_allowed) {  // GEN-4
    StudyId mine, foreign;
    build([&](testing::World& world) {
        world.link(north, ann, "suspended", world.clinician_role(north, {C::view_images}));
        mine = world.study(north);
        foreign = world.study(south);
    });
    EXPECT_TRUE(grant(north, {{mine}, {ann.membership}, {}, ""}).error().is(errors::clinician_not_allowed));
    EXPECT_TRUE(grant(north, {{mine}, {ben.membership}, {}, ""}).error().is(portico::errors::not_found));
    EXPECT_TRUE(grant(north, {{mine, foreign}, {ann.membership}, {}, ""}).error().is(portico::errors::not_found));
    EXPECT_EQ(read().value<std::int64_t>("SELECT count(*) FROM explicit_grant"), 0);
}

TEST_P(AccessTest, suspending_the_link_closes_everything_and_restoring_opens_it_again) {  // CLA-4
    StudyId study;
    AccessLinkId link;
    build([&](testing::World& world) {
        link = world.link(north, ann, "allowed", world.clinician_role(north, {C::view_images}));
        study = world.study(north);
    });
    ASSERT_TRUE(grant(north, {{study}, {ann.membership}, {}, ""}));
    auto set_state = [&](std::string_view state) {
        change([&](db::UnitOfWork& work) {
            work.session().exec("UPDATE access_link SET state = ? WHERE id = ?", state, link);
            access.link_changed(work, north, ann.account);
        });
    };
    set_state("suspended");
    EXPECT_TRUE(listed(ann).empty());
    EXPECT_FALSE(opens(ann, study, StudyRight::view_images));
    set_state("allowed");
    EXPECT_EQ(listed(ann), std::vector{study});
}

TEST_P(AccessTest, a_confirmed_number_matches_studies_that_were_there_before) {  // CLA-11
    StudyId by_number, other_issuer;
    ProfessionalNumberId number;
    build([&](testing::World& world) {
        world.link(north, ann, "allowed", world.clinician_role(north, {C::access_referred_studies, C::view_images}));
        number = world.number(ann, "RIZIV", "12345678");
        by_number = world.study(north);
        world.referrer(north, by_number, "12345678", "RIZIV", "peeters^ann");
        other_issuer = world.study(north);
        world.referrer(north, other_issuer, "12345678", "LOCAL", "");
    });
    EXPECT_TRUE(listed(ann).empty());  // a claim and a bare name match nothing
    build([&](testing::World& world) { world.confirm(north, ann, number, "12345678"); });
    change([&](db::UnitOfWork& work) { access.number_confirmed(work, scope(north), number); });
    EXPECT_EQ(listed(ann), std::vector{by_number});

    change([&](db::UnitOfWork& work) { access.number_unconfirmed(work, scope(north), number); });
    EXPECT_TRUE(listed(ann).empty());
}

TEST_P(AccessTest, a_linked_name_or_local_code_matches_exactly) {  // CLA-11
    StudyId by_name, by_code;
    build([&](testing::World& world) {
        world.link(north, ann, "allowed", world.clinician_role(north, {C::access_referred_studies}));
        by_name = world.study(north, {.study_at = {1'700'000'000'000}});
        world.referrer(north, by_name, "", "", "peeters^a");
        by_code = world.study(north, {.study_at = {1'700'000'000'001}});
        world.referrer(north, by_code, "P17", "LOCAL", "");
        world.referrer(north, world.study(north), "", "", "peeters^anna");
    });
    change([&](db::UnitOfWork& work) {
        for (auto [id, name] : {std::pair{"link-1", "peeters^a"}, std::pair{"link-2", "code:P17"}}) {
            work.session().exec(
                "INSERT INTO referrer_link (id, tenant_id, name_normalised, name, membership_id, made_at, made_by)"
                " VALUES (?, ?, ?, ?, ?, ?, 'Front desk')",
                id, north, name, name, ann.membership, clock.now());
            access.referrer_linked(work, scope(north), id);
        }
    });
    EXPECT_EQ(listed(ann), (std::vector{by_code, by_name}));
    change([&](db::UnitOfWork& work) { access.referrer_unlinked(work, scope(north), "link-1"); });
    EXPECT_EQ(listed(ann), std::vector{by_code});
}

TEST_P(AccessTest, history_follows_a_referral_within_the_window) {  // CLA-12
    StudyId referred, recent, old, later;
    PatientId patient;
    ProfessionalNumberId number;
    build([&](testing::World& world) {
        world.link(north, ann, "allowed",
                   world.clinician_role(north, {C::access_referred_studies, C::access_referred_patients_history}));
        number = world.number(ann, "NPI", "1");
        world.confirm(north, ann, number, "1");
        patient = world.patient(north, "P1");
        auto at = [&](std::int64_t days) { return clock.now().plus_seconds(-days * day); };
        referred = world.study(north, {.study_at = at(10), .patient = patient});
        world.referrer(north, referred, "1", "", "");
        recent = world.study(north, {.study_at = at(200), .patient = patient});
        old = world.study(north, {.study_at = at(400), .patient = patient});
        world.study(north, {.study_at = at(20), .patient = world.patient(north, "P2")});
    });
    change([&](db::UnitOfWork& work) { access.study_released(work, scope(north), referred); });
    EXPECT_EQ(listed(ann), (std::vector{referred, recent}));
    auto session = read();
    auto why = access.reasons(session, ann.caller(), {referred, recent, old});
    ASSERT_EQ(why.size(), 2U);
    EXPECT_EQ(why[0].reasons[0].source, Source::referral);
    EXPECT_EQ(why[1].reasons[0].source, Source::history);

    // A study that comes later belongs to the history too.
    build([&](testing::World& world) { later = world.study(north, {.study_at = clock.now(), .patient = patient}); });
    change([&](db::UnitOfWork& work) { access.study_released(work, scope(north), later); });
    EXPECT_EQ(listed(ann), (std::vector{later, referred, recent}));

    // The referral ages out of the window, and the history with it.
    clock.advance_seconds(360 * day);
    EXPECT_EQ(listed(ann), std::vector{referred});
}

TEST_P(AccessTest, a_study_that_moves_to_another_patient_takes_its_referral_along) {  // STU-13
    StudyId referred, prior;
    PatientId wrong, right;
    build([&](testing::World& world) {
        world.link(north, ann, "allowed",
                   world.clinician_role(north, {C::access_referred_studies, C::access_referred_patients_history}));
        auto number = world.number(ann, "NPI", "1");
        world.confirm(north, ann, number, "1");
        wrong = world.patient(north, "P1");
        right = world.patient(north, "P2");
        referred = world.study(north, {.study_at = clock.now(), .patient = wrong});
        world.referrer(north, referred, "1", "", "");
        prior = world.study(north, {.study_at = clock.now().plus_seconds(-day), .patient = wrong});
    });
    change([&](db::UnitOfWork& work) { access.study_released(work, scope(north), referred); });
    EXPECT_EQ(listed(ann), (std::vector{referred, prior}));
    change([&](db::UnitOfWork& work) {
        work.session().exec("UPDATE study SET patient_ref = ? WHERE id = ?", right, referred);
        access.study_moved(work, scope(north), referred);
        access.study_moved(work, scope(north), prior);
    });
    EXPECT_EQ(listed(ann), std::vector{referred});
}

TEST_P(AccessTest, pages_hold_every_study_once_in_date_order_whatever_gives_it) {  // CLA-14, CLA-22
    std::vector<StudyId> expected;
    build([&](testing::World& world) {
        world.link(north, ann, "allowed", world.clinician_role(north, {C::access_referred_studies}));
        world.link(south, ann, "allowed", world.clinician_role(south, {C::access_all_studies}));
        auto number = world.number(ann, "NPI", "1");
        world.confirm(north, ann, number, "1");
        for (int i = 0; i < 30; ++i) {
            Timestamp at{1'700'000'000'000 + i / 2};  // pairs with the same time
            auto study = world.study(i % 3 == 0 ? south : north, {.study_at = at});
            if (i % 3 != 0) world.referrer(north, study, "1", "", "");
            expected.push_back(study);
        }
    });
    change([&](db::UnitOfWork& work) {
        for (std::size_t i = 0; i < expected.size(); ++i) {
            if (i % 3 == 0) continue;
            access.study_released(work, scope(north), expected[i]);
        }
    });
    for (std::size_t i = 0; i < expected.size(); ++i) {
        if (i % 3 == 0) continue;
        ASSERT_TRUE(grant(north, {{expected[i]}, {ann.membership}, {}, ""}));
    }
    std::vector<StudyId> paged;
    ListQuestion question;
    question.limit = 4;
    auto session = read();
    for (;;) {
        auto page = access.list(session, ann.caller(), question);
        if (page.empty()) break;
        for (const auto& study : page) paged.push_back(study.study);
        question.after = ListKey{page.back().study_at, page.back().study};
    }
    // Newest first; within one moment by id, newest first too.
    std::reverse(expected.begin(), expected.end());
    std::sort(paged.begin(), paged.end());
    auto sorted = expected;
    std::sort(sorted.begin(), sorted.end());
    EXPECT_EQ(paged, sorted);

    ListQuestion by_offset;
    by_offset.offset = 28;
    by_offset.limit = 10;
    EXPECT_EQ(access.list(session, ann.caller(), by_offset).size(), 2U);
    ListQuestion only_explicit;
    only_explicit.sources = {Source::explicit_grant};
    EXPECT_EQ(access.list(session, ann.caller(), only_explicit).size(), 20U);
}

TEST_P(AccessTest, a_list_among_some_studies_never_shows_more_than_the_list) {  // PERF-4, GEN-2
    StudyId given, other, waiting, foreign;
    build([&](testing::World& world) {
        world.link(north, ann, "allowed", world.clinician_role(north, {C::view_images}));
        given = world.study(north);
        other = world.study(north);
        waiting = world.study(north, {.visible = false, .state = "queued"});
        foreign = world.study(south);
    });
    ASSERT_TRUE(grant(north, {{given}, {ann.membership}, {}, ""}));
    ListQuestion question;
    question.among = {given, waiting, foreign};
    auto session = read();
    auto count = [&](const Caller& caller) { return access.list(session, caller, question).size(); };
    EXPECT_EQ(count(ann.caller()), 1U);
    EXPECT_EQ(count(testing::World::staff_caller(north, {P::view_studies})), 2U);
    question.only_released = true;
    EXPECT_EQ(count(testing::World::staff_caller(north, {P::view_studies})), 1U);
    question.among = std::vector<StudyId>();
    EXPECT_EQ(count(testing::World::staff_caller(north, {P::view_studies})), 0U);
    EXPECT_EQ(count(ann.caller()), 0U);
}

TEST_P(AccessTest, staff_see_their_own_tenant_by_permission) {  // ACC-11, GEN-2
    StudyId ready, queued, rejected;
    build([&](testing::World& world) {
        ready = world.study(north);
        queued = world.study(north, {.visible = false, .state = "queued"});
        rejected = world.study(north, {.visible = false, .state = "rejected"});
        world.study(south);
    });
    auto session = read();
    auto count = [&](TenantPermissions permissions) {
        return access.list(session, testing::World::staff_caller(north, permissions), {}).size();
    };
    EXPECT_EQ(count({P::view_studies}), 2U);
    EXPECT_EQ(count({P::validate_studies}), 3U);
    EXPECT_EQ(count({P::manage_users}), 0U);
    auto viewer = testing::World::staff_caller(north, {P::view_studies});
    EXPECT_FALSE(access.study(session, viewer, rejected, StudyRight::view_images));
    EXPECT_TRUE(access.study(session, viewer, queued, StudyRight::view_images));
    EXPECT_FALSE(access.study(session, testing::World::staff_caller(south, all_tenant_permissions()), ready,
                              StudyRight::view_images));
}

TEST_P(AccessTest, anonymous_callers_are_told_to_sign_in) {
    auto session = read();
    EXPECT_TRUE(access.prove(Caller(), P::view_studies).error().is(portico::errors::sign_in_required));
    EXPECT_TRUE(access.prove(ann.caller(), P::view_studies).error().is(portico::errors::forbidden));
}

}  // namespace
}  // namespace portico::access
