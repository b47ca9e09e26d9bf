#include "features/clinician_portal/routes.h"
#include "platform/api/page.h"

namespace portico::clinician_portal::dto {

struct DirectoryCardDto {
    TenantId tenant_id;
    std::string display_name, description, photo_url, state;
    std::optional<Timestamp> requested_at;
    std::optional<std::string> message, decline_reason;
    std::optional<Timestamp> may_ask_again_at;
};
struct DirectoryPageQuery : api::PageQuery {
    std::optional<std::string> q;
};
struct AccessRequest {
    TenantId tenant_id;
    std::string message;
};

}  // namespace portico::clinician_portal::dto

namespace portico::api {
using namespace clinician_portal::dto;

template <>
struct Dto<DirectoryCardDto> {
    static constexpr std::string_view name = "DirectoryCard";
    using T = DirectoryCardDto;
    static constexpr auto fields = std::tuple{field("tenantId", &T::tenant_id),
                                              field("displayName", &T::display_name),
                                              field("description", &T::description),
                                              field("photoUrl", &T::photo_url),
                                              field("state", &T::state),
                                              field("requestedAt", &T::requested_at),
                                              field("message", &T::message),
                                              field("declineReason", &T::decline_reason),
                                              field("mayAskAgainAt", &T::may_ask_again_at)};
};
template <>
struct Dto<DirectoryPageQuery> {
    static constexpr std::string_view name = "DirectoryQuery";
    static constexpr auto fields =
        std::tuple_cat(page_fields, std::tuple{field("q", &DirectoryPageQuery::q, {.max_length = 200})});
};
template <>
struct Dto<AccessRequest> {
    static constexpr std::string_view name = "AccessRequest";
    static constexpr auto fields =
        std::tuple{field("tenantId", &AccessRequest::tenant_id),
                   field("message", &AccessRequest::message, {.max_length = 500, .optional = true})};
};

}  // namespace portico::api

namespace portico::clinician_portal {
namespace {

dto::DirectoryCardDto to_dto(const DirectoryCard& card) {
    dto::DirectoryCardDto out{.tenant_id = card.tenant,
                              .display_name = card.display_name,
                              .description = card.description,
                              .photo_url = "/api/v1/pacs-directory/" + card.tenant.text() + "/photo",
                              .state = card.state ? std::string(access::key_of(*card.state)) : "not_requested",
                              .requested_at = card.requested_at,
                              .may_ask_again_at = card.may_ask_again_at};
    if (!card.message.empty()) out.message = card.message;
    if (!card.decline_reason.empty()) out.decline_reason = card.decline_reason;
    return out;
}

Result<api::Page<dto::DirectoryCardDto>> list(const RouteServices& services, const Caller& caller,
                                              const dto::DirectoryPageQuery& in) {
    DirectoryQuery query{.text = in.q.value_or(""), .limit = in.limit + 1};
    if (in.cursor) {
        PORTICO_TRY(auto keys, api::decode_cursor(*in.cursor, 2));
        query.after = std::pair{keys[0], TenantId::trusted(keys[1])};
    }
    auto session = services.units.database().read();
    auto cards = services.directory.list(session, caller, query);
    api::Page<dto::DirectoryCardDto> page;
    bool more = std::ssize(cards) > in.limit;
    if (more) cards.resize(static_cast<std::size_t>(in.limit));
    for (const auto& listed : cards) page.items.push_back(to_dto(listed.card));
    if (more) page.next_cursor = api::encode_cursor({cards.back().name_folded, cards.back().card.tenant.text()});
    return page;
}

}  // namespace

void add_directory_routes(api::Api& api, const RouteServices& services) {
    api.get<dto::DirectoryPageQuery, api::Page<dto::DirectoryCardDto>>(
        "/api/v1/pacs-directory", api::ClinicianAccount{}, api::NotAudited{"names of departments"},
        {.id = "listPacsDirectory", .summary = "Departments with a clinician portal.", .tag = routes_tag},
        [services](api::Context&, const Caller& caller, const dto::DirectoryPageQuery& in) {
            return list(services, caller, in);
        });

    api.post<dto::AccessRequest, dto::DirectoryCardDto>(
        "/api/v1/access-requests", api::ClinicianAccount{}, api::Audited{"access_link.requested"},
        {.id = "requestAccess",
         .summary = "Ask a department for access.",
         .tag = routes_tag,
         .status = 201,
         .errors = {&errors::already_requested, &errors::ask_again_later}},
        [services](api::Context&, const Caller& caller, const dto::AccessRequest& in) -> Result<dto::DirectoryCardDto> {
            PORTICO_TRY(auto card, services.directory.request(caller, in.tenant_id, in.message));
            return to_dto(card);
        });

    api.del("/api/v1/access-requests/{tenant}", api::ClinicianAccount{}, api::Audited{"access_link.withdrawn"},
            {.id = "withdrawAccessRequest",
             .summary = "Withdraw a request.",
             .tag = routes_tag,
             .errors = {&errors::nothing_to_withdraw}},
            [services](api::Context& context, const Caller& caller) {
                return services.directory.withdraw(caller, context.id<TenantId>("tenant"));
            });
}

void add_routes(api::Api& api, const RouteServices& services) {
    add_portal_routes(api, services);
    add_access_control_routes(api, services);
    add_referrer_routes(api, services);
    add_directory_routes(api, services);
}

}  // namespace portico::clinician_portal
