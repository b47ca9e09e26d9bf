#include "features/audit/api/history.h"
#include "features/clinician_portal/routes.h"
#include "platform/api/page.h"

namespace portico::clinician_portal::dto {

struct LinkAccount {
    AccountId id;
    std::string kind, name;
};
struct LinkRole {
    RoleId id;
    std::string name;
};
struct ClaimedNumberDto {
    ProfessionalNumberId id;
    std::string type, issuer, value;
    bool confirmed = false;
    std::optional<Timestamp> confirmed_at;
    std::optional<std::string> confirmed_by;
};
struct AccessLinkDto {
    AccessLinkId id;
    LinkAccount account;
    std::string state;
    Timestamp requested_at;
    std::string message;
    std::optional<LinkRole> role;
    std::string profession, speciality, email;
    std::vector<ClaimedNumberDto> numbers;
    std::string notes;
    std::optional<Timestamp> decided_at;
    std::optional<std::string> decided_by, decline_reason;
    std::int64_t version = 1;
    std::vector<audit::HistoryLine> history;
};
struct AccessLinkQuery : api::PageQuery {
    std::optional<std::string> kind, state, q;
};
struct AccessLinkChange {
    std::optional<RoleId> role_id;
    bool allow_access = false;
    std::vector<ProfessionalNumberId> confirmed_number_ids;
    std::string notes;
};
struct DeclineRequest {
    std::string reason;
};

}  // namespace portico::clinician_portal::dto

namespace portico::api {
using namespace clinician_portal::dto;

template <>
struct Dto<LinkAccount> {
    static constexpr std::string_view name = "AccessLinkAccount";
    static constexpr auto fields =
        std::tuple{field("id", &LinkAccount::id), field("kind", &LinkAccount::kind), field("name", &LinkAccount::name)};
};
template <>
struct Dto<LinkRole> {
    static constexpr std::string_view name = "AccessLinkRole";
    static constexpr auto fields = std::tuple{field("id", &LinkRole::id), field("name", &LinkRole::name)};
};
template <>
struct Dto<ClaimedNumberDto> {
    static constexpr std::string_view name = "ClaimedNumber";
    using T = ClaimedNumberDto;
    static constexpr auto fields = std::tuple{field("id", &T::id),
                                              field("type", &T::type),
                                              field("issuer", &T::issuer),
                                              field("value", &T::value),
                                              field("confirmed", &T::confirmed),
                                              field("confirmedAt", &T::confirmed_at),
                                              field("confirmedBy", &T::confirmed_by)};
};
template <>
struct Dto<AccessLinkDto> {
    static constexpr std::string_view name = "AccessLink";
    using T = AccessLinkDto;
    static constexpr auto fields = std::tuple{field("id", &T::id),
                                              field("account", &T::account),
                                              field("state", &T::state),
                                              field("requestedAt", &T::requested_at),
                                              field("message", &T::message),
                                              field("role", &T::role),
                                              field("profession", &T::profession),
                                              field("speciality", &T::speciality),
                                              field("email", &T::email),
                                              field("numbers", &T::numbers),
                                              field("notes", &T::notes),
                                              field("decidedAt", &T::decided_at),
                                              field("decidedBy", &T::decided_by),
                                              field("declineReason", &T::decline_reason),
                                              field("version", &T::version),
                                              field("history", &T::history)};
};
template <>
struct Dto<AccessLinkQuery> {
    static constexpr std::string_view name = "AccessLinkQuery";
    using T = AccessLinkQuery;
    static constexpr auto fields = std::tuple_cat(
        page_fields, std::tuple{field("kind", &T::kind, {.max_length = 20}),
                                field("state", &T::state, {.max_length = 20}), field("q", &T::q, {.max_length = 200})});
};
template <>
struct Dto<AccessLinkChange> {
    static constexpr std::string_view name = "AccessLinkChange";
    using T = AccessLinkChange;
    static constexpr auto fields = std::tuple{field("roleId", &T::role_id), field("allowAccess", &T::allow_access),
                                              field("confirmedNumberIds", &T::confirmed_number_ids, {.max_items = 200}),
                                              field("notes", &T::notes, {.max_length = 2000, .optional = true})};
};
template <>
struct Dto<DeclineRequest> {
    static constexpr std::string_view name = "DeclineRequest";
    static constexpr auto fields =
        std::tuple{field("reason", &DeclineRequest::reason, {.max_length = 500, .optional = true})};
};

}  // namespace portico::api

