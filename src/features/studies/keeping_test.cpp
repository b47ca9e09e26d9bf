// Deletion that can be taken back, legal hold, retention, quota (STU-22).
#include "features/studies/api/keeping.h"

#include "features/studies/testing/receiving_test.h"
#include "platform/jobs/queue.h"

namespace portico::studies {
namespace {

class KeepingTest : public ReceivingTest {
protected:
    void SetUp() override {
        ReceivingTest::SetUp();
        if (IsSkipped()) return;
        keeping = std::make_unique<Keeping>(*work, access, clock);
        validation = std::make_unique<Validation>(*work, *blobs, access, queue, clock, ValidationHooks{});
        change("UPDATE tenant SET quiet_seconds = 1, checks = ''");
        ASSERT_TRUE(receive_one(north, object({})).ok());
        settle();
    }
    void TearDown() override {
        validation.reset();
        keeping.reset();
        ReceivingTest::TearDown();
    }
    void settle() {
        clock.advance_seconds(2);
        validation->run_due();
    }
    template <Permission P>
    Authorized<P> may(const TenantId& tenant) {
        auto caller = testing::World::operator_caller();
        caller.name = "Front desk";
        return access::SystemScopes::for_operator<P>(caller, tenant);
    }
    auto deletes(const TenantId& tenant) { return may<Permission::delete_studies>(tenant); }
    auto holds(const TenantId& tenant) { return may<Permission::restrict_studies>(tenant); }
    auto sets(const TenantId& tenant) { return may<Permission::manage_settings>(tenant); }
    StudyId study() { return read().value<StudyId>("SELECT id FROM study"); }
    std::string state() { return read().value<std::string>("SELECT state FROM study"); }
    std::int64_t visible() { return count("SELECT visible FROM study"); }
    std::int64_t events(const std::string& code) {
        return count("SELECT count(*) FROM audit_entry WHERE event = '" + code + "'");
    }

