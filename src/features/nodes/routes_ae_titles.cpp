#include "features/nodes/api/ae_titles.h"
#include "features/nodes/reachability_dto.h"
#include "platform/api/page.h"
#include "platform/api/route.h"

namespace portico::api {

template <>
struct EnumNames<nodes::RetrieveBy> {
    using R = nodes::RetrieveBy;
    static constexpr EnumName<R> table[] = {{R::none, "none"}, {R::move, "move"}, {R::get, "get"}};
};
template <>
struct Dto<nodes::NewAeTitle> {
    using Ae = nodes::NewAeTitle;
    static constexpr std::string_view name = "NewAeTitle";
    static constexpr auto fields = std::tuple{
        field("called", &Ae::called, {.min_length = 1, .max_length = 16, .text = "Ours; chooses the tenant."}),
        field("calling", &Ae::calling, {.min_length = 1, .max_length = 16, .text = "The node's own."}),
        field("host", &Ae::host, {.max_length = 45, .text = "Numeric address; absent: from any."}),
        field("port", &Ae::port, {.minimum = 1, .maximum = 65535}),
        field("description", &Ae::description, {.max_length = 200, .optional = true}),
        field("enabled", &Ae::enabled, {.text = "true unless said otherwise."}),
        field("mayStore", &Ae::may_store, {.text = "true unless said otherwise."}),
        field("mayQuery", &Ae::may_query, {.text = "C-FIND; false unless said otherwise."}),
        field("mayRetrieve", &Ae::may_retrieve, {.text = "C-MOVE, C-GET; false unless said otherwise."}),
        field("requireTls", &Ae::require_tls, {.text = "Only by TLS, in both directions."}),
        field("certificateSha256", &Ae::certificate_sha256,
              {.max_length = 95, .text = "Fingerprint of the TLS certificate that the node must show."}),
        field("retrieveBy", &Ae::retrieve_by, {.text = "How studies are fetched from it; none: it is no source."}),
        field("fetchPriors", &Ae::fetch_priors, {.text = "Asked for priors of a patient."})};
};
template <>
struct Dto<nodes::AeTitle> {
    using Ae = nodes::AeTitle;
    static constexpr std::string_view name = "AeTitle";
    static constexpr auto fields = std::tuple{field("id", &Ae::id),
                                              field("called", &Ae::called),
                                              field("calling", &Ae::calling),
                                              field("host", &Ae::host),
                                              field("port", &Ae::port),
                                              field("description", &Ae::description),
                                              field("lastSeenAt", &Ae::last_seen_at),
                                              field("enabled", &Ae::enabled),
                                              field("mayStore", &Ae::may_store),
                                              field("mayQuery", &Ae::may_query),
                                              field("mayRetrieve", &Ae::may_retrieve),
                                              field("requireTls", &Ae::require_tls),
                                              field("certificateSha256", &Ae::certificate_sha256),
                                              field("retrieveBy", &Ae::retrieve_by),
                                              field("fetchPriors", &Ae::fetch_priors)};
};

}  // namespace portico::api

namespace portico::nodes {

void add_ae_title_routes(api::Api& api, AeTitles& titles) {
    using Needs = api::Needs<Permission::manage_integrations>;
    using May = AeTitles::May;
    constexpr std::string_view path = "/api/v1/tenant/ae-titles";
    constexpr std::string_view tag = "Integrations";

    api.get<api::PageQuery, api::Page<AeTitle>>(
        path, Needs{}, api::NotAudited{"settings, shown to those who manage them"},
        {.id = "listAeTitles", .summary = "The DICOM nodes, all on one page.", .tag = tag},
        [&titles](api::Context&, const May& may, const api::PageQuery&) -> Result<api::Page<AeTitle>> {
            return api::Page<AeTitle>{titles.list(may), {}};
        });

    api.post<NewAeTitle, AeTitle>(
        path, Needs{}, api::Audited{"ae_title.added"},
        {.id = "createAeTitle",
         .summary = "Register a DICOM node.",
         .tag = tag,
         .status = 201,
         .errors = {&errors::ae_title_taken, &errors::ae_title_registered}},
        [&titles](api::Context&, const May& may, const NewAeTitle& in) { return titles.add(may, in); });

    api.put<NewAeTitle, AeTitle>(std::string(path) + "/{ae}", Needs{}, api::Audited{"ae_title.changed"},
                                 {.id = "changeAeTitle",
                                  .summary = "What a DICOM node may do; its titles stay as they are.",
                                  .tag = tag,
                                  .errors = {&portico::errors::not_found}},
                                 [&titles](api::Context& context, const May& may, const NewAeTitle& in) {
                                     return titles.change(may, context.id<AeTitleId>("ae"), in);
                                 });

    api.post<api::Nothing, Reachability>(
        std::string(path) + "/{ae}/echo", Needs{}, api::NotAudited{"asks the node whether it is there"},
        {.id = "echoAeTitle",
         .summary = "Whether a DICOM node answers (C-ECHO).",
         .tag = tag,
         .errors = {&portico::errors::not_found}},
        [&titles](api::Context& context, const May& may) { return titles.echo(may, context.id<AeTitleId>("ae")); });

    api.del(
        std::string(path) + "/{ae}", Needs{}, api::Audited{"ae_title.removed"},
        {.id = "deleteAeTitle", .summary = "Forget a DICOM node.", .tag = tag},
        [&titles](api::Context& context, const May& may) { return titles.remove(may, context.id<AeTitleId>("ae")); });
}

}  // namespace portico::nodes
