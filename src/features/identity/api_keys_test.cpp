#include "features/identity/api/api_keys.h"

#include "features/access/access.h"
#include "features/people_testing/people_testing.h"

namespace portico::identity {
namespace {

class ApiKeysTest : public testing::PeopleTest {
protected:
    void SetUp() override {
        PeopleTest::SetUp();
        if (IsSkipped()) return;
        auto work = begin();
        portico::testing::World world(work.session(), clock);
        north = world.tenant("north");
        south = world.tenant("south");
        work.commit_technical();
    }
    ApiKeys::May may(const TenantId& tenant,
                     TenantPermissions held = {Permission::manage_api_keys, Permission::upload_studies}) {
        auto caller = portico::testing::World::staff_caller(tenant, held);
        return ApiKeys::May(access::AccessService(clock).prove(caller, Permission::manage_api_keys).value());
    }
    IssuedApiKey issue(std::optional<Timestamp> ends = {}) {
        return keys_().issue(may(north), {"Gateway", {Permission::upload_studies}, ends}).value();
    }
    ApiKeys keys_() { return {units(), clock}; }
    std::optional<Caller> resolve(std::string_view secret) { return keys_().resolve(secret, {"192.0.2.1", "machine"}); }

    TenantId north, south;
};
PORTICO_ON_BOTH_DATABASES(ApiKeysTest);

TEST_P(ApiKeysTest, stand_for_a_machine_of_their_tenant) {  // ACC-26
    auto issued = issue();
    auto caller = resolve(issued.secret);
    ASSERT_TRUE(caller);
    EXPECT_EQ(caller->kind, CallerKind::api_key);
    EXPECT_EQ(caller->tenant, north);
    EXPECT_EQ(caller->permissions, TenantPermissions{Permission::upload_studies});
    EXPECT_EQ(caller->api_key, issued.key.id);
    EXPECT_EQ(audited().back(), "api_key.created");
    EXPECT_FALSE(resolve(issued.secret + "x"));
    EXPECT_FALSE(resolve("portico_"));
    EXPECT_FALSE(resolve(""));
}

TEST_P(ApiKeysTest, are_stored_hashed) {  // ACC-26, S9
    auto issued = issue();
    auto hash = read().value<std::string>("SELECT secret_hash FROM api_key");
    EXPECT_NE(hash, issued.secret);
    EXPECT_FALSE(resolve(hash));
    EXPECT_FALSE(resolve("portico_" + hash));
    for (const auto& event : recorded_audit.events)
        for (const auto& [name, value] : event.details) EXPECT_EQ(value.find(issued.secret), std::string::npos);
}

TEST_P(ApiKeysTest, end_by_time_and_by_being_revoked) {  // ACC-26, GEN-5
    auto short_lived = issue(clock.now().plus_seconds(60));
    EXPECT_TRUE(resolve(short_lived.secret));
    clock.advance_seconds(60);
    EXPECT_FALSE(resolve(short_lived.secret));
    auto issued = issue();
    ASSERT_TRUE(keys_().revoke(may(north), issued.key.id));
    EXPECT_FALSE(resolve(issued.secret));
    EXPECT_EQ(audited().back(), "api_key.revoked");
}

TEST_P(ApiKeysTest, of_another_tenant_are_not_there) {  // GEN-2
    auto issued = issue();
    auto refused = keys_().revoke(may(south), issued.key.id);
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(portico::errors::not_found));
    EXPECT_TRUE(resolve(issued.secret));
    auto session = read();
    EXPECT_TRUE(keys_().list(session, may(south), {}, 10).empty());
    EXPECT_EQ(keys_().list(session, may(north), {}, 10).size(), 1U);
}

TEST_P(ApiKeysTest, give_no_permission_that_their_maker_lacks) {  // ACC-10
    auto refused = keys_().issue(may(north), {"Gateway", {Permission::manage_users}, {}});
    ASSERT_FALSE(refused);
    EXPECT_TRUE(refused.error().is(errors::permission_not_held));
    EXPECT_EQ(count("SELECT count(*) FROM api_key"), 0);
}

TEST_P(ApiKeysTest, do_not_end_before_they_begin) {
    auto refused = keys_().issue(may(north), {"Gateway", {Permission::upload_studies}, clock.now()});
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fields().front().path, "expiresAt");
}

TEST_P(ApiKeysTest, note_their_last_use_once_a_minute) {  // ACC-26
    auto issued = issue();
    auto last_used = [&] { return read().value<Timestamp>("SELECT last_used_at FROM api_key"); };
    ASSERT_TRUE(resolve(issued.secret));
    auto first = clock.now();
    clock.advance_seconds(59);
    ASSERT_TRUE(resolve(issued.secret));
    EXPECT_EQ(last_used(), first);
    clock.advance_seconds(1);
    ASSERT_TRUE(resolve(issued.secret));
    EXPECT_EQ(last_used(), clock.now());
}

}  // namespace
}  // namespace portico::identity
