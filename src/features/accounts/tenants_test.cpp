#include "features/accounts/api/tenants.h"

#include <thread>

#include "features/accounts/fixture_test.h"

namespace portico::accounts {
namespace {

using identity::testing::good_password;

class TenantsTest : public testing::AccountsTest {
protected:
    Tenants tenants() { return {units(), *passwords_, sessions(), clock}; }
    NewTenant west() { return {"West Imaging", "west", "Olga Owner", "olga@example.org", std::string(good_password)}; }
    Tenants::May may(const TenantId& tenant) {
        return prove<Permission::manage_settings>(tenant, {Permission::manage_settings});
    }
    TenantSettings settings(const TenantId& tenant) {
        auto session = read();
        return tenants().settings(session, may(tenant));
    }
    void forget_all() {
        change("DELETE FROM clinician_portal");
        change("DELETE FROM tenant");
        change("DELETE FROM account");
    }
    std::string set_up(std::string_view token) {
        return code(tenants().set_up(token, west(), {"192.0.2.1", "browser"}));
    }
};
PORTICO_ON_BOTH_DATABASES(TenantsTest);

TEST_P(TenantsTest, are_made_by_the_operator_with_an_owner) {  // ACC-2, ACC-5
    auto made = tenants().create(operator_caller(), west());
    ASSERT_TRUE(made);
    auto session = read();
    auto facts = membership_facts(session, made->membership);
    ASSERT_TRUE(facts);
    EXPECT_TRUE(facts->owner);
    EXPECT_EQ(facts->permissions, all_tenant_permissions());
    EXPECT_EQ(Tenants::find_by_slug(session, "west"), made->tenant);
    EXPECT_EQ(recorded_audit.events.back().code, "tenant.created");
    EXPECT_THROW(tenants().create(portico::testing::World::staff_caller(north, all_tenant_permissions()), west()),
                 std::logic_error);
}

TEST_P(TenantsTest, have_a_short_name_of_their_own) {
    auto taken = west();
    taken.slug = "north";
    EXPECT_EQ(field(tenants().create(operator_caller(), taken)), "slug:slug_taken");
    for (const char* slug : {"ab", "-abc", "abc-", "Abc", "a b c", "api", "ab.cd"}) {
        auto bad = west();
        bad.slug = slug;
        EXPECT_EQ(field(tenants().create(operator_caller(), bad)), "slug:bad_format") << slug;
    }
    EXPECT_EQ(count("SELECT count(*) FROM users"), 0) << "nothing changed";
}

TEST_P(TenantsTest, are_set_up_once_with_the_printed_token) {  // ACC-2
    forget_all();
    EXPECT_EQ(set_up("guessed"), "setup_token_wrong");
    auto token = tenants().issue_setup_token();
    ASSERT_TRUE(token);
    EXPECT_EQ(count("SELECT count(*) FROM confirmation WHERE secret_hash = '" + *token + "'"), 0) << "stored hashed";
    EXPECT_EQ(set_up("guessed"), "setup_token_wrong");
    auto opened = tenants().set_up(*token, west(), {"192.0.2.1", "browser"});
    ASSERT_TRUE(opened);
    EXPECT_TRUE(sessions().resolve(opened->token)) << "the owner is signed in";
    EXPECT_EQ(set_up(*token), "setup_done");
    EXPECT_FALSE(tenants().issue_setup_token());
    auto session = read();
    EXPECT_FALSE(Tenants::setup_needed(session));
}

TEST_P(TenantsTest, are_set_up_with_the_token_of_the_last_start_only) {  // ACC-2
    forget_all();
    auto first = tenants().issue_setup_token().value();
    auto second = tenants().issue_setup_token().value();
    EXPECT_EQ(set_up(first), "setup_token_wrong");
    EXPECT_EQ(set_up(second), "done");
}

TEST_P(TenantsTest, keep_their_token_when_the_form_was_wrong) {  // ACC-2
    forget_all();
    auto token = tenants().issue_setup_token().value();
    auto weak = west();
    weak.owner_password = "password123";
    EXPECT_EQ(field(tenants().set_up(token, weak, {})), "password:password_too_weak");
    EXPECT_EQ(set_up(token), "done");
}

TEST_P(TenantsTest, are_set_up_once_by_many_at_once) {  // ACC-2
    forget_all();
    auto token = tenants().issue_setup_token().value();
    sessions();
    std::atomic<int> done = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([&, i] {
            auto mine = west();
            mine.slug = "west" + std::to_string(i);
            mine.owner_email = "olga" + std::to_string(i) + "@example.org";
            if (tenants().set_up(token, mine, {})) ++done;
        });
    }
    for (auto& thread : threads) thread.join();
    EXPECT_EQ(done, 1);
    EXPECT_EQ(count("SELECT count(*) FROM tenant"), 1);
}

TEST_P(TenantsTest, have_settings_whose_changes_are_told) {  // GEN-11
    auto in = settings(north);
    in.name = "North Imaging";
    in.quiet_seconds = 30;
    in.checks = {"sex", "patient_id"};
    ASSERT_TRUE(tenants().change_settings(may(north), in));
    auto now = settings(north);
    EXPECT_EQ(now.version, in.version + 1);
    EXPECT_EQ(now.checks, (std::vector<std::string>{"patient_id", "sex"}));
    const auto& event = recorded_audit.events.back();
    EXPECT_EQ(event.code, "settings.changed");
    EXPECT_EQ(event.object, north.text());
    std::vector<std::string> names;
    for (const auto& [name, value] : event.details) names.push_back(name);
    EXPECT_EQ(names, (std::vector<std::string>{"name", "quietSeconds", "checks"}));
    EXPECT_EQ(event.details[1].second, "60 → 30");
    EXPECT_EQ(settings(south).name, "south") << "the other tenant's stay";
}

TEST_P(TenantsTest, have_settings_within_limits_and_in_the_version_seen) {  // GEN-7
    auto in = settings(north);
    auto bad = in;
    bad.checks = {"shoe_size"};
    EXPECT_EQ(field(tenants().change_settings(may(north), bad)), "checks:not_a_choice");
    bad = in;
    bad.idle_minutes = 0;
    EXPECT_EQ(field(tenants().change_settings(may(north), bad)), "idleMinutes:too_small");
    bad = in;
    bad.duplicate_policy = "keep_both";
    EXPECT_EQ(field(tenants().change_settings(may(north), bad)), "duplicatePolicy:not_a_choice");
    ASSERT_TRUE(tenants().change_settings(may(north), in));
    EXPECT_EQ(code(tenants().change_settings(may(north), in)), "precondition_failed");
}

}  // namespace
}  // namespace portico::accounts
