#include <gtest/gtest.h>

#include "features/nodes/nodes.h"
#include "features/studies/testing/receiving_test.h"

namespace portico::nodes {
namespace {

class DicomNodesTest : public studies::ReceivingTest {
protected:
    void SetUp() override {
        studies::ReceivingTest::SetUp();
        if (IsSkipped()) return;
        titles = std::make_unique<AeTitles>(*work, clock);
        nodes = std::make_unique<DicomNodes>(*work, *receiver, clock);
    }
    static AeTitles::May may(const TenantId& tenant) {
        return access::SystemScopes::for_operator<Permission::manage_integrations>(testing::World::operator_caller(),
                                                                                   tenant);
    }
    static NewAeTitle node(const std::string& called, const std::string& calling,
                           std::optional<std::string> host = std::nullopt) {
        return {called, calling, std::move(host), std::nullopt, "", {}, {}, {}, {}, {}, {}};
    }
    dimse::AssociationDecision admit(const std::string& called, const std::string& calling,
                                     const std::string& address = "192.0.2.7") {
        return nodes->admit({called, calling, address, {}});
    }
    // What a sender does with one object over an association.
    Result<void> send(const std::string& called, const std::string& calling, const std::string& bytes) {
        const dimse::AssociationRequest peer{called, calling, "192.0.2.7", {}};
        auto decision = nodes->admit(peer);
        const auto& context = std::get<dimse::Accepted>(decision).context;
        PORTICO_TRY(auto object, nodes->begin(context, peer, {"", "", ""}));
        PORTICO_CHECK(object->write(std::as_bytes(std::span(bytes))));
        return object->finish();
    }

    std::unique_ptr<AeTitles> titles;
    std::unique_ptr<DicomNodes> nodes;
};
PORTICO_ON_BOTH_DATABASES(DicomNodesTest);

TEST_P(DicomNodesTest, lets_in_registered_nodes_from_their_address_only) {  // STU-1
    ASSERT_TRUE(titles->add(may(north), node("NORTH", "CT1")).has_value());
    ASSERT_TRUE(titles->add(may(north), node("NORTH", "MR1", "192.0.2.7")).has_value());
    using dimse::Rejection;
    const dimse::AssociationDecision unknown_called{Rejection::called_ae_title_not_recognized};
    const dimse::AssociationDecision unknown_calling{Rejection::calling_ae_title_not_recognized};
    EXPECT_TRUE(std::holds_alternative<dimse::Accepted>(admit("NORTH", "CT1")));
    EXPECT_TRUE(std::holds_alternative<dimse::Accepted>(admit("NORTH", "MR1")));
    EXPECT_TRUE(std::holds_alternative<dimse::Accepted>(admit("NORTH", "MR1", "::ffff:192.0.2.7")));
    EXPECT_EQ(std::get<Rejection>(admit("NORTH", "MR1", "192.0.2.8")), std::get<Rejection>(unknown_calling));
    EXPECT_EQ(std::get<Rejection>(admit("NORTH", "XX")), std::get<Rejection>(unknown_calling));
    EXPECT_EQ(std::get<Rejection>(admit("SOUTH", "CT1")), std::get<Rejection>(unknown_called));
    EXPECT_EQ(std::get<Rejection>(admit("NOR\xFF", "CT1")), std::get<Rejection>(unknown_called));
}

TEST_P(DicomNodesTest, stores_for_the_tenant_that_was_called) {  // STU-1, GEN-2
    ASSERT_TRUE(titles->add(may(north), node("NORTH", "CT1")).has_value());
    ASSERT_TRUE(titles->add(may(south), node("SOUTH", "CT1")).has_value());
    EXPECT_TRUE(send("SOUTH", "CT1", object({})).has_value());
    auto session = read();
    EXPECT_EQ(session.value<TenantId>("SELECT tenant_id FROM study"), south);
    EXPECT_EQ(session.value<std::string>("SELECT received_from FROM instance"), "CT1");
    EXPECT_EQ(session.value<std::string>("SELECT actor_name FROM audit_entry WHERE event = 'study.received'"), "CT1");
    EXPECT_EQ(session.value<Timestamp>("SELECT last_seen_at FROM ae_title WHERE called = 'SOUTH'"), clock.now());
}

TEST_P(DicomNodesTest, answers_what_the_receiver_says) {  // STU-5, STU-6
    ASSERT_TRUE(titles->add(may(north), node("NORTH", "CT1")).has_value());
    EXPECT_TRUE(send("NORTH", "CT1", object({})).has_value());
    const auto other = send("NORTH", "CT1", object({.pixel = 9}));
    EXPECT_EQ(other.error().kind().dimse_status, 0x0111);
    const auto broken = send("NORTH", "CT1", "no DICOM");
    EXPECT_EQ(broken.error().kind().dimse_status, 0xC000);
    EXPECT_EQ(staged_files(), 0);
}

TEST_P(DicomNodesTest, a_called_title_stays_with_the_tenant_that_had_it_first) {  // STU-1
    const auto added = titles->add(may(north), node(" NORTH ", "CT1", "::ffff:192.0.2.7"));
    ASSERT_TRUE(added.has_value());
    EXPECT_EQ(added->called, "NORTH");
    EXPECT_EQ(added->host, "192.0.2.7");
    EXPECT_TRUE(titles->add(may(south), node("NORTH", "MR1")).error().is(errors::ae_title_taken));
    EXPECT_TRUE(titles->add(may(north), node("NORTH", "CT1")).error().is(errors::ae_title_registered));
    EXPECT_TRUE(titles->list(may(south)).empty());
    EXPECT_TRUE(titles->remove(may(south), added->id).error().is(portico::errors::not_found));
    EXPECT_TRUE(titles->remove(may(north), added->id).has_value());
    EXPECT_TRUE(titles->add(may(south), node("NORTH", "MR1")).error().is(errors::ae_title_taken));
    EXPECT_EQ(count("SELECT count(*) FROM audit_entry WHERE event IN ('ae_title.added', 'ae_title.removed')"), 2);
}

TEST_P(DicomNodesTest, says_which_field_is_wrong) {  // GEN-4
    const auto refused =
        titles->add(may(north), {"A\\B", "", "scanner.example.org", 70000, "", {}, {}, {}, {}, {}, "12"});
    ASSERT_FALSE(refused.has_value());
    EXPECT_TRUE(refused.error().is(portico::errors::invalid_input));
    EXPECT_EQ(refused.error().fields().size(), 5U);
}

}  // namespace
}  // namespace portico::nodes
