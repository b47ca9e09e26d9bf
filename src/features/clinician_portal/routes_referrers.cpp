#include <charconv>

#include "features/clinician_portal/routes.h"
#include "platform/api/page.h"

namespace portico::clinician_portal::dto {

struct UnmatchedReferrerDto {
    std::string name, normalised_name;
    std::optional<std::string> code;
    std::int64_t studies = 0;
    Timestamp last_study_at;
};
struct ReferrerLinkDto {
    std::string id, name, normalised_name, membership_id, clinician, made_by;
    Timestamp made_at;
};
struct ReferrerQuery : api::PageQuery {
    std::optional<std::string> q;
};
struct NewReferrerLink {
    std::string normalised_name;
    std::string name;
    MembershipId membership_id;
};
struct MadeReferrerLink {
    std::string id;
};

}  // namespace portico::clinician_portal::dto

namespace portico::api {
using namespace clinician_portal::dto;

template <>
struct Dto<UnmatchedReferrerDto> {
    static constexpr std::string_view name = "UnmatchedReferrer";
    using T = UnmatchedReferrerDto;
    static constexpr auto fields =
        std::tuple{field("name", &T::name), field("normalisedName", &T::normalised_name), field("code", &T::code),
                   field("studies", &T::studies), field("lastStudyAt", &T::last_study_at)};
};
template <>
struct Dto<ReferrerLinkDto> {
    static constexpr std::string_view name = "ReferrerLink";
    using T = ReferrerLinkDto;
    static constexpr auto fields = std::tuple{field("id", &T::id),
                                              field("name", &T::name),
                                              field("normalisedName", &T::normalised_name),
                                              field("membershipId", &T::membership_id),
                                              field("clinician", &T::clinician),
                                              field("madeBy", &T::made_by),
                                              field("madeAt", &T::made_at)};
};
template <>
struct Dto<ReferrerQuery> {
    static constexpr std::string_view name = "ReferrerQuery";
    static constexpr auto fields =
        std::tuple_cat(page_fields, std::tuple{field("q", &ReferrerQuery::q, {.max_length = 200})});
};
template <>
struct Dto<NewReferrerLink> {
    static constexpr std::string_view name = "NewReferrerLink";
    using T = NewReferrerLink;
    static constexpr auto fields = std::tuple{
        field("normalisedName", &T::normalised_name, {.min_length = 1, .max_length = 400}),
        field("name", &T::name, {.max_length = 400, .optional = true}), field("membershipId", &T::membership_id)};
};
template <>
struct Dto<MadeReferrerLink> {
    static constexpr std::string_view name = "MadeReferrerLink";
    static constexpr auto fields = std::tuple{field("id", &MadeReferrerLink::id)};
};

}  // namespace portico::api

namespace portico::clinician_portal {
namespace {

using May = Referrers::May;

// The list is ordered by a count that changes, so its cursor is a place in it.
Result<api::Page<dto::UnmatchedReferrerDto>> unmatched(const RouteServices& services, const May& may,
                                                       const dto::ReferrerQuery& in) {
    std::int64_t offset = 0;
    if (in.cursor) {
        PORTICO_TRY(auto keys, api::decode_cursor(*in.cursor, 1));
        auto [end, error] = std::from_chars(keys[0].data(), keys[0].data() + keys[0].size(), offset);
        if (error != std::errc() || *end != '\0' || offset < 0)
            return fail(
                Error(portico::errors::invalid_input).at("cursor", "wrong_format", "This cursor is not valid."));
    }
    auto session = services.units.database().read();
    auto found = services.referrers.unmatched(session, may, in.q.value_or(""), in.limit + 1, offset);
    api::Page<dto::UnmatchedReferrerDto> page;
    bool more = std::ssize(found) > in.limit;
    if (more) found.resize(static_cast<std::size_t>(in.limit));
    for (const auto& entry : found)
        page.items.push_back({entry.name, entry.key, entry.code, entry.studies, entry.last_study_at});
    if (more) page.next_cursor = api::encode_cursor({std::to_string(offset + in.limit)});
    return page;
}

}  // namespace

void add_referrer_routes(api::Api& api, const RouteServices& services) {
    using Needs = api::Needs<Permission::manage_clinician_portal>;
    constexpr std::string_view path = "/api/v1/tenant/referrers";
    constexpr api::NotAudited looked{"names of referrers, no patient data"};

    api.get<dto::ReferrerQuery, api::Page<dto::UnmatchedReferrerDto>>(
        std::string(path) + "/unmatched", Needs{}, looked,
        {.id = "listUnmatchedReferrers", .summary = "Referrers that lead to nobody.", .tag = routes_tag},
        [services](api::Context&, const May& may, const dto::ReferrerQuery& in) {
            return unmatched(services, may, in);
        });

    api.get<api::Page<dto::ReferrerLinkDto>>(
        std::string(path) + "/links", Needs{}, looked,
        {.id = "listReferrerLinks", .summary = "Names that are linked to clinicians.", .tag = routes_tag},
        [services](api::Context&, const May& may) -> Result<api::Page<dto::ReferrerLinkDto>> {
            auto session = services.units.database().read();
            api::Page<dto::ReferrerLinkDto> page;
            for (const auto& link : services.referrers.links(session, may))
                page.items.push_back(
                    {link.id, link.name, link.key, link.membership.text(), link.clinician, link.made_by, link.made_at});
            return page;
        });

    api.post<dto::NewReferrerLink, dto::MadeReferrerLink>(
        std::string(path) + "/links", Needs{}, api::Audited{"referrer.linked"},
        {.id = "linkReferrer",
         .summary = "Link a name or a local code to a clinician.",
         .tag = routes_tag,
         .status = 201,
         .errors = {&errors::referrer_linked_already}},
        [services](api::Context&, const May& may, const dto::NewReferrerLink& in) -> Result<dto::MadeReferrerLink> {
            PORTICO_TRY(auto id, services.referrers.link(may, in.normalised_name, in.name, in.membership_id));
            return dto::MadeReferrerLink{id};
        });

    api.del(std::string(path) + "/links/{link}", Needs{}, api::Audited{"referrer.unlinked"},
            {.id = "unlinkReferrer", .summary = "Take a link away.", .tag = routes_tag},
            [services](api::Context& context, const May& may) {
                return services.referrers.unlink(may, context.id<AccessLinkId>("link").text());
            });
}

}  // namespace portico::clinician_portal
