#include "features/audit/audit.h"

#include "features/access/access.h"
#include "features/testing/fixtures.h"
#include "platform/db_testing/database_fixture.h"

namespace portico::audit {
namespace {

class AuditTest : public db::DatabaseTest {
protected:
    void SetUp() override {
        DatabaseTest::SetUp();
        if (IsSkipped()) return;
        auto work = begin();
        testing::World world(work.session(), clock);
        north = world.tenant("north");
        south = world.tenant("south");
        study = world.study(north);
        work.commit_technical();
    }

    AuditEvent event(const std::string& code) {
        AuditEvent made;
        made.code = code;
        made.caller = testing::World::staff_caller(north, {Permission::view_studies});
        made.tenant = north;
        return made;
    }
    void write(const AuditEvent& made) {
        auto work = begin();
        trail.append(work.session(), made);
        work.commit_technical();
    }
    void write_and_seal(int count) {
        for (int i = 0; i < count; ++i) write(event("thing.changed"));
        auto work = begin();
        trail.seal(work);
        work.commit_technical();
    }
    Verification verify(const std::vector<ChainHead>& heads = {}) {
        auto session = read();
        return trail.verify(session, heads);
    }
    // As somebody with the database's owner rights would: the guards are taken away first.
    void tamper(const std::string& sql) {
        auto work = begin();
        for (std::string table : {"audit_entry", "audit_seal"}) {
            if (GetParam() == db::Dialect::sqlite) {
                work.session().exec("DROP TRIGGER " + table + "_no_update");
                work.session().exec("DROP TRIGGER " + table + "_no_delete");
            } else {
                work.session().exec("ALTER TABLE " + table + " DISABLE TRIGGER ALL");
            }
        }
        work.session().exec(sql);
        work.commit_technical();
    }
    Authorized<Permission::view_audit_logs> may(const TenantId& tenant) {
        return access::SystemScopes::for_operator<Permission::view_audit_logs>(testing::World::operator_caller(),
                                                                               tenant);
    }

