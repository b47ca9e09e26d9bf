#include "features/access/policy.h"

#include <gtest/gtest.h>

namespace portico::access {
namespace {

constexpr std::int64_t day = 86'400;
const Timestamp now{1'800'000'000'000};
const TenantId north = TenantId::trusted("01jd5ykz3wq8x7v6t5r4p3n2m1");
const TenantId south = TenantId::trusted("01jd5ykz3wq8x7v6t5r4p3n2m2");

StudyFacts study_made(std::int64_t days_ago) {
    return {.tenant = north,
            .study = StudyId::trusted("01jd5ykz3wq8x7v6t5r4p3n2s1"),
            .visible = true,
            .rejected = false,
            .study_at = now.plus_seconds(-days_ago * day),
            .patient = {}};
}

LinkFacts allowed(ClinicianPermissions role) {
    return {.tenant = north, .state = LinkState::allowed, .portal_enabled = true, .role = role, .history_days = 365};
}

RowFacts grant(std::optional<Timestamp> ends_at = {}) {
    return {.source = Source::explicit_grant,
            .source_id = "g",
            .since = now.plus_seconds(-day),
            .ends_at = ends_at,
            .revoked = false,
            .last_referral_at = {},
            .granted_by = "Front desk",
            .note = {}};
}

RowFacts referral() {
    auto row = grant();
    row.source = Source::referral;
    return row;
}

RowFacts history(std::int64_t last_referral_days_ago) {
    auto row = grant();
    row.source = Source::history;
    row.last_referral_at = now.plus_seconds(-last_referral_days_ago * day);
    return row;
}

using C = ClinicianPermission;

TEST(ClinicianDecision, all_studies_needs_no_row) {  // CLA-10
    auto decision = decide_clinician(study_made(900), allowed({C::access_all_studies, C::view_images}), {}, now);
    ASSERT_EQ(decision.reasons.size(), 1U);
    EXPECT_EQ(decision.reasons[0].source, Source::all);
    EXPECT_TRUE(decision.rights().has(StudyRight::view_images));
    EXPECT_FALSE(decision.rights().has(StudyRight::download));
}

TEST(ClinicianDecision, without_a_reason_the_study_is_not_there) {  // GEN-1
    EXPECT_FALSE(decide_clinician(study_made(1), allowed({C::view_images}), {}, now).may_know());
}

TEST(ClinicianDecision, referral_counts_while_the_role_has_it) {  // CLA-11
    EXPECT_TRUE(decide_clinician(study_made(1), allowed({C::access_referred_studies}), {referral()}, now).may_know());
    EXPECT_FALSE(decide_clinician(study_made(1), allowed({C::view_images}), {referral()}, now).may_know());
}

TEST(ClinicianDecision, history_needs_study_and_referral_within_the_window) {  // CLA-12
    auto role = allowed({C::access_referred_patients_history});
    EXPECT_TRUE(decide_clinician(study_made(300), role, {history(10)}, now).may_know());
    EXPECT_FALSE(decide_clinician(study_made(370), role, {history(10)}, now).may_know());
    EXPECT_FALSE(decide_clinician(study_made(300), role, {history(366)}, now).may_know());
    EXPECT_FALSE(
        decide_clinician(study_made(300), allowed({C::access_referred_studies}), {history(10)}, now).may_know());
}

TEST(ClinicianDecision, a_grant_ends_at_its_end_and_by_revocation) {  // CLA-13, GEN-5
    auto link = allowed({C::view_images});
    EXPECT_TRUE(decide_clinician(study_made(1), link, {grant(now.plus_seconds(1))}, now).may_know());
    EXPECT_FALSE(decide_clinician(study_made(1), link, {grant(now)}, now).may_know());
    auto revoked = grant();
    revoked.revoked = true;
    EXPECT_FALSE(decide_clinician(study_made(1), link, {revoked}, now).may_know());
}

TEST(ClinicianDecision, reasons_add_up) {  // CLA-14
    auto decision = decide_clinician(study_made(1), allowed({C::access_referred_studies, C::view_images}),
                                     {referral(), grant()}, now);
    ASSERT_EQ(decision.reasons.size(), 2U);
    EXPECT_EQ(decision.reasons[0].source, Source::explicit_grant);
    EXPECT_EQ(decision.reasons[1].source, Source::referral);
}

TEST(ClinicianDecision, a_link_that_is_not_allowed_opens_nothing) {  // CLA-4
    for (auto state : {LinkState::requested, LinkState::declined, LinkState::suspended, LinkState::withdrawn}) {
        auto link = allowed({C::access_all_studies, C::view_images});
        link.state = state;
        EXPECT_FALSE(decide_clinician(study_made(1), link, {grant()}, now).may_know());
    }
    auto closed = allowed({C::access_all_studies});
    closed.portal_enabled = false;
    EXPECT_FALSE(decide_clinician(study_made(1), closed, {grant()}, now).may_know());
}

TEST(ClinicianDecision, another_tenants_link_opens_nothing) {  // GEN-2
    auto link = allowed({C::access_all_studies});
    link.tenant = south;
    EXPECT_FALSE(decide_clinician(study_made(1), link, {grant()}, now).may_know());
}

TEST(ClinicianDecision, a_study_that_is_not_released_is_not_there) {  // STU-11
    auto study = study_made(1);
    study.visible = false;
    EXPECT_FALSE(decide_clinician(study, allowed({C::access_all_studies}), {grant()}, now).may_know());
}

TEST(StaffDecision, needs_a_permission_and_rejected_studies_are_for_those_who_validate) {  // ACC-11
    auto study = study_made(1);
    EXPECT_FALSE(decide_staff(study, {Permission::manage_users}).may_know());
    EXPECT_TRUE(decide_staff(study, {Permission::view_studies}).may_know());
    study.rejected = true;
    EXPECT_FALSE(decide_staff(study, {Permission::view_studies}).may_know());
    EXPECT_TRUE(decide_staff(study, {Permission::validate_studies}).may_know());
}

TEST(ReadPlan, names_the_tenants_of_each_source) {
    auto everything = allowed({C::access_all_studies, C::access_referred_studies});
    auto referred = allowed({C::access_referred_studies, C::access_referred_patients_history});
    referred.tenant = south;
    auto plan = plan_reads({everything, referred}, now);
    EXPECT_EQ(plan.all, std::vector{north});
    EXPECT_EQ(plan.explicit_grants, (std::vector{north, south}));
    EXPECT_EQ(plan.referrals, (std::vector{north, south}));
    ASSERT_EQ(plan.history.size(), 1U);
    EXPECT_EQ(plan.history[0].not_before, now.plus_seconds(-365 * day));
}

TEST(Keys, round_trip) {
    for (auto source : {Source::staff, Source::all, Source::explicit_grant, Source::referral, Source::history})
        EXPECT_EQ(source_from_key(key_of(source)), source);
    EXPECT_EQ(link_state_from_key("suspended"), LinkState::suspended);
    EXPECT_FALSE(source_from_key("magic"));
}

}  // namespace
}  // namespace portico::access
