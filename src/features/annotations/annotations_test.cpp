// Saving, publishing, taking back (STU-42). Objects made of marks: tests/integration/suites/annotations.js.
#include "features/access/access.h"
#include "features/annotations/annotation_book.h"
#include "features/testing/fixtures.h"
#include "platform/api/context.h"
#include "platform/db_testing/database_fixture.h"

namespace portico::annotations {
namespace {

class AnnotationsTest : public db::DatabaseTest {
protected:
    void SetUp() override {
        DatabaseTest::SetUp();
        if (IsSkipped()) return;
        auto unit = begin();
        testing::World world(unit.session(), clock);
        north = world.tenant("north");
        south = world.tenant("south");
        study = world.study(north);
        other_study = world.study(south);
        jan = caller_of(world.staff(north, "Jan Maes"), north);
        ann = caller_of(world.staff(north, "Ann Peeters"), north);
        sam = caller_of(world.staff(south, "Sam South"), south);
        unit.commit_technical();
        book = std::make_unique<AnnotationBook>(units(), clock);
    }
    void TearDown() override {
        book.reset();
        DatabaseTest::TearDown();
    }

    std::vector<std::string> audited() {
        std::vector<std::string> codes;
        for (const auto& event : recorded_audit.events) codes.push_back(event.code);
        return codes;
    }
    static Caller caller_of(const testing::Member& member, const TenantId& tenant) {
        auto caller = member.caller();
        caller.tenant = tenant;
        caller.account_kind = AccountKind::tenant;
        caller.permissions = {Permission::view_studies};
        return caller;
    }
    StudyAccess as(const Caller& caller, const StudyId& which) {
        auto session = read();
        auto access = access::AccessService(clock).study(session, caller, which, StudyRight::view_images);
        if (!access) throw std::runtime_error("no access");
        return std::move(*access);
    }
    StudyAccess as(const Caller& caller) { return as(caller, study); }
    static Annotation length(const std::string& id) {
        return {id, Tool::length, "2.25.2", "2.25.3", 1, {1, 2, 3.5, 4}, "", {{Measure::length, 12.25, Unit::mm}}};
    }
    static Marks marks(std::vector<std::string> ids) {
        Marks all;
        for (const auto& id : ids) all.annotations.push_back(length(id));
        all.key_images.push_back({"2.25.2", "2.25.3", 2});
        return all;
    }

