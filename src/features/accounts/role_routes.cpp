// Permissions, role templates, and the roles of both systems: the same screens over different routes.
#include "features/accounts/routes.h"
#include "features/audit/api/history.h"
#include "platform/api/page.h"

namespace portico::accounts {
namespace dto {

struct PermissionView {
    std::string key, category, name, explanation;
    bool warning = false;
};
struct Permissions {
    std::vector<PermissionView> tenant, clinician;
};
struct RoleBody {
    std::string name, description;
    std::vector<std::string> permissions;
};
struct RoleView {
    RoleId id;
    std::string name, description;
    std::vector<std::string> permissions;
    std::int64_t used_by = 0, version = 1;
    std::vector<audit::HistoryLine> history;
    Timestamp updated_at;
};
struct TemplateQuery {
    RoleSystem system = RoleSystem::tenant;
};
struct RoleTemplates {
    std::vector<RoleBody> items;
};

}  // namespace dto
}  // namespace portico::accounts

namespace portico::api {
namespace dto = accounts::dto;

template <>
struct Dto<dto::PermissionView> {
    using View = dto::PermissionView;
    static constexpr std::string_view name = "PermissionInfo";
    static constexpr auto fields =
        std::tuple{field("key", &View::key), field("category", &View::category), field("name", &View::name),
                   field("explanation", &View::explanation), field("warning", &View::warning)};
};
template <>
struct Dto<dto::Permissions> {
    static constexpr std::string_view name = "Permissions";
    static constexpr auto fields =
        std::tuple{field("tenant", &dto::Permissions::tenant), field("clinician", &dto::Permissions::clinician)};
};
template <>
struct Dto<dto::RoleBody> {
    static constexpr std::string_view name = "RoleInput";
    static constexpr auto fields =
        std::tuple{field("name", &dto::RoleBody::name, {.min_length = 1, .max_length = 100}),
                   field("description", &dto::RoleBody::description, {.max_length = 500}),
                   field("permissions", &dto::RoleBody::permissions, {.max_length = 60, .max_items = 64})};
};
template <>
struct Dto<dto::RoleView> {
    using View = dto::RoleView;
    static constexpr std::string_view name = "Role";
    static constexpr auto fields = std::tuple{field("id", &View::id),
                                              field("name", &View::name),
                                              field("description", &View::description),
                                              field("permissions", &View::permissions),
                                              field("usedBy", &View::used_by),
                                              field("version", &View::version),
                                              field("history", &View::history),
                                              field("updatedAt", &View::updated_at)};
};
template <>
struct EnumNames<accounts::RoleSystem> {
    static constexpr EnumName<accounts::RoleSystem> table[] = {{accounts::RoleSystem::tenant, "tenant"},
                                                               {accounts::RoleSystem::clinician, "clinician"}};
};
template <>
struct Dto<dto::TemplateQuery> {
    static constexpr std::string_view name = "RoleTemplateQuery";
    static constexpr auto fields = std::tuple{field("system", &dto::TemplateQuery::system)};
};
template <>
struct Dto<dto::RoleTemplates> {
    static constexpr std::string_view name = "RoleTemplates";
    static constexpr auto fields = std::tuple{field("items", &dto::RoleTemplates::items)};
};

}  // namespace portico::api

