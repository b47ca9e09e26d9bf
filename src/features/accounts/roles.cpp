#include "features/accounts/api/roles.h"

#include "features/accounts/policy.h"
#include "features/accounts/store.h"
#include "platform/api/context.h"
#include "platform/crypto/random.h"
#include "platform/text/fold.h"

namespace portico::accounts {
namespace {

AuditEvent event_about(const RoleManager& may, std::string_view what, const RoleId& id) {
    AuditEvent event;
    event.code = (may.system() == RoleSystem::tenant ? "role." : "clinician_role.") + std::string(what);
    event.caller = may.caller();
    event.tenant = may.tenant();
    event.object = id.text();
    return event;
}

Result<void> check_name(db::Session& session, const RoleManager& may, const RoleInput& in, const RoleId& except) {
    if (store::role_name_exists(session, may.tenant(), may.system(), text::fold(in.name), except))
        return fail(Error(errors::role_name_taken).at("name", "role_name_taken", "There is a role of this name."));
    return {};
}

}  // namespace

std::vector<Role> Roles::list(db::Session& session, const RoleManager& may) const {
    return store::roles(session, may.tenant(), may.system());
}

Result<Role> Roles::find(db::Session& session, const RoleManager& may, const RoleId& id) const {
    auto role = store::role(session, may.tenant(), may.system(), id);
    if (!role) return fail(portico::errors::not_found);
    return std::move(*role);
}

Result<RoleId> Roles::create(const RoleManager& may, const RoleInput& input) {
    auto in = input;
    PORTICO_TRY(in.permissions, policy::checked_permissions(may.system(), input.permissions));
    if (!policy::may_give(may.caller(), may.system(), {}, in.permissions))
        return fail(identity::errors::permission_not_held);
    return units_.retrying([&](db::UnitOfWork& work) -> Result<RoleId> {
        auto& session = work.session();
        store::lock_account(session, may.tenant());
        PORTICO_CHECK(check_name(session, may, in, {}));
        auto id = crypto::new_id<RoleId>(clock_);
        store::insert_role(session, may.tenant(), may.system(), id, in, clock_.now());
        auto event = event_about(may, "created", id);
        event.details = {{"name", in.name}, {"permissions", policy::join_keys(in.permissions)}};
        work.commit(std::move(event));
        return id;
    });
}

Result<void> Roles::change(const RoleManager& may, const RoleId& id, std::int64_t version, const RoleInput& input) {
    auto in = input;
    PORTICO_TRY(in.permissions, policy::checked_permissions(may.system(), input.permissions));
    return units_.retrying([&](db::UnitOfWork& work) -> Result<void> {
        auto& session = work.session();
        store::lock_account(session, may.tenant());
        auto before = store::role(session, may.tenant(), may.system(), id);
        if (!before) return fail(portico::errors::not_found);
        if (before->version != version) return fail(api::request_errors::precondition_failed);
        if (!policy::may_give(may.caller(), may.system(), before->permissions, in.permissions))
            return fail(identity::errors::permission_not_held);
        PORTICO_CHECK(check_name(session, may, in, id));

        auto managers = store::role_managers(session, may.tenant());
        if (!store::update_role(session, may.tenant(), id, version, in, clock_.now()))
            return fail(api::request_errors::precondition_failed);
        if (managers > 0 && store::role_managers(session, may.tenant()) == 0) return fail(errors::last_role_manager);

        bool rights_changed = before->permissions != in.permissions;
        if (may.system() == RoleSystem::clinician && rights_changed) access_.role_changed(work, may.tenant(), id);
        auto event = event_about(may, "changed", id);
        policy::note_change(event.details, "name", before->name, in.name);
        policy::note_change(event.details, "description", before->description, in.description);
        policy::note_change(event.details, "permissions", policy::join_keys(before->permissions),
                            policy::join_keys(in.permissions));
        work.commit(std::move(event));
        return {};
    });
}

Result<void> Roles::remove(const RoleManager& may, const RoleId& id) {
    return units_.retrying([&](db::UnitOfWork& work) -> Result<void> {
        auto& session = work.session();
        store::lock_account(session, may.tenant());
        auto role = store::role(session, may.tenant(), may.system(), id);
        if (!role) return fail(portico::errors::not_found);
        if (role->used_by > 0) return fail(errors::role_in_use);
        auto event = event_about(may, "deleted", id);
        event.details = {{"name", role->name}};
        try {
            store::delete_role(session, may.tenant(), id);
        } catch (const db::DbError& error) {
            // Somebody took it into use at the same moment.
            if (error.kind() == db::DbErrorKind::foreign_key) return fail(errors::role_in_use);
            throw;
        }
        work.commit(std::move(event));
        return {};
    });
}

}  // namespace portico::accounts