    ManualClock clock;
    std::unique_ptr<AnnotationBook> book;
    TenantId north, south;
    StudyId study, other_study;
    Caller jan, ann, sam;
};
PORTICO_ON_BOTH_DATABASES(AnnotationsTest);

TEST_P(AnnotationsTest, marks_come_back_as_they_were_saved) {
    EXPECT_EQ(book->own(as(jan)).version, 0);
    ASSERT_TRUE(book->save(as(jan), marks({"a", "b"}), 0));
    const auto own = book->own(as(jan));
    EXPECT_EQ(own.version, 1);
    ASSERT_EQ(own.marks.annotations.size(), 2U);
    const auto& one = own.marks.annotations[1];
    EXPECT_EQ(one.id, "b");
    EXPECT_EQ(one.points, (std::vector<double>{1, 2, 3.5, 4}));
    EXPECT_EQ(one.values.at(0).value, 12.25);
    EXPECT_EQ(one.values.at(0).unit, Unit::mm);
    EXPECT_EQ(own.marks.key_images, (std::vector<KeyImage>{{"2.25.2", "2.25.3", 2}}));
    EXPECT_TRUE(book->of_others(as(ann)).empty());
    EXPECT_EQ(book->own(as(ann)).version, 0);
    EXPECT_TRUE(audited().empty());
}

TEST_P(AnnotationsTest, another_version_is_never_written_over) {  // GEN-7
    ASSERT_TRUE(book->save(as(jan), marks({"a"}), 0));
    for (std::int64_t version : {0, 2})
        EXPECT_TRUE(book->save(as(jan), marks({}), version).error().is(api::request_errors::precondition_failed));
    EXPECT_TRUE(book->publish(as(jan), 2).error().is(api::request_errors::precondition_failed));
    EXPECT_EQ(book->own(as(jan)).marks.annotations.size(), 1U);
    EXPECT_EQ(book->save(as(jan), marks({}), 1)->version, 2);
}

TEST_P(AnnotationsTest, what_is_published_is_a_copy) {
    ASSERT_TRUE(book->save(as(jan), marks({"a"}), 0));
    EXPECT_EQ(book->publish(as(jan), 1)->published_version, 1);
    ASSERT_TRUE(book->save(as(jan), marks({"a", "b"}), 1));
    auto seen = book->of_others(as(ann));
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(seen[0].author, "Jan Maes");
    EXPECT_EQ(seen[0].marks.annotations.size(), 1U);
    EXPECT_TRUE(book->of_others(as(jan)).empty());
    EXPECT_EQ(book->own(as(jan)).published_version, 1);
    ASSERT_TRUE(book->withdraw(as(jan)));
    EXPECT_TRUE(book->of_others(as(ann)).empty());
    EXPECT_TRUE(book->withdraw(as(jan)).error().is(errors::nothing_published));
    EXPECT_EQ(audited(), (std::vector<std::string>{"annotations.published", "annotations.withdrawn"}));
}

TEST_P(AnnotationsTest, nothing_is_not_published) {
    ASSERT_TRUE(book->save(as(jan), {}, 0));
    EXPECT_TRUE(book->publish(as(jan), 1).error().is(errors::nothing_to_publish));
    EXPECT_FALSE(book->own(as(jan)).published_at);
    EXPECT_TRUE(audited().empty());
}

TEST_P(AnnotationsTest, deleting_leaves_a_version_that_no_old_copy_fits) {
    ASSERT_TRUE(book->remove(as(jan)));
    ASSERT_TRUE(book->save(as(jan), marks({"a"}), 0));
    ASSERT_TRUE(book->publish(as(jan), 1));
    ASSERT_TRUE(book->remove(as(jan)));
    EXPECT_TRUE(book->own(as(jan)).marks.annotations.empty());
    EXPECT_TRUE(book->of_others(as(ann)).empty());
    EXPECT_FALSE(book->save(as(jan), marks({"a"}), 1));
    EXPECT_TRUE(book->save(as(jan), marks({"a"}), 2));
    EXPECT_EQ(audited().back(), "annotations.deleted");
}

TEST_P(AnnotationsTest, drawings_have_the_points_of_their_tool) {
    auto wrong = marks({"a", "a"});
    wrong.annotations[0].tool = Tool::angle;
    auto refused = book->save(as(jan), wrong, 0);
    ASSERT_TRUE(refused.error().is(portico::errors::invalid_input));
    ASSERT_EQ(refused.error().fields().size(), 2U);
    EXPECT_EQ(refused.error().fields()[0].path, "annotations[0].points");
    EXPECT_EQ(refused.error().fields()[1].path, "annotations[1].id");
}

TEST_P(AnnotationsTest, departments_are_kept_apart) {  // GEN-2
    ASSERT_TRUE(book->save(as(jan), marks({"a"}), 0));
    ASSERT_TRUE(book->publish(as(jan), 1));
    EXPECT_TRUE(book->of_others(as(sam, other_study)).empty());
    EXPECT_THROW(as(sam, study), std::runtime_error);
}

TEST_P(AnnotationsTest, machines_own_nothing) {
    auto key = jan;
    key.kind = CallerKind::api_key;
    EXPECT_TRUE(book->save(as(key), marks({"a"}), 0).error().is(errors::for_people_only));
    EXPECT_TRUE(book->publish(as(key), 0).error().is(errors::for_people_only));
    EXPECT_EQ(book->own(as(key)).version, 0);
}

TEST_P(AnnotationsTest, marks_go_with_their_study) {  // STU-22
    ASSERT_TRUE(book->save(as(jan), marks({"a"}), 0));
    auto unit = begin();
    unit.session().exec("DELETE FROM study WHERE id = ?", study);
    unit.commit_technical();
    EXPECT_EQ(read().value<std::int64_t>("SELECT count(*) FROM study_annotation"), 0);
}

}  // namespace
}  // namespace portico::annotations
