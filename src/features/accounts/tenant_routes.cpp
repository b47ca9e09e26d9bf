// Users and settings of a tenant.
#include "features/accounts/routes.h"
#include "features/audit/api/history.h"
#include "platform/api/page.h"

namespace portico::accounts {
namespace dto {

struct RoleName {
    RoleId id;
    std::string name;
};
struct TenantUser {
    UserId id;
    MembershipId membership;
    std::string name, email;
    std::vector<RoleName> roles;
    bool owner = false, enabled = true;
    std::optional<Timestamp> last_sign_in_at;
    std::int64_t version = 1;
};
struct UserQuery : api::PageQuery {
    std::optional<std::string> q;
};
struct NewTenantUser {
    std::string name, email, temporary_password;
    std::vector<RoleId> roles;
};
struct TenantUserChange {
    std::vector<RoleId> roles;
    bool enabled = true;
    std::int64_t version = 0;
};
struct SettingsInput {
    std::string name;
    std::int64_t quiet_seconds = 0;
    std::vector<std::string> checks;
    std::string duplicate_policy, default_issuer;
    std::int64_t idle_minutes = 0, absolute_hours = 0;
};
struct SettingsView : SettingsInput {
    std::vector<audit::HistoryLine> history;
    std::int64_t version = 1;
};

}  // namespace dto
}  // namespace portico::accounts

namespace portico::api {
namespace dto = accounts::dto;

template <>
struct Dto<dto::RoleName> {
    static constexpr std::string_view name = "RoleName";
    static constexpr auto fields = std::tuple{field("id", &dto::RoleName::id), field("name", &dto::RoleName::name)};
};
template <>
struct Dto<dto::TenantUser> {
    using View = dto::TenantUser;
    static constexpr std::string_view name = "TenantUser";
    static constexpr auto fields =
        std::tuple{field("id", &View::id),           field("membershipId", &View::membership),
                   field("name", &View::name),       field("email", &View::email),
                   field("roles", &View::roles),     field("isOwner", &View::owner),
                   field("enabled", &View::enabled), field("lastSignInAt", &View::last_sign_in_at),
                   field("version", &View::version)};
};
template <>
struct Dto<dto::UserQuery> {
    static constexpr std::string_view name = "TenantUserQuery";
    static constexpr auto fields = std::tuple_cat(
        page_fields,
        std::tuple{field("q", &dto::UserQuery::q, {.max_length = 200, .text = "Part of a name or address of mail."})});
};
template <>
struct Dto<dto::NewTenantUser> {
    using In = dto::NewTenantUser;
    static constexpr std::string_view name = "NewTenantUser";
    static constexpr auto fields = std::tuple{field("name", &In::name, {.min_length = 1, .max_length = 200}),
                                              field("email", &In::email, {.format = Format::email}),
                                              field("temporaryPassword", &In::temporary_password, {.min_length = 1}),
                                              field("roleIds", &In::roles, {.min_items = 1, .max_items = 50})};
};
template <>
struct Dto<dto::TenantUserChange> {
    using In = dto::TenantUserChange;
    static constexpr std::string_view name = "TenantUserChange";
    static constexpr auto fields = std::tuple{field("roleIds", &In::roles, {.max_items = 50}),
                                              field("enabled", &In::enabled), field("version", &In::version)};
};
template <class T>
constexpr auto settings_fields = std::tuple{field("name", &T::name, {.min_length = 1, .max_length = 200}),
                                            field("quietSeconds", &T::quiet_seconds, {.minimum = 1, .maximum = 3600}),
                                            field("checks", &T::checks, {.max_length = 40, .max_items = 20}),
                                            field("duplicatePolicy", &T::duplicate_policy, {.max_length = 20}),
                                            field("defaultIssuer", &T::default_issuer, {.max_length = 64}),
                                            field("idleMinutes", &T::idle_minutes, {.minimum = 1, .maximum = 1440}),
                                            field("absoluteHours", &T::absolute_hours, {.minimum = 1, .maximum = 168})};
template <>
struct Dto<dto::SettingsInput> {
    static constexpr std::string_view name = "TenantSettingsInput";
    static constexpr auto fields = settings_fields<dto::SettingsInput>;
};
template <>
struct Dto<dto::SettingsView> {
    static constexpr std::string_view name = "TenantSettings";
    static constexpr auto fields = std::tuple_cat(
        settings_fields<dto::SettingsInput>,
        std::tuple{field("history", &dto::SettingsView::history), field("version", &dto::SettingsView::version)});
};

}  // namespace portico::api

