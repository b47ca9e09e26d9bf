#include "features/accounts/api/members.h"

#include "features/accounts/policy.h"
#include "features/accounts/store.h"
#include "platform/api/context.h"
#include "platform/crypto/random.h"

namespace portico::accounts {
namespace {

using May = Members::May;

AuditEvent event_about(const May& may, std::string code, const UserId& user) {
    AuditEvent event;
    event.code = std::move(code);
    event.caller = may.caller();
    event.tenant = may.tenant();
    event.object = user.text();
    return event;
}

std::vector<std::string> ids_of(const std::vector<MemberRole>& roles) {
    std::vector<std::string> ids;
    for (const auto& role : roles) ids.push_back(role.id.text());
    std::sort(ids.begin(), ids.end());
    return ids;
}

std::string names_of(const std::vector<MemberRole>& roles) {
    std::string names;
    for (const auto& role : roles) names += (names.empty() ? "" : ", ") + role.name;
    return names;
}

// The wanted roles, each once. Roles that the member has stay givable; new ones must not hold more than the giver.
Result<std::vector<MemberRole>> wanted_roles(db::Session& session, const May& may, const std::vector<RoleId>& wanted,
                                             const std::vector<MemberRole>& before) {
    std::vector<MemberRole> roles;
    auto has = [](const std::vector<MemberRole>& list, const RoleId& id) {
        return std::any_of(list.begin(), list.end(), [&](const MemberRole& role) { return role.id == id; });
    };
    for (std::size_t i = 0; i < wanted.size(); ++i) {
        if (has(roles, wanted[i])) continue;
        auto role = store::role(session, may.tenant(), RoleSystem::tenant, wanted[i]);
        if (!role)
            return fail(Error(portico::errors::invalid_input)
                            .at("roleIds[" + std::to_string(i) + "]", "not_a_choice", "There is no such role."));
        if (!has(before, wanted[i]) && !policy::may_give(may.caller(), RoleSystem::tenant, {}, role->permissions))
            return fail(identity::errors::permission_not_held);
        roles.push_back({role->id, role->name});
    }
    if (roles.empty())
        return fail(Error(portico::errors::invalid_input).at("roleIds", "too_few", "Choose at least one role."));
    return roles;
}

std::vector<RoleId> role_ids(const std::vector<MemberRole>& roles) {
    std::vector<RoleId> ids;
    for (const auto& role : roles) ids.push_back(role.id);
    return ids;
}

}  // namespace

std::vector<Members::Listed> Members::list(db::Session& session, const May& may, const MemberQuery& query) const {
    return store::members(session, may.tenant(), query);
}

Result<Member> Members::find(db::Session& session, const May& may, const UserId& user) const {
    auto member = store::member(session, may.tenant(), user);
    if (!member) return fail(portico::errors::not_found);
    return std::move(*member);
}

Result<UserId> Members::add(const May& may, const NewMember& in) {
    PORTICO_TRY(auto hash, passwords_.hash_new(in.temporary_password, {in.name, in.email}, "temporaryPassword"));
    return units_.retrying([&](db::UnitOfWork& work) -> Result<UserId> {
        auto& session = work.session();
        store::lock_account(session, may.tenant());
        PORTICO_TRY(auto roles, wanted_roles(session, may, in.roles, {}));
        UserId user;
        if (auto known = identity::find_user_by_email(session, in.email)) {
            if (store::member(session, may.tenant(), known->id))
                return fail(Error(errors::already_member).at("email", "already_member", "This person is a user here."));
            user = known->id;
        } else {
            identity::NewUser fresh{.name = in.name, .email = in.email, .password_hash = hash};
            PORTICO_TRY(user, identity::create_user(work, fresh, clock_));
        }
        auto membership = crypto::new_id<MembershipId>(clock_);
        store::insert_membership(session, membership, AccountId::trusted(may.tenant().text()), user, clock_.now());
        store::set_roles(session, membership, role_ids(roles));
        auto event = event_about(may, "user.added", user);
        event.details = {{"name", in.name}, {"email", in.email}, {"roles", names_of(roles)}};
        work.commit(std::move(event));
        return user;
    });
}

Result<void> Members::change(const May& may, const UserId& user, const MemberChange& in) {
    return units_.retrying([&](db::UnitOfWork& work) -> Result<void> {
        auto& session = work.session();
        store::lock_account(session, may.tenant());
        auto before = store::member(session, may.tenant(), user);
        if (!before) return fail(portico::errors::not_found);
        if (before->version != in.version) return fail(api::request_errors::precondition_failed);
        if (before->owner) return fail(errors::owner_is_fixed);
        PORTICO_TRY(auto roles, wanted_roles(session, may, in.roles, before->roles));

        auto managers = store::role_managers(session, may.tenant());
        if (!store::update_membership(session, before->membership, in.version, in.enabled))
            return fail(api::request_errors::precondition_failed);
        store::set_roles(session, before->membership, role_ids(roles));
        if (managers > 0 && store::role_managers(session, may.tenant()) == 0) return fail(errors::last_role_manager);

        bool roles_changed = ids_of(before->roles) != ids_of(roles);
        if (roles_changed || !in.enabled) {
            sessions_.end_of_membership(work, before->membership, may.caller(),
                                        in.enabled ? "roles changed" : "user disabled");
        }
        auto event = event_about(may, "user.changed", user);
        event.details = {{"user", before->name}};
        policy::note_change(event.details, "roles", names_of(before->roles), names_of(roles));
        policy::note_change(event.details, "enabled", before->enabled ? "yes" : "no", in.enabled ? "yes" : "no");
        work.commit(std::move(event));
        return {};
    });
}

}  // namespace portico::accounts