namespace portico::clinician_portal {
namespace {

using May = AccessControl::May;

std::optional<std::string> unless_empty(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return text;
}

dto::AccessLinkDto to_dto(const AccessLink& link) {
    dto::AccessLinkDto out{.id = link.id,
                           .account = {link.account, link.account_kind, link.account_name},
                           .state = std::string(access::key_of(link.state)),
                           .requested_at = link.requested_at,
                           .message = link.message,
                           .profession = link.profession,
                           .speciality = link.speciality,
                           .email = link.email,
                           .notes = link.notes,
                           .decided_at = link.decided_at,
                           .decided_by = unless_empty(link.decided_by),
                           .decline_reason = unless_empty(link.decline_reason),
                           .version = link.version};
    if (link.role) out.role = dto::LinkRole{*link.role, link.role_name};
    for (const auto& number : link.numbers)
        out.numbers.push_back({number.id, number.type, number.issuer, number.value, number.confirmed,
                               number.confirmed_at, unless_empty(number.confirmed_by)});
    return out;
}

Result<api::Page<dto::AccessLinkDto>> list(const RouteServices& services, const May& may,
                                           const dto::AccessLinkQuery& in) {
    LinkQuery query{.kind = in.kind.value_or(""), .text = in.q.value_or(""), .limit = in.limit + 1};
    if (in.state) {
        query.state = access::link_state_from_key(*in.state);
        if (!query.state)
            return fail(Error(portico::errors::invalid_input).at("state", "unknown_choice", "There is no such state."));
    }
    if (in.cursor) {
        PORTICO_TRY(auto keys, api::decode_cursor(*in.cursor, 2));
        auto at = parse_rfc3339(keys[0]);
        auto id = AccessLinkId::parse(keys[1]);
        if (!at || !id)
            return fail(
                Error(portico::errors::invalid_input).at("cursor", "wrong_format", "This cursor is not valid."));
        query.after = std::pair{*at, *id};
    }
    auto session = services.units.database().read();
    auto links = services.access_control.list(session, may, query);
    api::Page<dto::AccessLinkDto> page;
    bool more = std::ssize(links) > in.limit;
    if (more) links.resize(static_cast<std::size_t>(in.limit));
    for (const auto& link : links) page.items.push_back(to_dto(link));
    if (more) page.next_cursor = api::encode_cursor({to_rfc3339(links.back().requested_at), links.back().id.text()});
    return page;
}

Result<dto::AccessLinkDto> answer(const RouteServices& services, api::Context& context, const May& may,
                                  const AccessLinkId& id) {
    auto session = services.units.database().read();
    PORTICO_TRY(auto link, services.access_control.find(session, may, id));
    context.etag(link.version);
    auto out = to_dto(link);
    out.history = audit::to_lines(services.trail.history(session, may.tenant(), id.text()));
    return out;
}

}  // namespace

void add_access_control_routes(api::Api& api, const RouteServices& services) {
    using Needs = api::Needs<Permission::manage_clinician_portal>;
    constexpr std::string_view path = "/api/v1/tenant/access-control";
    constexpr api::NotAudited looked{"lists of accounts, no patient data"};

    api.get<dto::AccessLinkQuery, api::Page<dto::AccessLinkDto>>(
        path, Needs{}, looked,
        {.id = "listAccessLinks", .summary = "Accounts that asked for or have access.", .tag = routes_tag},
        [services](api::Context&, const May& may, const dto::AccessLinkQuery& in) { return list(services, may, in); });

    api.get<dto::AccessLinkDto>(std::string(path) + "/{link}", Needs{}, looked,
                                {.id = "getAccessLink", .summary = "One account's access.", .tag = routes_tag},
                                [services](api::Context& context, const May& may) {
                                    return answer(services, context, may, context.id<AccessLinkId>("link"));
                                });

    api.put<dto::AccessLinkChange, dto::AccessLinkDto>(
        std::string(path) + "/{link}", Needs{},
        api::AuditedAs{"access_link.changed", "professional_number.confirmed", "professional_number.unconfirmed"},
        {.id = "changeAccessLink",
         .summary = "Role, Allow Access, confirmed numbers, notes.",
         .tag = routes_tag,
         .errors = {&errors::role_required, &errors::role_unknown, &errors::role_only_for_persons,
                    &errors::number_unknown},
         .versioned = true},
        [services](api::Context& context, const May& may,
                   const dto::AccessLinkChange& in) -> Result<dto::AccessLinkDto> {
            auto id = context.id<AccessLinkId>("link");
            std::int64_t version = 0;
            {
                auto session = services.units.database().read();
                PORTICO_TRY(auto link, services.access_control.find(session, may, id));
                version = link.version;
            }
            PORTICO_CHECK(context.require_if_match(version));
            PORTICO_CHECK(services.access_control.change(
                may, id, version, {in.role_id, in.allow_access, in.confirmed_number_ids, in.notes}));
            return answer(services, context, may, id);
        });

    api.post<dto::DeclineRequest, dto::AccessLinkDto>(
        std::string(path) + "/{link}/decline", Needs{}, api::Audited{"access_link.declined"},
        {.id = "declineAccessRequest",
         .summary = "Decline a request.",
         .tag = routes_tag,
         .errors = {&errors::not_a_request}},
        [services](api::Context& context, const May& may, const dto::DeclineRequest& in) -> Result<dto::AccessLinkDto> {
            auto id = context.id<AccessLinkId>("link");
            PORTICO_CHECK(services.access_control.decline(may, id, in.reason));
            return answer(services, context, may, id);
        });
}

}  // namespace portico::clinician_portal
