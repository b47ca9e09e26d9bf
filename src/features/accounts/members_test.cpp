#include "features/accounts/api/members.h"

#include <thread>

#include "features/accounts/fixture_test.h"

namespace portico::accounts {
namespace {

using identity::testing::good_password;

class MembersTest : public testing::AccountsTest {
protected:
    void SetUp() override {
        AccountsTest::SetUp();
        if (IsSkipped()) return;
        reader = role_with(north, {Permission::view_studies});
        boss = role_with(north, {Permission::manage_roles, Permission::manage_users});
        foreign_role = role_with(south, {Permission::view_studies});
    }
    Members members() { return {units(), *passwords_, sessions(), clock}; }
    Members::May may(const TenantId& tenant, TenantPermissions held = all_tenant_permissions()) {
        return prove<Permission::manage_users>(tenant, held);
    }
    Member find(const UserId& user) {
        auto session = read();
        return members().find(session, may(north), user).value();
    }
    NewMember bob() { return {"Bob Maes", "Bob@example.org", std::string(good_password), {reader}}; }
    std::vector<std::string> names(const MemberQuery& query, const TenantId& tenant) {
        auto session = read();
        std::vector<std::string> all;
        for (const auto& one : members().list(session, may(tenant), query)) all.push_back(one.member.name);
        return all;
    }
    TenantPermissions permissions_of(const MembershipId& membership) {
        auto session = read();
        return membership_facts(session, membership).value().permissions;
    }
    using Names = std::vector<std::string>;

