// Names and local codes that lead to nobody, and their links to clinicians, on both databases.
#include "features/clinician_portal/api/referrers.h"

#include "features/clinician_portal/fixture_test.h"

namespace portico::clinician_portal {
namespace {

using testing::C;

class ReferrersTest : public testing::PortalTest {
protected:
    void SetUp() override {
        PortalTest::SetUp();
        if (IsSkipped()) return;
        link(north, ann, "allowed", role(north, {C::view_images, C::access_referred_studies}));
    }
    std::vector<UnmatchedReferrer> unmatched(const TenantId& tenant, std::string_view text = "") {
        auto session = read();
        return referrers->unmatched(session, may(tenant), text, 50, 0);
    }
    std::vector<std::string> keys(const TenantId& tenant, std::string_view text = "") {
        std::vector<std::string> all;
        for (const auto& entry : unmatched(tenant, text)) all.push_back(entry.key);
        return all;
    }
    std::string tie(const std::string& key, const MembershipId& membership) {
        auto result = referrers->link(may(north), key, key, membership);
        return result ? "linked" : std::string(result.error().kind().code);
    }
    void confirm(const std::string& type, const std::string& value) {
        build(
            [&](portico::testing::World& world) { world.confirm(north, ann, world.number(ann, type, value), value); });
    }
    std::vector<ReferrerLink> links(const TenantId& tenant) {
        auto session = read();
        return referrers->links(session, may(tenant));
    }
    using Keys = std::vector<std::string>;
};
PORTICO_ON_BOTH_DATABASES(ReferrersTest);

// CLA-11
TEST_P(ReferrersTest, names_and_codes_that_lead_to_nobody_are_listed_by_count) {
    referred_study(north, "", "maes^tom");
    referred_study(north, "", "peeters^ann");
    referred_study(north, "", "peeters^ann");
    referred_study(north, "AP7", "");
    referred_study(south, "", "wouters^els");
    auto found = unmatched(north);
    ASSERT_EQ(found.size(), 3U);
    EXPECT_EQ(found[0].key, "peeters^ann");
    EXPECT_EQ(found[0].studies, 2);
    EXPECT_FALSE(found[0].code);
    EXPECT_EQ(found[1].key, "code:AP7");
    EXPECT_EQ(found[1].code, "AP7");
    EXPECT_EQ(found[2].key, "maes^tom");
    EXPECT_EQ(keys(south), Keys{"wouters^els"});  // GEN-2
    EXPECT_EQ(keys(north, "MAES"), Keys{"maes^tom"});
    EXPECT_EQ(keys(north, "ap7"), Keys{"code:AP7"});
    auto session = read();
    EXPECT_EQ(referrers->unmatched(session, may(north), "", 1, 1).at(0).key, "code:AP7");
}

// CLA-11
TEST_P(ReferrersTest, a_study_whose_identifier_is_a_confirmed_number_does_not_count) {
    referred_study(north, "12345678901", "peeters^ann");
    EXPECT_EQ(keys(north), (Keys{"code:12345678901", "peeters^ann"}));
    confirm("riziv", "12345678901");
    EXPECT_EQ(keys(north), Keys{});  // neither by its number nor by the bare name beside it
    referred_study(north, "", "peeters^ann");
    ASSERT_EQ(unmatched(north).size(), 1U);
    EXPECT_EQ(unmatched(north)[0].key, "peeters^ann");
    EXPECT_EQ(unmatched(north)[0].studies, 1);
    referred_study(south, "12345678901", "peeters^ann");
    EXPECT_EQ(keys(south), (Keys{"code:12345678901", "peeters^ann"}));  // confirmed by north only (GEN-2)
}

// CLA-11: an identifier of another authority is another identifier.
TEST_P(ReferrersTest, a_number_of_another_authority_is_still_listed) {
    confirm("riziv", "777");
    build([&](portico::testing::World& world) {
        world.referrer(north, world.study(north), "777", "OTHER HOSPITAL", "");
        world.referrer(north, world.study(north), "777", "RIZIV", "");
    });
    ASSERT_EQ(unmatched(north).size(), 1U);
    EXPECT_EQ(unmatched(north)[0].studies, 1);
}

// CLA-11
TEST_P(ReferrersTest, linking_a_name_shows_the_studies_that_were_there_and_unlinking_hides_them) {
    auto study = referred_study(north, "", "peeters^ann");
    referred_study(north, "", "peeters^an");
    referred_study(south, "", "peeters^ann");
    EXPECT_TRUE(seen_by(ann).empty());  // a bare name never matches by itself
    ASSERT_EQ(tie("peeters^ann", ann.membership), "linked");
    EXPECT_EQ(seen_by(ann), std::vector{study});
    EXPECT_EQ(keys(north), Keys{"peeters^an"});
    EXPECT_EQ(audited().back(), "referrer.linked");
    auto made = links(north);
    ASSERT_EQ(made.size(), 1U);
    EXPECT_EQ(made[0].clinician, "Ann Peeters");
    EXPECT_EQ(made[0].made_by, "Front desk");
    EXPECT_EQ(made[0].made_at, clock.now());
    EXPECT_TRUE(links(south).empty());
    EXPECT_EQ(recorded_audit.events.back().object, made[0].id);

    EXPECT_TRUE(referrers->unlink(may(south), made[0].id).error().is(portico::errors::not_found));  // GEN-2
    EXPECT_EQ(seen_by(ann), std::vector{study});
    ASSERT_TRUE(referrers->unlink(may(north), made[0].id));
    EXPECT_TRUE(seen_by(ann).empty());
    EXPECT_EQ(audited().back(), "referrer.unlinked");
    EXPECT_EQ(keys(north).size(), 2U);
}

// CLA-11
TEST_P(ReferrersTest, linking_a_local_code_shows_its_studies) {
    auto study = referred_study(north, "AP7", "peeters^ann");
    referred_study(north, "AP77", "");
    ASSERT_EQ(tie("code:AP7", ann.membership), "linked");
    EXPECT_EQ(seen_by(ann), std::vector{study});
    EXPECT_EQ(keys(north), Keys{"code:AP77"});  // the name beside the code leads to somebody now
}

TEST_P(ReferrersTest, a_name_is_linked_to_one_clinician_who_has_access) {
    portico::testing::Member ben, cas, dirk;
    build([&](portico::testing::World& world) {
        ben = world.clinician("Ben Claes");
        cas = world.clinician("Cas Dubois");
        dirk = world.clinician("Dirk Evers");
        world.link(north, ben, "suspended", {});
        world.link(south, cas, "allowed", {});
    });
    EXPECT_EQ(tie("x", ben.membership), "not_found");
    EXPECT_EQ(tie("x", cas.membership), "not_found");  // GEN-2
    EXPECT_EQ(tie("x", dirk.membership), "not_found");
    EXPECT_TRUE(links(north).empty());
    ASSERT_EQ(tie("x", ann.membership), "linked");
    EXPECT_EQ(tie("x", ann.membership), "referrer_linked_already");
}

// A code of nothing would match every study that brings no identifier.
TEST_P(ReferrersTest, an_empty_name_or_code_is_not_linked) {
    referred_study(north, "", "maes^tom");
    EXPECT_EQ(tie("code:", ann.membership), "invalid_input");
    EXPECT_EQ(tie("", ann.membership), "invalid_input");
    EXPECT_TRUE(seen_by(ann).empty());
}

}  // namespace
}  // namespace portico::clinician_portal