    ManualClock clock;
    AuditTrail trail{clock};
    TenantId north, south;
    StudyId study;
};
PORTICO_ON_BOTH_DATABASES(AuditTest);

TEST_P(AuditTest, an_untouched_chain_is_intact) {  // AUD-2
    write_and_seal(5);
    write_and_seal(3);
    auto result = verify();
    EXPECT_TRUE(result.intact());
    EXPECT_EQ(result.sealed, 8);
    EXPECT_EQ(result.chains, 1);
}

TEST_P(AuditTest, the_database_refuses_updates_and_deletes) {  // AUD-2
    write_and_seal(1);
    for (const char* sql :
         {"UPDATE audit_entry SET event = 'x'", "DELETE FROM audit_entry", "DELETE FROM audit_seal"}) {
        auto work = begin();
        EXPECT_THROW(work.session().exec(sql), db::DbError) << sql;
    }
    EXPECT_TRUE(verify().intact());
}

TEST_P(AuditTest, a_changed_entry_is_found) {  // AUD-2
    write_and_seal(4);
    tamper("UPDATE audit_entry SET actor_name = 'somebody else' WHERE id = (SELECT min(id) FROM audit_entry)");
    auto result = verify();
    ASSERT_EQ(result.findings.size(), 1U);
    EXPECT_EQ(result.findings[0].problem, "entry_changed");
    EXPECT_EQ(result.findings[0].position, 1);
}

TEST_P(AuditTest, a_removed_entry_is_found) {  // AUD-2
    write_and_seal(4);
    tamper("DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry)");
    auto result = verify();
    ASSERT_EQ(result.findings.size(), 1U);
    EXPECT_EQ(result.findings[0].problem, "entry_missing");
}

TEST_P(AuditTest, a_removed_link_is_found) {  // AUD-2
    write_and_seal(4);
    tamper("DELETE FROM audit_seal WHERE position = 2");
    std::set<std::string> problems;
    for (const auto& finding : verify().findings) problems.insert(finding.problem);
    EXPECT_TRUE(problems.contains("gap"));
    EXPECT_TRUE(problems.contains("never_sealed"));
}

TEST_P(AuditTest, swapped_entries_are_found) {  // AUD-2
    write_and_seal(4);
    tamper(
        "UPDATE audit_seal SET entry_id = CASE position WHEN 2 THEN '-' || entry_id ELSE entry_id END WHERE position = "
        "2");
    EXPECT_FALSE(verify().intact());
}

TEST_P(AuditTest, a_tail_that_was_cut_off_is_found_with_an_exported_head) {  // AUD-2
    write_and_seal(4);
    std::vector<ChainHead> heads;
    {
        auto session = read();
        heads = trail.heads(session);
    }
    EXPECT_TRUE(verify(heads).intact());
    tamper("DELETE FROM audit_seal WHERE position = 4");
    auto findings = verify(heads).findings;
    EXPECT_TRUE(std::any_of(findings.begin(), findings.end(),
                            [](const Finding& finding) { return finding.problem == "head_missing"; }));
}

TEST_P(AuditTest, an_entry_that_never_gets_sealed_is_found_after_a_minute) {  // AUD-2
    write(event("thing.changed"));
    EXPECT_TRUE(verify().intact());
    EXPECT_EQ(verify().waiting, 1);
    clock.advance_seconds(61);
    ASSERT_EQ(verify().findings.size(), 1U);
    EXPECT_EQ(verify().findings[0].problem, "never_sealed");
}

TEST_P(AuditTest, a_view_is_one_entry_per_caller_study_and_15_minutes) {  // AUD-1
    access::AccessService access(clock);
    auto view = [&] {
        auto work = begin();
        auto may_view = access.study(work.session(), testing::World::staff_caller(north, {Permission::view_studies}),
                                     study, StudyRight::view_images);
        bool written = trail.viewed(work, *may_view, PatientId());
        work.commit_technical();
        return written;
    };
    EXPECT_TRUE(view());
    EXPECT_FALSE(view());
    clock.advance_seconds(15 * 60 - 1);
    EXPECT_FALSE(view());
    clock.advance_seconds(1);
    EXPECT_TRUE(view());
    ASSERT_EQ(recorded_audit.events.size(), 2U);
    EXPECT_EQ(recorded_audit.events[0].code, "study.viewed");
    EXPECT_EQ(recorded_audit.events[0].reason, "staff");
}

TEST_P(AuditTest, refusals_of_one_source_are_counted) {  // AUD-1
    auto refuse = [&] {
        auto work = begin();
        trail.refused(work, event("study.refused"));
        work.commit_technical();
    };
    for (int i = 0; i < 5; ++i) refuse();
    ASSERT_EQ(recorded_audit.events.size(), 1U);
    EXPECT_EQ(recorded_audit.events[0].outcome, Outcome::refused);
    clock.advance_seconds(60);
    refuse();
    ASSERT_EQ(recorded_audit.events.size(), 2U);
    EXPECT_EQ(recorded_audit.events[1].details,
              (std::vector<std::pair<std::string, std::string>>{{"repeatsBefore", "4"}}));
}

TEST_P(AuditTest, reading_filters_and_keeps_tenants_apart) {  // AUD-3, GEN-2
    auto viewed = event("study.viewed");
    viewed.study = study.text();
    write(viewed);
    write(event("role.changed"));
    auto foreign = event("role.changed");
    foreign.tenant = south;
    write(foreign);
    auto session = read();
    EXPECT_EQ(trail.read(session, may(north), {}).size(), 2U);
    auto by_study = trail.read(session, may(north), {.study = study.text()});
    ASSERT_EQ(by_study.size(), 1U);
    EXPECT_EQ(by_study[0].study_description, "CT head");
    EXPECT_EQ(trail.read(session, may(north), {.event = "role.*"}).size(), 1U);
    EXPECT_EQ(trail.read(session, may(north), {.actor = "FRONT"}).size(), 2U);
    EXPECT_EQ(trail.read(session, may(north), {.actor = "%"}).size(), 0U);
    EXPECT_EQ(trail.read(session, may(north), {.outcome = "refused"}).size(), 0U);
}

TEST_P(AuditTest, history_tells_who_changed_an_object) {  // GEN-11
    auto changed = event("role.changed");
    changed.object = "the-role";
    changed.details = {{"name", "Reader"}};
    write(changed);
    auto session = read();
    auto history = trail.history(session, north, "the-role");
    ASSERT_EQ(history.size(), 1U);
    EXPECT_EQ(history[0].by, "Front desk");
    EXPECT_EQ(history[0].details.at("name"), "Reader");
    EXPECT_TRUE(trail.history(session, south, "the-role").empty());
}

}  // namespace
}  // namespace portico::audit
