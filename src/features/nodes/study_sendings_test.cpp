// Studies on their way to nodes: who may send what where, and what stays of it (CLA-27).
#include "features/nodes/api/study_sendings.h"

#include "features/studies/testing/receiving_test.h"
#include "platform/jobs/queue.h"

namespace portico::nodes {
namespace {

class StudySendingsTest : public studies::ReceivingTest {
protected:
    void SetUp() override {
        studies::ReceivingTest::SetUp();
        if (IsSkipped()) return;
        sendings = std::make_unique<StudySendings>(*work, access, *archive, *blobs, keys, queue, clock, Calling{});
        titles = std::make_unique<AeTitles>(*work, clock);
        callable = add(north, "PACS", true);
        silent = add(north, "MODALITY", false);
        ASSERT_TRUE(receive_one(north, object({})).ok());
    }
    void TearDown() override {
        titles.reset();
        sendings.reset();
        studies::ReceivingTest::TearDown();
    }
    template <Permission P>
    static Authorized<P> may(const TenantId& tenant) {
        return access::SystemScopes::for_operator<P>(testing::World::operator_caller(), tenant);
    }
    static Authorized<Permission::view_studies> staff(const TenantId& tenant) {
        auto caller = testing::World::operator_caller();
        caller.tenant = tenant;
        caller.permissions = {Permission::view_studies};
        return access::SystemScopes::for_operator<Permission::view_studies>(caller, tenant);
    }
    TargetId add(const TenantId& tenant, const std::string& calling, bool with_address) {
        NewAeTitle node{
            "OF_" + tenant.text().substr(0, 8), calling, std::nullopt, std::nullopt, "", {}, {}, {}, {}, {}, {}};
        if (with_address) {
            node.host = "192.0.2.9";
            node.port = 104;
        }
        return TargetId::trusted(titles->add(may<Permission::manage_integrations>(tenant), node).value().id.text());
    }
    StudyId study() { return read().value<StudyId>("SELECT id FROM study"); }
    Result<Sending> request(const TargetId& node) { return sendings->request(staff(north), study(), node); }

    access::AccessService access{clock};
    crypto::KeyRing keys = crypto::KeyRing::ephemeral();
    jobs::Queue queue{clock};
    std::unique_ptr<StudySendings> sendings;
    std::unique_ptr<AeTitles> titles;
    TargetId callable, silent;
};
PORTICO_ON_BOTH_DATABASES(StudySendingsTest);

TEST_P(StudySendingsTest, only_nodes_with_an_address_that_are_turned_on_are_offered) {
    const auto offered = sendings->targets(staff(north));
    ASSERT_EQ(offered.size(), 1U);
    EXPECT_EQ(offered[0].name, "PACS");
    EXPECT_TRUE(sendings->targets(staff(south)).empty());
    release_everything();
    EXPECT_TRUE(request(silent).error().is(errors::node_not_callable));
    change("UPDATE ae_title SET enabled = 0");
    EXPECT_TRUE(request(callable).error().is(errors::node_not_callable));
    EXPECT_TRUE(sendings->targets(staff(north)).empty());
    EXPECT_TRUE(request(TargetId::trusted("nobody")).error().is(portico::errors::not_found));
}

TEST_P(StudySendingsTest, only_a_released_study_is_sent_with_a_job_and_an_entry_in_the_trail) {  // STU-11, AUD-1
    EXPECT_TRUE(request(callable).error().is(portico::errors::not_found));
    release_everything();
    const auto made = request(callable);
    ASSERT_TRUE(made);
    EXPECT_EQ(made->state, SendingState::waiting);
    EXPECT_EQ(made->node_name, "PACS");
    EXPECT_EQ(count("SELECT count(*) FROM audit_entry WHERE event = 'study.send_requested'"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM job WHERE kind = 'studies.send'"), 1);
    const auto listed = sendings->list(staff(north), study());
    ASSERT_TRUE(listed);
    ASSERT_EQ(listed->size(), 1U);
    EXPECT_EQ(listed->front().id, made->id);
    EXPECT_TRUE(sendings->list(staff(south), study()).error().is(portico::errors::not_found));
}

TEST_P(StudySendingsTest, what_was_sent_does_not_keep_a_deleted_study_from_going) {  // STU-22
    release_everything();
    ASSERT_TRUE(request(callable));
    studies::Keeping keeping(*work, access, clock);
    studies::Validation validation(*work, *blobs, access, queue, clock, studies::ValidationHooks{});
    ASSERT_TRUE(keeping.remove(may<Permission::delete_studies>(north), study(), "wrong patient"));
    EXPECT_TRUE(request(callable).error().is(portico::errors::not_found));
    clock.advance_seconds(31 * 86'400);
    EXPECT_EQ(validation.delete_rejected(), 1);
    EXPECT_EQ(count("SELECT count(*) FROM study"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM study_sending"), 0);
}

}  // namespace
}  // namespace portico::nodes