    access::AccessService access{clock};
    jobs::Queue queue{clock};
    std::unique_ptr<Keeping> keeping;
    std::unique_ptr<Validation> validation;
};
PORTICO_ON_BOTH_DATABASES(KeepingTest);

TEST_P(KeepingTest, a_deleted_study_is_away_at_once_and_gone_after_30_days) {
    ASSERT_TRUE(keeping->remove(deletes(north), study(), "wrong patient"));
    EXPECT_EQ(visible(), 0);
    const auto listed = keeping->deleted(deletes(north), {}, 10);
    ASSERT_EQ(listed.size(), 1U);
    EXPECT_EQ(listed[0].reason, "wrong patient");
    EXPECT_EQ(listed[0].deleted_by, "Front desk");
    EXPECT_FALSE(listed[0].rejected);
    EXPECT_EQ(listed[0].gone_at, listed[0].deleted_at.plus_seconds(30 * 86'400));
    EXPECT_EQ(events("study.deletion_ordered"), 1);
    EXPECT_EQ(receive_one(north, object({.instance = "2.25.9"})).error, &errors::study_is_rejected);
    clock.advance_seconds(30 * 86'400 - 10);
    EXPECT_EQ(validation->delete_rejected(), 0);
    clock.advance_seconds(20);
    EXPECT_EQ(validation->delete_rejected(), 1);
    EXPECT_EQ(count("SELECT count(*) FROM study"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM study_deletion"), 0);
    EXPECT_TRUE(keeping->deleted(deletes(north), {}, 10).empty());
}

TEST_P(KeepingTest, a_deleted_study_is_taken_back_and_validated_anew) {
    const auto id = study();
    ASSERT_TRUE(keeping->remove(deletes(north), id, "by mistake"));
    EXPECT_TRUE(keeping->remove(deletes(north), id, "again").error().is(errors::study_deleted_already));
    ASSERT_TRUE(keeping->restore(deletes(north), id, "it was a mistake"));
    settle();
    EXPECT_EQ(state(), "ready");
    EXPECT_EQ(visible(), 1);
    EXPECT_TRUE(keeping->deleted(deletes(north), {}, 10).empty());
    EXPECT_TRUE(keeping->restore(deletes(north), id, "again").error().is(errors::study_not_deleted));
    EXPECT_EQ(events("study.taken_back"), 1);
}

TEST_P(KeepingTest, another_department_s_study_is_not_there) {  // GEN-2
    const auto id = study();
    EXPECT_TRUE(keeping->remove(deletes(south), id, "x").error().is(portico::errors::not_found));
    EXPECT_TRUE(keeping->hold(holds(south), id, "x").error().is(portico::errors::not_found));
    ASSERT_TRUE(keeping->remove(deletes(north), id, "x"));
    EXPECT_TRUE(keeping->restore(deletes(south), id, "x").error().is(portico::errors::not_found));
    EXPECT_TRUE(keeping->deleted(deletes(south), {}, 10).empty());
    EXPECT_EQ(visible(), 0);
}

TEST_P(KeepingTest, a_held_study_is_deleted_by_nothing_and_nobody) {
    const auto id = study();
    ASSERT_TRUE(keeping->hold(holds(north), id, "court case"));
    EXPECT_TRUE(keeping->remove(deletes(north), id, "x").error().is(errors::study_on_legal_hold));
    ASSERT_TRUE(keeping->set_retention(sets(north), {{"", 1}}, 1));
    clock.advance_seconds(10 * 86'400);
    EXPECT_EQ(keeping->apply_retention(), 0);
    EXPECT_EQ(keeping->held(holds(north), id).value()->reason, "court case");
    ASSERT_TRUE(keeping->release_hold(holds(north), id, "over"));
    EXPECT_FALSE(keeping->held(holds(north), id).value());
    EXPECT_EQ(keeping->apply_retention(), 1);
    EXPECT_EQ(events("study.held"), 1);
    EXPECT_EQ(events("study.hold_ended"), 1);
}

TEST_P(KeepingTest, a_hold_on_a_deleted_study_keeps_it_from_going) {
    const auto id = study();
    ASSERT_TRUE(keeping->remove(deletes(north), id, "x"));
    ASSERT_TRUE(keeping->hold(holds(north), id, "court case"));
    clock.advance_seconds(40 * 86'400);
    EXPECT_EQ(validation->delete_rejected(), 0);
    EXPECT_TRUE(keeping->deleted(deletes(north), {}, 10).at(0).on_hold);
}

TEST_P(KeepingTest, studies_go_by_the_rule_for_their_modality_else_by_that_for_all_others) {
    ASSERT_TRUE(
        receive_one(north, object({.study = "2.25.21", .series = "2.25.22", .instance = "2.25.23", .modality = "MG"}))
            .ok());
    settle();
    ASSERT_TRUE(keeping->set_retention(sets(north), {{"MG", 100}, {"", 10}}, 1));
    clock.advance_seconds(11 * 86'400);
    EXPECT_EQ(keeping->apply_retention(), 1);  // the CT
    EXPECT_EQ(count("SELECT count(*) FROM study WHERE visible = 1"), 1);
    clock.advance_seconds(90 * 86'400);
    EXPECT_EQ(keeping->apply_retention(), 1);
    EXPECT_EQ(events("study.deletion_ordered"), 2);
}

TEST_P(KeepingTest, without_a_rule_everything_is_kept_for_ever) {
    clock.advance_seconds(50LL * 365 * 86'400);
    EXPECT_EQ(keeping->apply_retention(), 0);
    ASSERT_TRUE(keeping->set_retention(sets(north), {{"MR", 1}}, 1));
    EXPECT_EQ(keeping->apply_retention(), 0);
}

TEST_P(KeepingTest, rules_are_checked_and_changed_in_the_version_seen) {  // GEN-7
    const auto bad = keeping->set_retention(sets(north), {{"CT", 5}, {"CT", 6}, {"ct", 1}}, 1);
    ASSERT_FALSE(bad);
    EXPECT_EQ(bad.error().fields().size(), 2U);
    ASSERT_TRUE(keeping->set_retention(sets(north), {{"CT", 5}}, 1));
    EXPECT_TRUE(keeping->set_retention(sets(north), {}, 1).error().is(portico::errors::conflict));
    auto session = read();
    EXPECT_EQ(keeping->retention(session, north).rules, (std::vector<RetentionRule>{{"CT", 5}}));
    EXPECT_TRUE(keeping->retention(session, south).rules.empty());
}

TEST_P(KeepingTest, a_department_whose_space_is_used_up_takes_nothing_more) {
    const auto used = [&] {
        auto session = read();
        return keeping->usage(session, north);
    }();
    EXPECT_EQ(used.studies, 1);
    EXPECT_EQ(used.instances, 1);
    EXPECT_EQ(used.bytes, static_cast<std::int64_t>(object({}).size()));
    keeping->set_quota(testing::World::operator_caller(), north, used.bytes);
    const auto refused = receive_one(north, object({.instance = "2.25.4"}));
    EXPECT_EQ(refused.error, &errors::quota_reached);
    EXPECT_EQ(refused.error->dimse_status, 0xA700);
    EXPECT_TRUE(receive_one(north, object({})).ok());  // what is there already is acknowledged
    EXPECT_TRUE(receive_one(south, object({.instance = "2.25.4"})).ok());
    EXPECT_EQ(staged_files(), 0);
    keeping->set_quota(testing::World::operator_caller(), north, {});
    EXPECT_TRUE(receive_one(north, object({.instance = "2.25.4"})).ok());
}

}  // namespace
}  // namespace portico::studies
