// First start, signing in and out, the session.
#include "features/accounts/routes.h"
#include "platform/api/core_codecs.h"
#include "platform/http/cookies.h"

namespace portico::accounts {
namespace dto {

struct SetupState {
    bool needed = false;
};
struct SetupRequest {
    std::string token, tenant_name, slug, name, email, password;
};
struct SignInBody {
    std::string email, password;
};
struct MembershipChoice {
    MembershipId membership;
};
struct SessionUser {
    UserId id;
    std::string name, email;
    std::optional<std::string> language;
};
struct SessionAccount {
    AccountId id;
    AccountKind kind = AccountKind::individual;
    std::string name;
    std::optional<std::string> slug;
};
struct SessionMembership {
    MembershipId id;
    SessionAccount account;
};
struct SessionView {
    std::optional<SessionUser> user;
    std::optional<SessionAccount> account;
    std::vector<SessionMembership> memberships;
    std::optional<MembershipId> membership;
    std::vector<Permission> permissions;
    bool owner = false;
    std::optional<std::string> csrf_token;
    std::optional<Timestamp> idle_ends_at, absolute_ends_at;
    std::optional<std::int64_t> idle_seconds;
    std::int64_t failed_attempts = 0;
    bool setup_needed = false, demonstration = false;
    std::string product_version;
};

}  // namespace dto
}  // namespace portico::accounts

namespace portico::api {
namespace dto = accounts::dto;

template <>
struct Dto<dto::SetupState> {
    static constexpr std::string_view name = "SetupState";
    static constexpr auto fields = std::tuple{field("needed", &dto::SetupState::needed)};
};
template <>
struct Dto<dto::SetupRequest> {
    static constexpr std::string_view name = "SetupRequest";
    static constexpr auto fields =
        std::tuple{field("token", &dto::SetupRequest::token, {.min_length = 1, .max_length = 200}),
                   field("tenantName", &dto::SetupRequest::tenant_name, {.min_length = 1, .max_length = 200}),
                   field("slug", &dto::SetupRequest::slug, {.min_length = 3, .max_length = 40}),
                   field("name", &dto::SetupRequest::name, {.min_length = 1, .max_length = 200}),
                   field("email", &dto::SetupRequest::email, {.format = Format::email}),
                   field("password", &dto::SetupRequest::password, {.min_length = 1})};
};
template <>
struct Dto<dto::SignInBody> {
    static constexpr std::string_view name = "SignIn";
    // Whatever cannot be an address of mail is one that nobody has.
    static constexpr auto fields = std::tuple{field("email", &dto::SignInBody::email, {.min_length = 1}),
                                              field("password", &dto::SignInBody::password, {.min_length = 1})};
};
template <>
struct Dto<dto::MembershipChoice> {
    static constexpr std::string_view name = "MembershipChoice";
    static constexpr auto fields = std::tuple{field("membershipId", &dto::MembershipChoice::membership)};
};
template <>
struct Dto<dto::SessionUser> {
    static constexpr std::string_view name = "SessionUser";
    static constexpr auto fields =
        std::tuple{field("id", &dto::SessionUser::id), field("name", &dto::SessionUser::name),
                   field("email", &dto::SessionUser::email), field("language", &dto::SessionUser::language)};
};
template <>
struct Dto<dto::SessionAccount> {
    static constexpr std::string_view name = "SessionAccount";
    static constexpr auto fields =
        std::tuple{field("id", &dto::SessionAccount::id), field("kind", &dto::SessionAccount::kind),
                   field("name", &dto::SessionAccount::name), field("slug", &dto::SessionAccount::slug)};
};
template <>
struct Dto<dto::SessionMembership> {
    static constexpr std::string_view name = "SessionMembership";
    static constexpr auto fields =
        std::tuple{field("id", &dto::SessionMembership::id), field("account", &dto::SessionMembership::account)};
};
template <>
struct Dto<dto::SessionView> {
    static constexpr std::string_view name = "Session";
    static constexpr auto fields =
        std::tuple{field("user", &dto::SessionView::user, {.text = "Absent when nobody is signed in."}),
                   field("account", &dto::SessionView::account),
                   field("memberships", &dto::SessionView::memberships),
                   field("membershipId", &dto::SessionView::membership),
                   field("permissions", &dto::SessionView::permissions),
                   field("isOwner", &dto::SessionView::owner),
                   field("csrfToken", &dto::SessionView::csrf_token, {.text = "For the header X-CSRF-Token."}),
                   field("idleEndsAt", &dto::SessionView::idle_ends_at),
                   field("absoluteEndsAt", &dto::SessionView::absolute_ends_at),
                   field("idleSeconds", &dto::SessionView::idle_seconds),
                   field("failedAttemptsSinceLastSignIn", &dto::SessionView::failed_attempts),
                   field("setupNeeded", &dto::SessionView::setup_needed),
                   field("demonstration", &dto::SessionView::demonstration),
                   field("productVersion", &dto::SessionView::product_version)};
};

}  // namespace portico::api

