// The list, a study's page and clinician access, on plain rows.
#include "features/studies/api/study_list.h"

#include "features/audit/audit.h"
#include "features/studies/api/clinician_access.h"
#include "features/studies/few_studies.h"
#include "features/testing/fixtures.h"
#include "platform/crypto/random.h"
#include "platform/db_testing/database_fixture.h"
#include "platform/jobs/outbox.h"

namespace portico::studies {
namespace {

using C = ClinicianPermission;
constexpr std::int64_t day = 86'400;

class StudyListTest : public db::DatabaseTest {
protected:
    void SetUp() override {
        DatabaseTest::SetUp();
        if (IsSkipped()) return;
        work = std::make_unique<db::UnitsOfWork>(database(), trail, outbox);
        list = std::make_unique<StudyList>(*work, access, trail, clock);
        desk = std::make_unique<ClinicianAccess>(*work, access);
        build([&](testing::World& world) {
            north = world.tenant("north");
            south = world.tenant("south");
            ann = world.clinician("Ann Peeters");
            clerk = world.staff(north, "Front desk");
            world.link(north, ann, "allowed",
                       world.clinician_role(north, {C::view_images, C::access_referred_studies}));
        });
    }
    template <class Build>
    void build(Build make) {
        auto unit = begin();
        testing::World world(unit.session(), clock);
        make(world);
        unit.commit_technical();
    }
    void change(std::string_view sql) {
        auto unit = begin();
        unit.session().exec(sql);
        unit.commit_technical();
    }
    StudyId study(const testing::StudyOptions& options = {}, std::string_view words = "doe jane p1") {
        StudyId id;
        build([&](testing::World& world) { id = world.study(north, options); });
        auto unit = begin();
        while (!words.empty()) {
            auto end = words.find(' ');
            unit.session().exec("INSERT INTO study_token (tenant_id, token, study_id, study_at) VALUES (?, ?, ?, ?)",
                                north, words.substr(0, end), id, options.study_at);
            words = end == std::string_view::npos ? "" : words.substr(end + 1);
        }
        unit.commit_technical();
        return id;
    }
    Caller staff() {
        auto caller = testing::World::staff_caller(north, all_tenant_permissions());
        caller.user = clerk.user;
        caller.membership = clerk.membership;
        return caller;
    }
    std::vector<StudyId> listed(const StudyQuestion& question, const std::optional<Caller>& caller = {}) {
        std::vector<StudyId> ids;
        for (const auto& row : list->list(caller ? *caller : staff(), question).studies) ids.push_back(row.id);
        return ids;
    }
    template <Permission P>
    Authorized<P> may(const TenantId& tenant) {
        return access::SystemScopes::for_operator<P>(testing::World::operator_caller(), tenant);
    }
    Result<std::int64_t> grant(const StudyId& id) {
        return desk->grant(may<Permission::explicit_access_grant>(north),
                           may<Permission::manage_clinician_access>(north),
                           {{id}, {ann.membership}, {}, "second view"});
    }