namespace portico::accounts {
namespace {

using api::NotAudited;
using dto::RoleView;

template <class P>
std::vector<dto::PermissionView> described(std::span<const PermissionInfo<P>> catalogue) {
    std::vector<dto::PermissionView> all;
    for (const auto& info : catalogue) {
        all.push_back({std::string(info.key), std::string(info.category), std::string(info.name),
                       std::string(info.explanation), info.key == key_of(ClinicianPermission::access_all_studies)});
    }
    return all;
}

RoleView to_view(const RouteServices& s, db::Session& session, const RoleManager& may, const Role& role) {
    return {.id = role.id,
            .name = role.name,
            .description = role.description,
            .permissions = role.permissions,
            .used_by = role.used_by,
            .version = role.version,
            .history = audit::to_lines(s.trail.history(session, may.tenant(), role.id.text())),
            .updated_at = role.updated_at};
}

Result<RoleView> view_of(const RouteServices& s, api::Context& context, const RoleManager& may, const RoleId& id) {
    auto session = s.units.database().read();
    PORTICO_TRY(auto role, s.roles.find(session, may, id));
    context.etag(role.version);
    return to_view(s, session, may, role);
}

// A tenant has a handful of roles; the pages are cut from the whole list.
Result<api::Page<RoleView>> role_page(const RouteServices& s, const RoleManager& may, const api::PageQuery& in) {
    std::string after;
    if (in.cursor) {
        PORTICO_TRY(auto keys, api::decode_cursor(*in.cursor, 1));
        after = keys[0];
    }
    auto session = s.units.database().read();
    auto roles = s.roles.list(session, may);
    auto from = roles.begin();
    if (!after.empty()) {
        from = std::find_if(roles.begin(), roles.end(), [&](const Role& role) { return role.id.text() == after; });
        if (from != roles.end()) ++from;
    }
    api::Page<RoleView> page;
    for (; from != roles.end() && std::ssize(page.items) < in.limit; ++from)
        page.items.push_back(to_view(s, session, may, *from));
    if (from != roles.end()) page.next_cursor = api::encode_cursor({page.items.back().id.text()});
    return page;
}

RoleInput to_input(const dto::RoleBody& in) { return {in.name, in.description, in.permissions}; }

Result<RoleView> change_role(const RouteServices& s, api::Context& context, const RoleManager& may,
                             const dto::RoleBody& in) {
    auto id = context.id<RoleId>("role");
    PORTICO_TRY(auto role, [&] {
        auto session = s.units.database().read();
        return s.roles.find(session, may, id);
    }());
    PORTICO_CHECK(context.require_if_match(role.version));
    PORTICO_CHECK(s.roles.change(may, id, role.version, to_input(in)));
    return view_of(s, context, may, id);
}

struct RoleDocs {
    std::string_view path, path_of_one, list, create, change, remove, tag;
};

constexpr RoleDocs tenant_docs{"/api/v1/tenant/roles",
                               "/api/v1/tenant/roles/{role}",
                               "listRoles",
                               "createRole",
                               "changeRole",
                               "deleteRole",
                               "Roles"};
constexpr RoleDocs clinician_docs{"/api/v1/tenant/clinician-roles",
                                  "/api/v1/tenant/clinician-roles/{role}",
                                  "listClinicianRoles",
                                  "createClinicianRole",
                                  "changeClinicianRole",
                                  "deleteClinicianRole",
                                  "Clinician roles"};

template <api::Guard G, class ManagerOf>
void add_list(api::Api& api, const RouteServices& s, G guard, const RoleDocs& docs, ManagerOf manager_of) {
    api.get<api::PageQuery, api::Page<RoleView>>(
        docs.path, guard, NotAudited{"names of roles"},
        {.id = docs.list, .summary = "Roles, by name.", .tag = docs.tag},
        [s, manager_of](api::Context&, const auto& may, const api::PageQuery& in) {
            return role_page(s, manager_of(may), in);
        });
}

template <Permission P, class Created, class Changed, class Deleted>
void add_system(api::Api& api, const RouteServices& s, const RoleDocs& docs, Created created, Changed changed,
                Deleted deleted) {
    using May = api::Needs<P>;
    using Proof = Authorized<P>;
    api.post<dto::RoleBody, RoleView>(
        docs.path, May{}, created,
        {.id = docs.create,
         .summary = "Make a role.",
         .tag = docs.tag,
         .status = 201,
         .errors = {&errors::role_name_taken, &identity::errors::permission_not_held}},
        [s](api::Context& context, const Proof& proof, const dto::RoleBody& in) -> Result<RoleView> {
            RoleManager may(proof);
            PORTICO_TRY(auto id, s.roles.create(may, to_input(in)));
            return view_of(s, context, may, id);
        });
    api.put<dto::RoleBody, RoleView>(
        docs.path_of_one, May{}, changed,
        {.id = docs.change,
         .summary = "Change a role (If-Match); what it allows changes at once for everyone who has it.",
         .tag = docs.tag,
         .errors = {&api::request_errors::precondition_failed, &api::request_errors::precondition_required,
                    &errors::role_name_taken, &errors::last_role_manager, &identity::errors::permission_not_held},
         .versioned = true},
        [s](api::Context& context, const Proof& may, const dto::RoleBody& in) {
            return change_role(s, context, RoleManager(may), in);
        });
    api.del(docs.path_of_one, May{}, deleted,
            {.id = docs.remove,
             .summary = "Delete a role that nobody has.",
             .tag = docs.tag,
             .errors = {&errors::role_in_use}},
            [s](api::Context& context, const Proof& may) {
                return s.roles.remove(RoleManager(may), context.id<RoleId>("role"));
            });
}

dto::RoleTemplates templates(RoleSystem system) {
    dto::RoleTemplates out;
    for (const auto& one : role_templates(system))
        out.items.push_back({std::string(one.name), std::string(one.description), one.permissions});
    return out;
}

}  // namespace

void add_role_routes(api::Api& api, const RouteServices& s) {
    api.get<dto::Permissions>(
        "/api/v1/permissions", api::SignedIn{}, NotAudited{"the catalogue, the same for all"},
        {.id = "listPermissions", .summary = "What roles are made of.", .tag = "Roles"},
        [](api::Context&, const Caller&) -> Result<dto::Permissions> {
            return dto::Permissions{described(tenant_permissions()), described(clinician_permissions())};
        });
    api.get<dto::TemplateQuery, dto::RoleTemplates>(
        "/api/v1/role-templates", api::Staff{}, NotAudited{"ready-made roles, the same for all"},
        {.id = "listRoleTemplates", .summary = "Ready-made roles to begin with.", .tag = "Roles"},
        [](api::Context&, const Caller&, const dto::TemplateQuery& in) -> Result<dto::RoleTemplates> {
            return templates(in.system);
        });
    add_list(api, s, api::Needs<Permission::manage_roles>{}, tenant_docs,
             [](const auto& may) { return RoleManager(may); });
    add_list(api, s, api::NeedsAny<Permission::manage_clinician_roles, Permission::manage_clinician_portal>{},
             clinician_docs, [](const auto& may) { return RoleManager::reader_of_clinician_roles(may); });
    add_system<Permission::manage_roles>(api, s, tenant_docs, api::Audited{"role.created"},
                                         api::Audited{"role.changed"}, api::Audited{"role.deleted"});
    add_system<Permission::manage_clinician_roles>(api, s, clinician_docs, api::Audited{"clinician_role.created"},
                                                   api::Audited{"clinician_role.changed"},
                                                   api::Audited{"clinician_role.deleted"});
}

}  // namespace portico::accounts