namespace portico::accounts {
namespace {

using api::NotAudited;
using dto::SessionView;

dto::SessionAccount to_dto(const AccountSummary& account) {
    return {account.id, account.kind, account.name, account.slug};
}

std::vector<Permission> listed(TenantPermissions permissions) {
    std::vector<Permission> all;
    for (const auto& info : tenant_permissions())
        if (permissions.has(info.permission)) all.push_back(info.permission);
    return all;
}

SessionView nobody(const RouteServices& s, db::Session& session) {
    SessionView view;
    view.setup_needed = Tenants::setup_needed(session);
    view.demonstration = s.demonstration;
    view.product_version = s.product_version;
    return view;
}

SessionView view_of(const RouteServices& s, const identity::LiveSession& live, std::string_view token) {
    auto session = s.units.database().read();
    auto view = nobody(s, session);
    auto facts = membership_facts(session, live.membership);
    if (!facts) return view;
    view.user = dto::SessionUser{facts->user, facts->user_name, facts->email, facts->language};
    view.account = to_dto(facts->account);
    for (const auto& one : memberships_of(session, live.user))
        view.memberships.push_back({one.id, to_dto(one.account)});
    view.membership = live.membership;
    view.permissions = listed(facts->permissions);
    view.owner = facts->owner;
    view.csrf_token = identity::Sessions::csrf_token(token);
    view.idle_ends_at = live.idle_ends_at;
    view.absolute_ends_at = live.ends_at;
    view.idle_seconds = live.idle_seconds;
    return view;
}

std::string_view token_of(const api::Context& context) {
    return context.request().cookie(identity::session_cookie).value_or(std::string_view{});
}

identity::Peer peer_of(const api::Context& context) { return {context.caller().address, context.caller().device}; }

SessionView hand_over(const RouteServices& s, api::Context& context, const identity::OpenedSession& opened) {
    context.set_cookie({.name = std::string(identity::session_cookie), .value = opened.token, .max_age = {}});
    return view_of(s, opened.session, opened.token);
}

SessionView current(const RouteServices& s, api::Context& context) {
    auto token = token_of(context);
    if (auto live = s.sessions.resolve(token)) return view_of(s, *live, token);
    if (!token.empty()) context.clear_cookie(identity::session_cookie);
    auto session = s.units.database().read();
    return nobody(s, session);
}

void end_current(const RouteServices& s, api::Context& context, const Caller& caller) {
    auto work = s.units.begin();
    if (s.sessions.end_own(work, caller, caller.session)) work.commit_technical();
    context.clear_cookie(identity::session_cookie);
}

Result<SessionView> sign_in(const RouteServices& s, api::Context& context, const dto::SignInBody& in) {
    identity::SignInRequest request{.email = in.email, .password = in.password, .peer = peer_of(context)};
    request.device_secret = context.request().cookie(identity::device_cookie).value_or(std::string_view{});
    PORTICO_TRY(auto signed_in, s.sign_in.sign_in(request));
    // What this browser had open before is over.
    if (context.caller().kind == CallerKind::user) end_current(s, context, context.caller());
    context.set_cookie({.name = std::string(identity::device_cookie),
                        .value = signed_in.device_secret,
                        .max_age = std::chrono::days(365)});
    auto view = hand_over(s, context, signed_in.opened);
    view.failed_attempts = signed_in.failed_attempts;
    return view;
}

Result<SessionView> move_to(const RouteServices& s, api::Context& context, const Caller& caller,
                            const MembershipId& to) {
    auto live = s.sessions.resolve(token_of(context));
    if (!live) return fail(portico::errors::sign_in_required);
    auto work = s.units.begin();
    auto facts = membership_facts(work.session(), to);
    if (!facts || facts->user != caller.user) return fail(portico::errors::not_found);
    auto opened = s.sessions.move(work, caller, *live, to);
    work.commit_technical();
    return hand_over(s, context, opened);
}

Result<SessionView> set_up(const RouteServices& s, api::Context& context, const dto::SetupRequest& in) {
    NewTenant tenant{.name = in.tenant_name,
                     .slug = in.slug,
                     .owner_name = in.name,
                     .owner_email = in.email,
                     .owner_password = in.password};
    PORTICO_TRY(auto opened, s.tenants.set_up(in.token, tenant, peer_of(context)));
    return hand_over(s, context, opened);
}

void add_setup_routes(api::Api& api, const RouteServices& s) {
    api.get<dto::SetupState>("/api/v1/setup", api::Public{}, NotAudited{"says nothing about anybody"},
                             {.id = "getSetup", .summary = "Whether this server waits to be set up.", .tag = "Start"},
                             [s](api::Context&) -> Result<dto::SetupState> {
                                 auto session = s.units.database().read();
                                 return dto::SetupState{Tenants::setup_needed(session)};
                             });
    api.post<dto::SetupRequest, SessionView>(
        "/api/v1/setup", api::Public{}, api::AuditedAs{"tenant.created", "session.started"},
        {.id = "setUp",
         .summary = "Make the first tenant and its owner, with the token that the server printed.",
         .tag = "Start",
         .status = 201,
         .errors = {&errors::setup_done, &errors::setup_token_wrong, &errors::slug_taken}},
        [s](api::Context& context, const dto::SetupRequest& in) { return set_up(s, context, in); });
}

}  // namespace

void add_session_routes(api::Api& api, const RouteServices& s) {
    add_setup_routes(api, s);
    api.get<SessionView>("/api/v1/session", api::Public{}, NotAudited{"the caller's own session"},
                         {.id = "getSession", .summary = "Who is signed in here.", .tag = "Session"},
                         [s](api::Context& context) -> Result<SessionView> { return current(s, context); });
    api.post<dto::SignInBody, SessionView>(
        "/api/v1/session", api::Public{}, api::AuditedAs{"session.started", "session.refused", "user.locked"},
        {.id = "signIn",
         .summary = "Sign in.",
         .tag = "Session",
         .errors = {&identity::errors::sign_in_failed, &identity::errors::sign_in_locked}},
        [s](api::Context& context, const dto::SignInBody& in) { return sign_in(s, context, in); });
    api.del("/api/v1/session", api::SignedIn{}, api::Audited{"session.ended"},
            {.id = "signOut", .summary = "Sign out.", .tag = "Session"},
            [s](api::Context& context, const Caller& caller) -> Result<void> {
                end_current(s, context, caller);
                return {};
            });
    api.post<api::Nothing, SessionView>(
        "/api/v1/session/extend", api::SignedIn{}, NotAudited{"nothing but time passes"},
        {.id = "extendSession", .summary = "Stay signed in: the idle time starts anew.", .tag = "Session"},
        [s](api::Context& context, const Caller&) -> Result<SessionView> { return current(s, context); });
    api.post<dto::MembershipChoice, SessionView>(
        "/api/v1/session/membership", api::SignedIn{}, api::Audited{"session.moved"},
        {.id = "switchMembership", .summary = "Go on in another of your accounts.", .tag = "Session"},
        [s](api::Context& context, const Caller& caller, const dto::MembershipChoice& in) {
            return move_to(s, context, caller, in.membership);
        });
}

}  // namespace portico::accounts
