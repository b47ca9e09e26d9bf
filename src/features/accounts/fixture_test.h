// Two tenants and the services of accounts, for tests.
#pragma once

#include "features/accounts/accounts.h"
#include "features/people_testing/people_testing.h"
#include "platform/crypto/random.h"

namespace portico::accounts::testing {

class AccountsTest : public identity::testing::PeopleTest {
protected:
    void SetUp() override {
        PeopleTest::SetUp();
        if (IsSkipped()) return;
        auto work = begin();
        portico::testing::World world(work.session(), clock);
        north = world.tenant("north");
        south = world.tenant("south");
        work.commit_technical();
        roles_ = std::make_unique<Roles>(units(), access, clock);
        passwords_ = std::make_unique<identity::Passwords>(passwords());
    }
    void change(std::string_view sql) { PeopleTest::change(sql); }

    // Staff with these permissions, and the proof of one of them.
    template <Permission P>
    Authorized<P> prove(const TenantId& tenant, TenantPermissions held) {
        auto caller = portico::testing::World::staff_caller(tenant, held);
        return Authorized<P>(access.prove(caller, P).value());
    }
    portico::testing::Member member_with(const TenantId& tenant, const std::string& name,
                                         const std::vector<RoleId>& given) {
        auto work = begin();
        portico::testing::World world(work.session(), clock);
        auto member = world.staff(tenant, name);
        for (const auto& role : given)
            work.session().exec("INSERT INTO membership_role (membership_id, role_id) VALUES (?, ?)", member.membership,
                                role);
        work.commit_technical();
        return member;
    }
    RoleId role_with(const TenantId& tenant, TenantPermissions permissions) {
        auto work = begin();
        auto id = portico::testing::World(work.session(), clock).tenant_role(tenant, permissions);
        work.commit_technical();
        return id;
    }
    template <class T>
    static std::string code(const Result<T>& result) {
        return result ? "done" : std::string(result.error().kind().code);
    }
    template <class T>
    static std::string field(const Result<T>& result) {
        if (result) return "done";
        if (result.error().fields().empty()) return std::string(result.error().kind().code);
        const auto& first = result.error().fields().front();
        return first.path + ":" + first.code;
    }
    static Caller operator_caller() { return portico::testing::World::operator_caller(); }

    access::AccessService access{clock};
    TenantId north, south;
    std::unique_ptr<Roles> roles_;
    std::unique_ptr<identity::Passwords> passwords_;
};

}  // namespace portico::accounts::testing