namespace portico::accounts {
namespace {

using api::NotAudited;
using SettingsMay = Tenants::May;

dto::TenantUser to_dto(const Member& member) {
    dto::TenantUser out{.id = member.user,
                        .membership = member.membership,
                        .name = member.name,
                        .email = member.email,
                        .roles = {},
                        .owner = member.owner,
                        .enabled = member.enabled,
                        .last_sign_in_at = member.last_sign_in_at,
                        .version = member.version};
    for (const auto& role : member.roles) out.roles.push_back({role.id, role.name});
    return out;
}

Result<api::Page<dto::TenantUser>> user_page(const RouteServices& s, const Members::May& may,
                                             const dto::UserQuery& in) {
    MemberQuery query{.text = in.q.value_or(""), .after = {}, .limit = in.limit + 1};
    if (in.cursor) {
        PORTICO_TRY(auto keys, api::decode_cursor(*in.cursor, 2));
        query.after = std::pair{keys[0], MembershipId::trusted(keys[1])};
    }
    auto session = s.units.database().read();
    auto found = s.members.list(session, may, query);
    api::Page<dto::TenantUser> page;
    bool more = std::ssize(found) > in.limit;
    if (more) found.pop_back();
    for (const auto& one : found) page.items.push_back(to_dto(one.member));
    if (more) page.next_cursor = api::encode_cursor({found.back().name_folded, found.back().member.membership.text()});
    return page;
}

Result<dto::TenantUser> one_user(const RouteServices& s, const Members::May& may, const UserId& user) {
    auto session = s.units.database().read();
    return s.members.find(session, may, user).map(to_dto);
}

dto::SettingsView settings_view(const RouteServices& s, api::Context& context, const SettingsMay& may) {
    auto session = s.units.database().read();
    auto settings = s.tenants.settings(session, may);
    dto::SettingsView view;
    view.name = settings.name;
    view.quiet_seconds = settings.quiet_seconds;
    view.checks = settings.checks;
    view.duplicate_policy = settings.duplicate_policy;
    view.default_issuer = settings.default_issuer;
    view.idle_minutes = settings.idle_minutes;
    view.absolute_hours = settings.absolute_hours;
    view.history = audit::to_lines(s.trail.history(session, may.tenant(), may.tenant().text()), "settings");
    view.version = settings.version;
    context.etag(settings.version);
    return view;
}

Result<dto::SettingsView> save_settings(const RouteServices& s, api::Context& context, const SettingsMay& may,
                                        const dto::SettingsInput& in) {
    auto version = [&] {
        auto session = s.units.database().read();
        return s.tenants.settings(session, may).version;
    }();
    PORTICO_CHECK(context.require_if_match(version));
    PORTICO_CHECK(s.tenants.change_settings(may, {.name = in.name,
                                                  .quiet_seconds = in.quiet_seconds,
                                                  .checks = in.checks,
                                                  .duplicate_policy = in.duplicate_policy,
                                                  .default_issuer = in.default_issuer,
                                                  .idle_minutes = in.idle_minutes,
                                                  .absolute_hours = in.absolute_hours,
                                                  .version = version}));
    return settings_view(s, context, may);
}

void add_user_routes(api::Api& api, const RouteServices& s) {
    using May = api::Needs<Permission::manage_users>;
    api.get<dto::UserQuery, api::Page<dto::TenantUser>>(
        "/api/v1/tenant/users", May{}, NotAudited{"a list of colleagues"},
        {.id = "listTenantUsers", .summary = "Users of the department, by name.", .tag = "Users"},
        [s](api::Context&, const Members::May& may, const dto::UserQuery& in) { return user_page(s, may, in); });
    api.post<dto::NewTenantUser, dto::TenantUser>(
        "/api/v1/tenant/users", May{}, api::Audited{"user.added"},
        {.id = "addTenantUser",
         .summary = "Add a user with a temporary password.",
         .tag = "Users",
         .status = 201,
         .errors = {&errors::already_member, &identity::errors::permission_not_held}},
        [s](api::Context&, const Members::May& may, const dto::NewTenantUser& in) -> Result<dto::TenantUser> {
            PORTICO_TRY(auto user, s.members.add(may, {in.name, in.email, in.temporary_password, in.roles}));
            return one_user(s, may, user);
        });
    api.put<dto::TenantUserChange, dto::TenantUser>(
        "/api/v1/tenant/users/{user}", May{}, api::Audited{"user.changed"},
        {.id = "changeTenantUser",
         .summary = "Give other roles, disable or enable; the user's sessions here end.",
         .tag = "Users",
         .errors = {&api::request_errors::precondition_failed, &errors::owner_is_fixed, &errors::last_role_manager,
                    &identity::errors::permission_not_held}},
        [s](api::Context& context, const Members::May& may,
            const dto::TenantUserChange& in) -> Result<dto::TenantUser> {
            auto user = context.id<UserId>("user");
            PORTICO_CHECK(s.members.change(may, user, {in.roles, in.enabled, in.version}));
            return one_user(s, may, user);
        });
}

}  // namespace

void add_tenant_routes(api::Api& api, const RouteServices& s) {
    add_user_routes(api, s);
    using May = api::Needs<Permission::manage_settings>;
    api.get<dto::SettingsView>("/api/v1/tenant/settings", May{}, NotAudited{"settings without secrets"},
                               {.id = "getTenantSettings", .summary = "General settings.", .tag = "Settings"},
                               [s](api::Context& context, const SettingsMay& may) -> Result<dto::SettingsView> {
                                   return settings_view(s, context, may);
                               });
    api.put<dto::SettingsInput, dto::SettingsView>(
        "/api/v1/tenant/settings", May{}, api::Audited{"settings.changed"},
        {.id = "saveTenantSettings",
         .summary = "Change the general settings (If-Match).",
         .tag = "Settings",
         .errors = {&api::request_errors::precondition_failed, &api::request_errors::precondition_required},
         .versioned = true},
        [s](api::Context& context, const SettingsMay& may, const dto::SettingsInput& in) {
            return save_settings(s, context, may, in);
        });
}

}  // namespace portico::accounts