    ManualClock clock;
    audit::AuditTrail trail{clock};
    jobs::Outbox outbox{clock};
    access::AccessService access{clock};
    std::unique_ptr<db::UnitsOfWork> work;
    std::unique_ptr<StudyList> list;
    std::unique_ptr<ClinicianAccess> desk;
    TenantId north, south;
    testing::Member ann, clerk;
};
PORTICO_ON_BOTH_DATABASES(StudyListTest);

using Ids = std::vector<StudyId>;

// CLA-22
TEST_P(StudyListTest, staff_see_the_tenants_studies_newest_first_in_pages) {
    const auto old = study({.study_at = {1'700'000'000'000}});
    const auto recent = study({.study_at = {1'700'100'000'000}});
    build([&](testing::World& world) { world.study(south); });
    EXPECT_EQ(listed({}), (Ids{recent, old}));
    auto first = list->list(staff(), {.limit = 1});
    ASSERT_TRUE(first.next);
    EXPECT_EQ(listed({.after = first.next, .limit = 1}), Ids{old});
    EXPECT_EQ(first.studies[0].sources, std::vector<std::string>{"staff"});
    EXPECT_EQ(first.studies[0].tenant_slug, "north");
    EXPECT_TRUE(first.studies[0].rights.has(StudyRight::view_images));
}

TEST_P(StudyListTest, every_word_of_the_search_begins_a_word_of_the_study) {
    const auto jane = study({}, "doe jane p1 ct");
    const auto john = study({}, "doe john p2 mr");
    EXPECT_EQ(listed({.text = "Doe, Ja"}), Ids{jane});
    EXPECT_EQ(listed({.text = "doe"}).size(), 2U);
    EXPECT_EQ(listed({.text = "P2"}), Ids{john});
    EXPECT_TRUE(listed({.text = "oe"}).empty());
}

// PERF-4: few are read by their index, many along the list; both give the same pages.
TEST_P(StudyListTest, a_word_of_few_studies_and_one_of_very_many_find_their_studies) {
    std::vector<StudyId> all;
    build([&](testing::World& world) {
        for (std::int64_t n = 0; n <= store::most_few; ++n)
            all.push_back(world.study(north, {.study_at = {1'700'000'000'000 + n * 1000}}));
    });
    auto unit = begin();
    unit.session().exec(
        "INSERT INTO study_token (tenant_id, token, study_id, study_at) SELECT tenant_id, 'common', id, study_at"
        " FROM study");
    unit.session().exec(
        "INSERT INTO study_token (tenant_id, token, study_id, study_at) SELECT tenant_id, 'rare', id, study_at"
        " FROM study WHERE study_at <= ?",
        Timestamp{1'700'000'001'000});
    unit.commit_technical();
    auto session = read();
    EXPECT_FALSE(store::few_with_word(session, north, "comm"));
    ASSERT_TRUE(store::few_with_word(session, north, "rar"));
    EXPECT_EQ(listed({.text = "rare"}), (Ids{all[1], all[0]}));
    EXPECT_EQ(listed({.text = "common rare"}), (Ids{all[1], all[0]}));
    EXPECT_EQ(listed({.text = "common"}).front(), all.back());
}

TEST_P(StudyListTest, filters_narrow_the_list) {
    const auto late = study({.study_at = {1'706'700'000'000}, .description = "late"});  // 2024-01-31
    const auto early = study({.study_at = {1'706'600'000'000}, .description = "early"});
    const auto waiting = study({.visible = false, .state = "queued", .study_at = {1'600'000'000'000}});
    const auto rejected = study({.visible = false, .state = "rejected"});
    change("UPDATE study SET modalities = 'CT SR' WHERE description = 'late'");
    change("UPDATE study SET modalities = 'CTX' WHERE description = 'early'");
    EXPECT_EQ(listed({.modalities = {"CT"}}), Ids{late});
    EXPECT_EQ(listed({.from_date = "20240131", .to_date = "20240131"}), Ids{late});
    EXPECT_EQ(listed({.to_date = "20240130"}), (Ids{early, waiting}));
    EXPECT_EQ(listed({.state = "queued"}), Ids{waiting});
    EXPECT_EQ(listed({.state = "rejected"}), Ids{rejected});
    EXPECT_TRUE(listed({.tenant = south}).empty());
    EXPECT_TRUE(listed({.sources = {access::Source::referral}}).empty());
}

// CLA-22
TEST_P(StudyListTest, a_clinician_sees_only_what_was_given) {
    const auto given = study();
    study();
    EXPECT_TRUE(listed({}, ann.caller()).empty());
    EXPECT_TRUE(list->detail(ann.caller(), given).error().is(errors::not_found));
    ASSERT_EQ(grant(given), 1);
    auto page = list->list(ann.caller(), {});
    ASSERT_EQ(page.studies.size(), 1U);
    EXPECT_EQ(page.studies[0].id, given);
    EXPECT_EQ(page.studies[0].sources, std::vector<std::string>{"explicit"});
    auto detail = list->detail(ann.caller(), given);
    ASSERT_TRUE(detail);
    ASSERT_EQ(detail->reasons.size(), 1U);
    EXPECT_EQ(detail->reasons[0].note, "second view");
}

// CLA-23
TEST_P(StudyListTest, opening_marks_a_study_read_and_is_audited_once_in_a_quarter_of_an_hour) {
    const auto id = study();
    EXPECT_EQ(listed({.unread = true}), Ids{id});
    ASSERT_TRUE(list->opened(staff(), id));
    clock.advance_seconds(60);
    ASSERT_TRUE(list->opened(staff(), id));
    EXPECT_TRUE(listed({.unread = true}).empty());
    EXPECT_FALSE(list->list(staff(), {}).studies[0].unread);
    auto views = [&] {
        return read().value<std::int64_t>("SELECT count(*) FROM audit_entry WHERE event = 'study.viewed'");
    };
    EXPECT_EQ(views(), 1);
    clock.advance_seconds(15 * 60);
    ASSERT_TRUE(list->opened(staff(), id));
    EXPECT_EQ(views(), 2);
    EXPECT_TRUE(list->opened(ann.caller(), id).error().is(errors::not_found));
    ASSERT_EQ(grant(id), 1);
    EXPECT_EQ(listed({.unread = true}, ann.caller()), Ids{id});  // each for himself
}

// CLA-23
TEST_P(StudyListTest, priors_are_those_of_the_patient_that_the_caller_sees) {
    PatientId patient;
    build([&](testing::World& world) { patient = world.patient(north, "P-1"); });
    const auto now = study({.study_at = {1'700'100'000'000}, .patient = patient});
    const auto before = study({.study_at = {1'700'000'000'000}, .patient = patient});
    study({.study_at = {1'700'000'000'000}});
    auto detail = list->detail(staff(), now);
    ASSERT_TRUE(detail);
    ASSERT_EQ(detail->priors.size(), 1U);
    EXPECT_EQ(detail->priors[0].id, before);
    ASSERT_EQ(grant(now), 1);
    EXPECT_TRUE(list->detail(ann.caller(), now)->priors.empty());
    EXPECT_EQ(listed({.patient = patient.text()}), (Ids{now, before}));
}

// STU-12
TEST_P(StudyListTest, rows_show_corrected_values) {
    const auto id = study({.state = "ready"});
    change("UPDATE study SET corrected = 1, header_name = 'Do^Jane'");
    change(
        "INSERT INTO study_correction (id, tenant_id, study_id, field, value, made_at, made_by)"
        " SELECT 'a', tenant_id, id, 'name', 'Doe^Janet', 1, 'x' FROM study");
    change(
        "INSERT INTO study_correction (id, tenant_id, study_id, field, value, made_at, made_by)"
        " SELECT 'b', tenant_id, id, 'name', 'Doe^Jane', 2, 'x' FROM study");
    EXPECT_EQ(list->rows(staff(), {id}).at(0).patient_name, "Doe^Jane");
}

// CLA-7
TEST_P(StudyListTest, current_access_names_people_and_grants_can_be_taken_back) {
    const auto id = study();
    ASSERT_EQ(grant(id), 1);
    auto with_access = desk->current(may<Permission::manage_clinician_access>(north), id).value();
    ASSERT_EQ(with_access.size(), 1U);
    EXPECT_EQ(with_access[0].clinician.name, "Ann Peeters");
    ASSERT_EQ(with_access[0].reasons.size(), 1U);
    auto choices = desk->clinicians(access::SystemScopes::for_worker(north), "ann", id, 10, 0);
    ASSERT_EQ(choices.clinicians.size(), 1U);
    EXPECT_TRUE(choices.clinicians[0].already_granted);
    const auto grant_id = GrantId::trusted(with_access[0].reasons[0].source_id);
    EXPECT_TRUE(desk->revoke(may<Permission::explicit_access_grant>(south),
                             may<Permission::manage_clinician_access>(south), grant_id)
                    .error()
                    .is(errors::not_found));
    ASSERT_TRUE(desk->revoke(may<Permission::explicit_access_grant>(north),
                             may<Permission::manage_clinician_access>(north), grant_id));
    EXPECT_TRUE(desk->current(may<Permission::manage_clinician_access>(north), id)->empty());
    EXPECT_TRUE(desk->current(may<Permission::manage_clinician_access>(south), id).error().is(errors::not_found));
    EXPECT_TRUE(desk->clinicians(access::SystemScopes::for_worker(north), "ben", id, 10, 0).clinicians.empty());
}

}  // namespace
}  // namespace portico::studies