    RoleId reader, boss, foreign_role;
};
PORTICO_ON_BOTH_DATABASES(MembersTest);

TEST_P(MembersTest, are_added_with_a_password_and_roles_and_can_sign_in) {  // ACC-6
    auto user = members().add(may(north), bob());
    ASSERT_TRUE(user);
    EXPECT_EQ(audited().back(), "user.added");
    auto member = find(*user);
    ASSERT_EQ(member.roles.size(), 1U);
    EXPECT_EQ(member.roles[0].id, reader);
    EXPECT_TRUE(sign_in().sign_in({"bob@example.org", std::string(good_password), {"192.0.2.1", "x"}, {}}));
    EXPECT_EQ(permissions_of(member.membership), TenantPermissions{Permission::view_studies});
}

TEST_P(MembersTest, add_up_their_roles) {  // ACC-6
    auto member = member_with(north, "Bob", {reader, boss});
    EXPECT_EQ(permissions_of(member.membership),
              (TenantPermissions{Permission::view_studies, Permission::manage_roles, Permission::manage_users}));
}

TEST_P(MembersTest, who_own_the_tenant_hold_everything) {  // ACC-5
    auto owner = member_with(north, "Olga", {});
    change("UPDATE account SET owner_user_id = '" + owner.user.text() + "' WHERE id = '" + north.text() + "'");
    EXPECT_EQ(permissions_of(owner.membership), all_tenant_permissions());
    EXPECT_EQ(code(members().change(may(north), owner.user, {{reader}, true, 1})), "owner_is_fixed");
    EXPECT_EQ(code(members().change(may(north), owner.user, {{}, false, 1})), "owner_is_fixed");
}

TEST_P(MembersTest, need_a_good_password_a_role_and_to_be_new) {  // ACC-6, ACC-20
    auto weak = bob();
    weak.temporary_password = "password123";
    EXPECT_EQ(field(members().add(may(north), weak)), "temporaryPassword:password_too_weak");
    auto none = bob();
    none.roles = {};
    EXPECT_EQ(field(members().add(may(north), none)), "roleIds:too_few");
    auto foreign = bob();
    foreign.roles = {reader, foreign_role};
    EXPECT_EQ(field(members().add(may(north), foreign)), "roleIds[1]:not_a_choice");  // GEN-2
    EXPECT_EQ(count("SELECT count(*) FROM users"), 0) << "nothing changed";
    ASSERT_TRUE(members().add(may(north), bob()));
    EXPECT_EQ(code(members().add(may(north), bob())), "already_member");
}

TEST_P(MembersTest, who_work_elsewhere_keep_their_password) {  // ACC-1
    auto first = members().add(may(north), bob()).value();
    auto again = bob();
    again.temporary_password = identity::testing::other_password;
    again.roles = {foreign_role};
    EXPECT_EQ(members().add(may(south), again).value(), first);
    EXPECT_TRUE(sign_in().sign_in({"bob@example.org", std::string(good_password), {"192.0.2.1", "x"}, {}}));
    auto session = read();
    EXPECT_EQ(memberships_of(session, first).size(), 2U);
}

TEST_P(MembersTest, get_no_role_that_holds_more_than_its_giver) {  // ACC-10
    TenantPermissions weak{Permission::manage_users, Permission::view_studies};
    auto strong = bob();
    strong.roles = {boss};
    EXPECT_EQ(code(members().add(may(north, weak), strong)), "permission_not_held");
    auto member = member_with(north, "Bob", {reader});
    EXPECT_EQ(code(members().change(may(north, weak), member.user, {{reader, boss}, true, 1})), "permission_not_held");
    EXPECT_EQ(find(member.user).roles.size(), 1U);
}

TEST_P(MembersTest, lose_their_sessions_with_new_roles_or_when_disabled) {  // ACC-6, ACC-23
    member_with(north, "Boss", {boss});
    auto member = member_with(north, "Bob", {reader});
    auto opened = open(member);
    ASSERT_TRUE(members().change(may(north), member.user, {{reader}, true, 1}));
    EXPECT_TRUE(sessions().resolve(opened.token)) << "nothing was taken or given";
    ASSERT_TRUE(members().change(may(north), member.user, {{reader, boss}, true, 2}));
    EXPECT_FALSE(sessions().resolve(opened.token));
    opened = open(member);
    ASSERT_TRUE(members().change(may(north), member.user, {{reader, boss}, false, 3}));
    EXPECT_FALSE(sessions().resolve(opened.token));
    EXPECT_EQ(count("SELECT count(*) FROM session"), 0);
    auto session = read();
    EXPECT_FALSE(membership_facts(session, member.membership));
}

TEST_P(MembersTest, are_changed_in_the_version_that_was_seen) {  // GEN-7
    member_with(north, "Boss", {boss});
    auto member = member_with(north, "Bob", {reader});
    ASSERT_TRUE(members().change(may(north), member.user, {{boss}, true, 1}));
    EXPECT_EQ(code(members().change(may(north), member.user, {{reader}, true, 1})), "precondition_failed");
    EXPECT_EQ(find(member.user).roles[0].id, boss);
}

TEST_P(MembersTest, of_another_tenant_are_not_there) {  // GEN-2
    auto member = member_with(south, "Sam", {foreign_role});
    EXPECT_EQ(code(members().change(may(north), member.user, {{reader}, false, 1})), "not_found");
    auto session = read();
    EXPECT_EQ(code(members().find(session, may(north), member.user)), "not_found");
    EXPECT_TRUE(names({}, north).empty());
}

TEST_P(MembersTest, keep_somebody_who_can_manage_roles) {  // ACC-10
    auto only = member_with(north, "Boss", {boss});
    EXPECT_EQ(code(members().change(may(north), only.user, {{reader}, true, 1})), "last_role_manager");
    EXPECT_EQ(code(members().change(may(north), only.user, {{boss}, false, 1})), "last_role_manager");
    auto second = member_with(north, "Second", {boss});
    EXPECT_TRUE(members().change(may(north), only.user, {{reader}, true, 1}));
}

TEST_P(MembersTest, two_at_once_never_lose_the_last_manager) {  // ACC-10
    auto first = member_with(north, "First", {boss});
    auto second = member_with(north, "Second", {boss});
    sessions();
    auto demote = [&](const UserId& user) { return code(members().change(may(north), user, {{reader}, true, 1})); };
    std::string one, two;
    std::thread other([&] { one = demote(first.user); });
    two = demote(second.user);
    other.join();
    EXPECT_EQ((one == "done") + (two == "done"), 1) << one << " " << two;
}

TEST_P(MembersTest, are_listed_by_name_in_pages_and_searched) {
    for (const char* name : {"Cleo", "anna", "Bert"}) member_with(north, name, {reader});
    EXPECT_EQ(names({}, north), (Names{"anna", "Bert", "Cleo"}));
    auto session = read();
    auto page = members().list(session, may(north), {.limit = 2});
    ASSERT_EQ(page.size(), 2U);
    MemberQuery next{.after = std::pair{page.back().name_folded, page.back().member.membership}};
    EXPECT_EQ(names(next, north), Names{"Cleo"});
    EXPECT_EQ(names({.text = "ERT"}, north), Names{"Bert"});
    EXPECT_EQ(names({.text = "%"}, north), Names{});
    EXPECT_EQ(names({.text = "user"}, north).size(), 3U) << "by address of mail";
}

}  // namespace
}  // namespace portico::accounts
