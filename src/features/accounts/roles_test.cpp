#include "features/accounts/api/roles.h"

#include "features/accounts/fixture_test.h"
#include "platform/api/context.h"

namespace portico::accounts {
namespace {

class RolesTest : public testing::AccountsTest {
protected:
    RoleManager manager(const TenantId& tenant, TenantPermissions held = all_tenant_permissions()) {
        return RoleManager(prove<Permission::manage_roles>(tenant, held));
    }
    RoleManager clinician_manager(const TenantId& tenant) {
        return RoleManager(prove<Permission::manage_clinician_roles>(tenant, {Permission::manage_clinician_roles}));
    }
    Role find(const RoleManager& may, const RoleId& id) {
        auto session = read();
        return roles_->find(session, may, id).value();
    }
    std::size_t count_of(const RoleManager& may) {
        auto session = read();
        return roles_->list(session, may).size();
    }
    const RoleInput reader{"Reader", "Reads", {"view_reports", "view_studies", "view_studies"}};
};
PORTICO_ON_BOTH_DATABASES(RolesTest);

TEST_P(RolesTest, are_created_with_permissions_in_the_order_of_the_catalogue) {  // ACC-10
    auto may = manager(north);
    auto id = roles_->create(may, reader).value();
    auto role = find(may, id);
    EXPECT_EQ(role.permissions, (std::vector<std::string>{"view_studies", "view_reports"}));
    EXPECT_EQ(role.version, 1);
    EXPECT_EQ(role.used_by, 0);
    EXPECT_EQ(recorded_audit.events.back().code, "role.created");
    EXPECT_EQ(recorded_audit.events.back().object, id.text());
}

TEST_P(RolesTest, have_unique_names_within_their_system) {  // ACC-10
    auto may = manager(north);
    ASSERT_TRUE(roles_->create(may, reader));
    EXPECT_EQ(code(roles_->create(may, {"READER", "", {}})), "role_name_taken");
    EXPECT_TRUE(roles_->create(clinician_manager(north), {"Reader", "", {"view_images"}}));
    EXPECT_TRUE(roles_->create(manager(south), reader)) << "another tenant's names do not matter";
    auto other = roles_->create(may, {"Writer", "", {}}).value();
    EXPECT_EQ(code(roles_->change(may, other, 1, {"reader", "", {}})), "role_name_taken");
    EXPECT_TRUE(roles_->change(may, other, 1, {"WRITER", "", {}})) << "its own name is no hindrance";
}

TEST_P(RolesTest, refuse_permissions_of_another_system) {
    EXPECT_EQ(code(roles_->create(manager(north), {"A", "", {"view_images"}})), "invalid_input");
    EXPECT_EQ(code(roles_->create(clinician_manager(north), {"A", "", {"manage_users"}})), "invalid_input");
    EXPECT_EQ(count_of(manager(north)), 0U);
}

TEST_P(RolesTest, give_no_permission_that_the_manager_lacks) {  // ACC-10
    auto weak = manager(north, {Permission::manage_roles, Permission::view_studies});
    EXPECT_EQ(code(roles_->create(weak, {"A", "", {"view_studies", "manage_users"}})), "permission_not_held");
    auto strong = roles_->create(manager(north), {"Strong", "", {"manage_users"}}).value();
    EXPECT_EQ(code(roles_->change(weak, strong, 1, {"Strong", "", {"manage_users", "manage_settings"}})),
              "permission_not_held");
    EXPECT_TRUE(roles_->change(weak, strong, 1, {"Strong", "", {"manage_users", "view_studies"}}))
        << "what the role had may stay";
    EXPECT_EQ(count_of(manager(north)), 1U);
}

TEST_P(RolesTest, of_clinicians_are_the_tenants_to_give) {  // ACC-13, CLA-6
    EXPECT_TRUE(roles_->create(clinician_manager(north), {"Everything", "", {"access_all_studies", "view_images"}}));
}

TEST_P(RolesTest, are_changed_in_the_version_that_was_seen) {  // GEN-7
    auto may = manager(north);
    auto id = roles_->create(may, reader).value();
    ASSERT_TRUE(roles_->change(may, id, 1, {"Reader", "Reads more", {"view_studies"}}));
    EXPECT_EQ(code(roles_->change(may, id, 1, {"Reader", "Old page", {}})), "precondition_failed");
    auto role = find(may, id);
    EXPECT_EQ(role.version, 2);
    EXPECT_EQ(role.description, "Reads more");
    const auto& details = recorded_audit.events.back().details;
    ASSERT_EQ(details.size(), 2U);
    EXPECT_EQ(details[1].first, "permissions");
    EXPECT_EQ(details[1].second, "view_studies view_reports → view_studies");  // GEN-11
}

TEST_P(RolesTest, of_another_tenant_or_system_are_not_there) {  // GEN-2
    auto id = roles_->create(manager(north), reader).value();
    for (const auto& may : {manager(south), clinician_manager(north)}) {
        auto session = read();
        EXPECT_EQ(code(roles_->find(session, may, id)), "not_found");
    }
    EXPECT_EQ(code(roles_->change(manager(south), id, 1, reader)), "not_found");
    EXPECT_EQ(code(roles_->remove(manager(south), id)), "not_found");
    EXPECT_EQ(code(roles_->change(clinician_manager(north), id, 1, {"A", "", {}})), "not_found");
    EXPECT_EQ(count_of(manager(north)), 1U);
}

TEST_P(RolesTest, are_not_deleted_while_somebody_has_them) {  // ACC-10
    auto may = manager(north);
    auto id = roles_->create(may, reader).value();
    auto bob = member_with(north, "Bob", {id});
    EXPECT_EQ(find(may, id).used_by, 1);
    EXPECT_EQ(code(roles_->remove(may, id)), "role_in_use");
    change("DELETE FROM membership_role");
    EXPECT_TRUE(roles_->remove(may, id));
    EXPECT_EQ(count_of(may), 0U);
}

TEST_P(RolesTest, of_clinicians_are_not_deleted_while_a_link_a_member_or_the_portal_has_them) {  // ACC-10
    auto may = clinician_manager(north);
    auto id = roles_->create(may, {"Referrer", "", {"view_images"}}).value();
    auto text = id.text();
    {
        auto work = begin();
        portico::testing::World world(work.session(), clock);
        auto ann = world.clinician("Ann");
        auto link = world.link(north, ann, "allowed", id);
        work.commit_technical();
        EXPECT_EQ(code(roles_->remove(may, id)), "role_in_use");
        change("UPDATE access_link SET role_id = NULL");
        change("INSERT INTO access_link_member (link_id, membership_id, role_id) VALUES ('" + link.text() + "', '" +
               ann.membership.text() + "', '" + text + "')");
    }
    EXPECT_EQ(code(roles_->remove(may, id)), "role_in_use");
    change("DELETE FROM access_link_member");
    change("UPDATE clinician_portal SET default_role_id = '" + text + "' WHERE tenant_id = '" + north.text() + "'");
    EXPECT_EQ(code(roles_->remove(may, id)), "role_in_use");
    change("UPDATE clinician_portal SET default_role_id = NULL");
    EXPECT_TRUE(roles_->remove(may, id));
}

TEST_P(RolesTest, keep_somebody_who_can_manage_roles) {  // ACC-10
    auto may = manager(north);
    auto id = roles_->create(may, {"Boss", "", {"manage_roles", "view_studies"}}).value();
    auto bob = member_with(north, "Bob", {id});
    EXPECT_EQ(code(roles_->change(may, id, 1, {"Boss", "", {"view_studies"}})), "last_role_manager");
    EXPECT_EQ(find(may, id).permissions.size(), 2U) << "nothing changed";
    change("UPDATE account SET owner_user_id = '" + bob.user.text() + "' WHERE id = '" + north.text() + "'");
    EXPECT_TRUE(roles_->change(may, id, 1, {"Boss", "", {"view_studies"}})) << "the owner always can";
}

TEST_P(RolesTest, tell_clinicians_whose_rights_change) {  // GEN-5
    auto may = clinician_manager(north);
    auto id = roles_->create(may, {"Referrer", "", {"view_images"}}).value();
    {
        auto work = begin();
        portico::testing::World world(work.session(), clock);
        world.link(north, world.clinician("Ann"), "allowed", id);
        work.commit_technical();
    }
    recorded_events.events.clear();
    ASSERT_TRUE(roles_->change(may, id, 1, {"Referring", "", {"view_images"}}));
    EXPECT_TRUE(recorded_events.events.empty()) << "a name changes no rights";
    ASSERT_TRUE(roles_->change(may, id, 2, {"Referring", "", {}}));
    ASSERT_EQ(recorded_events.events.size(), 1U);
    EXPECT_EQ(recorded_events.events[0].name, "access.changed");
}

TEST(RoleTemplates, consist_of_known_permissions) {  // ACC-14
    for (auto system : {RoleSystem::tenant, RoleSystem::clinician}) {
        auto templates = role_templates(system);
        EXPECT_EQ(templates.size(), system == RoleSystem::tenant ? 5U : 6U);
        for (const auto& one : templates) {
            EXPECT_FALSE(one.permissions.empty()) << one.name;
            for (const auto& key : one.permissions)
                EXPECT_TRUE(system == RoleSystem::tenant ? tenant_permission(key).has_value()
                                                         : clinician_permission(key).has_value());
        }
    }
}

TEST(RoleTemplates, of_the_front_desk_and_billing_show_no_images) {  // ACC-14
    auto has = [](RoleSystem system, std::string_view name, std::string_view key) {
        for (const auto& one : role_templates(system))
            if (one.name == name)
                return std::find(one.permissions.begin(), one.permissions.end(), key) != one.permissions.end();
        return true;
    };
    EXPECT_FALSE(has(RoleSystem::tenant, "Front desk", "view_studies"));
    EXPECT_FALSE(has(RoleSystem::tenant, "Front desk", "view_reports"));
    EXPECT_FALSE(has(RoleSystem::tenant, "Resident", "validate_reports"));
    EXPECT_FALSE(has(RoleSystem::clinician, "Front desk", "view_images"));
    EXPECT_FALSE(has(RoleSystem::clinician, "Billing", "view_images"));
    EXPECT_TRUE(has(RoleSystem::clinician, "Billing", "view_reports"));
}

}  // namespace
}  // namespace portico::accounts
