#include "features/identity/api/routes.h"

#include "features/identity/store.h"
#include "platform/api/core_codecs.h"
#include "platform/api/page.h"
#include "platform/crypto/random.h"

namespace portico::identity {
namespace dto {

struct OwnSessions {
    std::vector<OwnSession> items;
};
struct SignInHistory {
    std::vector<SignInAttempt> items;
};
struct PasswordChange {
    std::string current_password, new_password;
};
struct Password {
    std::string password;
};
struct OwnDetails {
    std::optional<std::string> name, language;
};
enum class Theme { light, dark, auto_ };
enum class TimeFormat { hours_24, hours_12 };
struct Preferences {
    std::optional<std::string> date_format;
    std::optional<TimeFormat> time_format;
    std::optional<std::vector<std::string>> study_columns;
    Theme theme = Theme::auto_;
};
struct NumberKind {
    std::string type, name;
    bool checked = false;
    bool needs_issuer = false;
};
struct Professions {
    std::vector<std::string> professions, specialities;
    std::vector<NumberKind> number_types;
};
struct NewApiKeyBody {
    std::string name;
    std::vector<Permission> permissions;
    std::optional<Timestamp> expires_at;
};
struct ApiKeyView {
    ApiKeyId id;
    std::string name;
    std::vector<Permission> permissions;
    Timestamp created_at;
    std::string created_by;
    std::optional<Timestamp> expires_at, last_used_at, revoked_at;
};
struct IssuedApiKeyView {
    ApiKeyView api_key;
    std::string key;
};
using FilterQuery = std::map<std::string, std::vector<std::string>>;
struct StudyFilter {
    std::string id;
    std::string name;
    FilterQuery query;
};
struct NewStudyFilter {
    std::string name;
    FilterQuery query;
};
struct StudyFilters {
    std::vector<StudyFilter> items;
};

}  // namespace dto
}  // namespace portico::identity

namespace portico::api {
namespace id = identity;
namespace dto = identity::dto;

template <>
struct Dto<id::OwnSession> {
    static constexpr std::string_view name = "OwnSession";
    static constexpr auto fields = std::tuple{field("id", &id::OwnSession::id),
                                              field("current", &id::OwnSession::current),
                                              field("device", &id::OwnSession::device),
                                              field("address", &id::OwnSession::address),
                                              field("createdAt", &id::OwnSession::created_at),
                                              field("lastSeenAt", &id::OwnSession::last_seen_at)};
};
template <>
struct Dto<dto::OwnSessions> {
    static constexpr std::string_view name = "OwnSessions";
    static constexpr auto fields = std::tuple{field("items", &dto::OwnSessions::items)};
};
template <>
struct Dto<id::SignInAttempt> {
    static constexpr std::string_view name = "SignInAttempt";
    static constexpr auto fields =
        std::tuple{field("at", &id::SignInAttempt::at), field("address", &id::SignInAttempt::address),
                   field("device", &id::SignInAttempt::device), field("result", &id::SignInAttempt::result)};
};
template <>
struct Dto<dto::SignInHistory> {
    static constexpr std::string_view name = "SignInHistory";
    static constexpr auto fields = std::tuple{field("items", &dto::SignInHistory::items)};
};
template <>
struct Dto<dto::PasswordChange> {
    static constexpr std::string_view name = "PasswordChange";
    static constexpr auto fields =
        std::tuple{field("currentPassword", &dto::PasswordChange::current_password, {.min_length = 1}),
                   field("newPassword", &dto::PasswordChange::new_password, {.min_length = 1})};
};
template <>
struct Dto<dto::Password> {
    static constexpr std::string_view name = "PasswordCheck";
    static constexpr auto fields = std::tuple{field("password", &dto::Password::password, {.min_length = 1})};
};
template <>
struct Dto<dto::OwnDetails> {
    static constexpr std::string_view name = "OwnDetails";
    static constexpr auto fields =
        std::tuple{field("name", &dto::OwnDetails::name, {.min_length = 1, .max_length = 200}),
                   field("language", &dto::OwnDetails::language, {.max_length = 10})};
};
template <>
struct EnumNames<dto::Theme> {
    static constexpr EnumName<dto::Theme> table[] = {
        {dto::Theme::light, "light"}, {dto::Theme::dark, "dark"}, {dto::Theme::auto_, "auto"}};
};
template <>
struct EnumNames<dto::TimeFormat> {
    static constexpr EnumName<dto::TimeFormat> table[] = {{dto::TimeFormat::hours_24, "24"},
                                                          {dto::TimeFormat::hours_12, "12"}};
};
template <>
struct Dto<dto::Preferences> {
    static constexpr std::string_view name = "Preferences";
    static constexpr auto fields =
        std::tuple{field("dateFormat", &dto::Preferences::date_format, {.max_length = 40}),
                   field("timeFormat", &dto::Preferences::time_format),
                   field("studyColumns", &dto::Preferences::study_columns, {.max_length = 60, .max_items = 60}),
                   field("theme", &dto::Preferences::theme)};
};
template <>
struct Dto<dto::NumberKind> {
    static constexpr std::string_view name = "NumberType";
    static constexpr auto fields =
        std::tuple{field("type", &dto::NumberKind::type), field("name", &dto::NumberKind::name),
                   field("checked", &dto::NumberKind::checked), field("needsIssuer", &dto::NumberKind::needs_issuer)};
};
template <>
struct Dto<dto::Professions> {
    static constexpr std::string_view name = "Professions";
    static constexpr auto fields = std::tuple{field("professions", &dto::Professions::professions),
                                              field("specialities", &dto::Professions::specialities),
                                              field("numberTypes", &dto::Professions::number_types)};
};
template <>
struct Dto<dto::NewApiKeyBody> {
    static constexpr std::string_view name = "NewApiKey";
    static constexpr auto fields =
        std::tuple{field("name", &dto::NewApiKeyBody::name, {.min_length = 1, .max_length = 100}),
                   field("permissions", &dto::NewApiKeyBody::permissions, {.min_items = 1, .max_items = 64}),
                   field("expiresAt", &dto::NewApiKeyBody::expires_at)};
};
template <>
struct Dto<dto::ApiKeyView> {
    static constexpr std::string_view name = "ApiKey";
    static constexpr auto fields = std::tuple{field("id", &dto::ApiKeyView::id),
                                              field("name", &dto::ApiKeyView::name),
                                              field("permissions", &dto::ApiKeyView::permissions),
                                              field("createdAt", &dto::ApiKeyView::created_at),
                                              field("createdBy", &dto::ApiKeyView::created_by),
                                              field("expiresAt", &dto::ApiKeyView::expires_at),
                                              field("lastUsedAt", &dto::ApiKeyView::last_used_at),
                                              field("revokedAt", &dto::ApiKeyView::revoked_at)};
};
template <>
struct Dto<dto::IssuedApiKeyView> {
    static constexpr std::string_view name = "IssuedApiKey";
    static constexpr auto fields = std::tuple{
        field("apiKey", &dto::IssuedApiKeyView::api_key),
        field("key", &dto::IssuedApiKeyView::key, {.text = "Shown this once: Authorization: Bearer <key>."})};
};
template <>
struct Dto<dto::StudyFilter> {
    static constexpr std::string_view name = "StudyFilter";
    static constexpr auto fields =
        std::tuple{field("id", &dto::StudyFilter::id), field("name", &dto::StudyFilter::name),
                   field("query", &dto::StudyFilter::query)};
};
template <>
struct Dto<dto::NewStudyFilter> {
    static constexpr std::string_view name = "NewStudyFilter";
    static constexpr auto fields =
        std::tuple{field("name", &dto::NewStudyFilter::name, {.min_length = 1, .max_length = 100}),
                   field("query", &dto::NewStudyFilter::query, {.max_length = 200, .max_items = 30})};
};
template <>
struct Dto<dto::StudyFilters> {
    static constexpr std::string_view name = "StudyFilters";
    static constexpr auto fields = std::tuple{field("items", &dto::StudyFilters::items)};
};

}  // namespace portico::api

namespace portico::identity {
namespace {

using api::NotAudited;
constexpr std::size_t kept_filters = 100;

std::vector<Permission> listed(TenantPermissions permissions) {
    std::vector<Permission> all;
    for (const auto& info : tenant_permissions())
        if (permissions.has(info.permission)) all.push_back(info.permission);
    return all;
}

dto::ApiKeyView to_view(const ApiKey& key) {
    return {key.id,         key.name,       listed(key.permissions), key.created_at,
            key.created_by, key.expires_at, key.last_used_at,        key.revoked_at};
}

Result<api::Page<dto::ApiKeyView>> key_page(const RouteServices& s, const ApiKeys::May& may, const api::PageQuery& in) {
    std::optional<ApiKeyId> after;
    if (in.cursor) {
        PORTICO_TRY(auto keys, api::decode_cursor(*in.cursor, 1));
        after = ApiKeyId::trusted(keys[0]);
    }
    auto session = s.units.database().read();
    auto keys = s.api_keys.list(session, may, after, in.limit + 1);
    api::Page<dto::ApiKeyView> page;
    bool more = std::ssize(keys) > in.limit;
    if (more) keys.pop_back();
    for (const auto& key : keys) page.items.push_back(to_view(key));
    if (more) page.next_cursor = api::encode_cursor({keys.back().id.text()});
    return page;
}

Result<dto::IssuedApiKeyView> issue_key(const RouteServices& s, const ApiKeys::May& may, const dto::NewApiKeyBody& in) {
    NewApiKey key{.name = in.name, .permissions = {}, .expires_at = in.expires_at};
    for (auto permission : in.permissions) key.permissions.add(permission);
    PORTICO_TRY(auto issued, s.api_keys.issue(may, key));
    return dto::IssuedApiKeyView{to_view(issued.key), issued.secret};
}

dto::StudyFilter to_dto(const store::StudyFilter& filter) {
    auto query = api::read_json<dto::FilterQuery>(filter.query);
    return {filter.id, filter.name, query ? std::move(*query) : dto::FilterQuery()};
}

dto::StudyFilters filters(const RouteServices& s, const Caller& caller) {
    auto session = s.units.database().read();
    dto::StudyFilters out;
    for (const auto& filter : store::study_filters(session, caller.user)) out.items.push_back(to_dto(filter));
    return out;
}

Result<dto::StudyFilter> save_filter(const RouteServices& s, const Caller& caller, const dto::NewStudyFilter& in) {
    auto work = s.units.begin();
    if (store::study_filters(work.session(), caller.user).size() >= kept_filters) return fail(errors::too_many_filters);
    store::StudyFilter filter{crypto::new_id_text(s.clock), in.name, api::write_json(in.query)};
    store::insert_study_filter(work.session(), caller.user, filter, s.clock.now());
    work.commit_technical();
    return to_dto(filter);
}

dto::Professions registration_choices() {
    dto::Professions out{professions(), specialities(), {}};
    for (const auto& type : number_types())
        out.number_types.push_back({std::string(type.type), std::string(type.name), type.checked, type.needs_issuer});
    return out;
}

void add_session_routes(api::Api& api, const RouteServices& s) {
    api.get<dto::OwnSessions>("/api/v1/sessions", api::SignedIn{}, NotAudited{"the caller's own sessions"},
                              {.id = "listOwnSessions", .summary = "Where you are signed in.", .tag = "Profile"},
                              [s](api::Context&, const Caller& caller) -> Result<dto::OwnSessions> {
                                  auto session = s.units.database().read();
                                  return dto::OwnSessions{s.sessions.own(session, caller)};
                              });
    api.del("/api/v1/sessions/{id}", api::SignedIn{}, api::Audited{"session.ended"},
            {.id = "endOwnSession", .summary = "End one of your sessions.", .tag = "Profile"},
            [s](api::Context& context, const Caller& caller) -> Result<void> {
                auto work = s.units.begin();
                PORTICO_CHECK(s.sessions.end_own(work, caller, context.id<SessionId>("id")));
                work.commit_technical();
                return {};
            });
    api.del("/api/v1/sessions", api::SignedIn{}, api::Audited{"session.ended"},
            {.id = "endOtherSessions", .summary = "End all your other sessions.", .tag = "Profile"},
            [s](api::Context&, const Caller& caller) -> Result<void> {
                auto work = s.units.begin();
                s.sessions.end_others(work, caller, "ended by its user");
                work.commit_technical();
                return {};
            });
    api.get<dto::SignInHistory>("/api/v1/sign-in-history", api::SignedIn{}, NotAudited{"the caller's own history"},
                                {.id = "listSignIns", .summary = "Your last 100 sign-ins.", .tag = "Profile"},
                                [s](api::Context&, const Caller& caller) -> Result<dto::SignInHistory> {
                                    auto session = s.units.database().read();
                                    return dto::SignInHistory{SignIn::history(session, caller.user)};
                                });
    api.post<dto::Password, api::Nothing>("/api/v1/session/reauthenticate", api::SignedIn{},
                                          api::Audited{"password.refused"},
                                          {.id = "reauthenticate",
                                           .summary = "Give your password again before a dangerous act.",
                                           .tag = "Session",
                                           .errors = {&errors::wrong_password}},
                                          [s](api::Context&, const Caller& caller, const dto::Password& in) {
                                              return s.passwords.reauthenticate(caller, in.password);
                                          });
}

void add_own_routes(api::Api& api, const RouteServices& s) {
    api.post<dto::PasswordChange, api::Nothing>(
        "/api/v1/me/password", api::SignedIn{}, api::AuditedAs{"password.changed", "password.refused"},
        {.id = "changePassword",
         .summary = "Change your password; your other sessions end.",
         .tag = "Profile",
         .errors = {&errors::wrong_password}},
        [s](api::Context&, const Caller& caller, const dto::PasswordChange& in) {
            return s.passwords.change(caller, in.current_password, in.new_password);
        });
    api.patch<dto::OwnDetails, api::Nothing>(
        "/api/v1/me", api::SignedIn{}, api::Audited{"user.changed"},
        {.id = "changeMe", .summary = "Change your name and language.", .tag = "Profile"},
        [s](api::Context&, const Caller& caller, const dto::OwnDetails& in) -> Result<void> {
            auto work = s.units.begin();
            PORTICO_CHECK(change_own(work, caller, in.name, in.language));
            work.commit_technical();
            return {};
        });
    api.get<dto::Preferences>("/api/v1/me/preferences", api::SignedIn{}, NotAudited{"own preferences"},
                              {.id = "getPreferences", .summary = "How you want things shown.", .tag = "Profile"},
                              [s](api::Context&, const Caller& caller) -> Result<dto::Preferences> {
                                  auto session = s.units.database().read();
                                  auto stored = store::preferences(session, caller.user);
                                  if (!stored) return dto::Preferences{};
                                  return api::read_json<dto::Preferences>(*stored).value_or(dto::Preferences{});
                              });
    api.put<dto::Preferences, dto::Preferences>(
        "/api/v1/me/preferences", api::SignedIn{}, NotAudited{"own preferences"},
        {.id = "savePreferences", .summary = "Save how you want things shown.", .tag = "Profile"},
        [s](api::Context&, const Caller& caller, const dto::Preferences& in) -> Result<dto::Preferences> {
            auto work = s.units.begin();
            store::save_preferences(work.session(), caller.user, api::write_json(in));
            work.commit_technical();
            return in;
        });
    api.get<dto::Professions>(
        "/api/v1/professions", api::Public{}, NotAudited{"a public list"},
        {.id = "listProfessions", .summary = "What clinicians choose from when they register.", .tag = "Registration"},
        [](api::Context&) -> Result<dto::Professions> { return registration_choices(); });
}

void add_filter_routes(api::Api& api, const RouteServices& s) {
    api.get<dto::StudyFilters>(
        "/api/v1/study-filters", api::SignedIn{}, NotAudited{"own saved filters"},
        {.id = "listStudyFilters", .summary = "Your saved filters.", .tag = "Studies"},
        [s](api::Context&, const Caller& caller) -> Result<dto::StudyFilters> { return filters(s, caller); });
    api.post<dto::NewStudyFilter, dto::StudyFilter>(
        "/api/v1/study-filters", api::SignedIn{}, NotAudited{"own saved filters"},
        {.id = "saveStudyFilter", .summary = "Save a filter of the list of studies.", .tag = "Studies", .status = 201},
        [s](api::Context&, const Caller& caller, const dto::NewStudyFilter& in) { return save_filter(s, caller, in); });
    api.del("/api/v1/study-filters/{filter}", api::SignedIn{}, NotAudited{"own saved filters"},
            {.id = "deleteStudyFilter", .summary = "Delete a saved filter.", .tag = "Studies"},
            [s](api::Context& context, const Caller& caller) -> Result<void> {
                auto work = s.units.begin();
                using FilterId = Id<struct StudyFilterTag>;
                if (!store::delete_study_filter(work.session(), caller.user, context.id<FilterId>("filter").text()))
                    return fail(portico::errors::not_found);
                work.commit_technical();
                return {};
            });
}

void add_key_routes(api::Api& api, const RouteServices& s) {
    using May = api::Needs<Permission::manage_api_keys>;
    api.get<api::PageQuery, api::Page<dto::ApiKeyView>>(
        "/api/v1/tenant/api-keys", May{}, NotAudited{"a list of names"},
        {.id = "listApiKeys", .summary = "Keys of machines, newest first.", .tag = "API keys"},
        [s](api::Context&, const ApiKeys::May& may, const api::PageQuery& in) { return key_page(s, may, in); });
    api.post<dto::NewApiKeyBody, dto::IssuedApiKeyView>(
        "/api/v1/tenant/api-keys", May{}, api::Audited{"api_key.created"},
        {.id = "issueApiKey",
         .summary = "Make a key for a machine.",
         .tag = "API keys",
         .status = 201,
         .errors = {&errors::permission_not_held}},
        [s](api::Context&, const ApiKeys::May& may, const dto::NewApiKeyBody& in) { return issue_key(s, may, in); });
    api.del("/api/v1/tenant/api-keys/{key}", May{}, api::Audited{"api_key.revoked"},
            {.id = "revokeApiKey", .summary = "Revoke a key at once.", .tag = "API keys"},
            [s](api::Context& context, const ApiKeys::May& may) {
                return s.api_keys.revoke(may, context.id<ApiKeyId>("key"));
            });
}

}  // namespace

void add_routes(api::Api& api, const RouteServices& services) {
    add_session_routes(api, services);
    add_own_routes(api, services);
    add_filter_routes(api, services);
    add_key_routes(api, services);
}

}  // namespace portico::identity
