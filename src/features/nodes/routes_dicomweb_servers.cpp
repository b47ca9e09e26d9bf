#include "features/nodes/api/dicomweb_servers.h"
#include "features/nodes/reachability_dto.h"
#include "platform/api/page.h"
#include "platform/api/route.h"

namespace portico::api {

template <>
struct EnumNames<web_client::Authorization> {
    using A = web_client::Authorization;
    static constexpr EnumName<A> table[] = {{A::none, "none"}, {A::basic, "basic"}, {A::bearer, "bearer"}};
};
template <>
struct Dto<nodes::NewDicomwebServer> {
    using T = nodes::NewDicomwebServer;
    static constexpr std::string_view name = "NewDicomwebServer";
    static constexpr auto fields = std::tuple{
        field("name", &T::name, {.min_length = 1, .max_length = 100}),
        field("url", &T::url, {.min_length = 1, .max_length = 500, .text = "Of its DICOMweb root, http or https."}),
        field("authorization", &T::authorization, {.optional = true}),
        field("userName", &T::user_name, {.max_length = 200, .optional = true, .text = "With authorization basic."}),
        field("secret", &T::secret,
              {.max_length = 4000, .text = "Password or token; absent: kept, where the address has the same origin."}),
        field("certificateSha256", &T::certificate_sha256,
              {.max_length = 95, .text = "Fingerprint of the TLS certificate that the server must show."}),
        field("enabled", &T::enabled, {.optional = true}),
        field("maySend", &T::may_send, {.optional = true, .text = "Studies may be sent to it (STOW-RS)."}),
        field("mayPull", &T::may_pull, {.optional = true, .text = "Studies may be pulled from it (WADO-RS)."}),
        field("fetchPriors", &T::fetch_priors, {.optional = true, .text = "Asked for priors of a patient."})};
};
template <>
struct Dto<nodes::DicomwebServer> {
    using T = nodes::DicomwebServer;
    static constexpr std::string_view name = "DicomwebServer";
    static constexpr auto fields = std::tuple{field("id", &T::id),
                                              field("name", &T::name),
                                              field("url", &T::url),
                                              field("authorization", &T::authorization),
                                              field("userName", &T::user_name),
                                              field("hasSecret", &T::has_secret),
                                              field("certificateSha256", &T::certificate_sha256),
                                              field("enabled", &T::enabled),
                                              field("maySend", &T::may_send),
                                              field("mayPull", &T::may_pull),
                                              field("fetchPriors", &T::fetch_priors),
                                              field("version", &T::version)};
};

}  // namespace portico::api

namespace portico::nodes {
namespace {

constexpr std::string_view path = "/api/v1/tenant/dicomweb-servers";
constexpr std::string_view path_of_one = "/api/v1/tenant/dicomweb-servers/{server}";
constexpr std::string_view tag = "Integrations";
using Needs = api::Needs<Permission::manage_integrations>;
using May = DicomwebServers::May;

Result<DicomwebServer> changed(DicomwebServers& servers, api::Context& context, const May& may,
                               const NewDicomwebServer& in) {
    const auto id = context.id<DicomwebServerId>("server");
    PORTICO_TRY(const auto before, servers.find(may, id));
    PORTICO_CHECK(context.require_if_match(before.version));
    PORTICO_TRY(auto server, servers.change(may, id, before.version, in));
    context.etag(server.version);
    return server;
}

}  // namespace

void add_dicomweb_server_routes(api::Api& api, DicomwebServers& servers) {
    api.get<api::PageQuery, api::Page<DicomwebServer>>(
        path, Needs{}, api::NotAudited{"settings, shown to those who manage them"},
        {.id = "listDicomwebServers", .summary = "The DICOMweb servers, all on one page.", .tag = tag},
        [&servers](api::Context&, const May& may, const api::PageQuery&) -> Result<api::Page<DicomwebServer>> {
            return api::Page<DicomwebServer>{servers.list(may), {}};
        });
    api.post<NewDicomwebServer, DicomwebServer>(
        path, Needs{}, api::Audited{"dicomweb_server.added"},
        {.id = "createDicomwebServer",
         .summary = "Register a DICOMweb server.",
         .tag = tag,
         .status = 201,
         .errors = {&errors::server_name_taken}},
        [&servers](api::Context&, const May& may, const NewDicomwebServer& in) { return servers.add(may, in); });
    api.put<NewDicomwebServer, DicomwebServer>(
        path_of_one, Needs{}, api::Audited{"dicomweb_server.changed"},
        {.id = "changeDicomwebServer",
         .summary = "Change a DICOMweb server.",
         .tag = tag,
         .errors = {&portico::errors::not_found, &errors::server_name_taken, &api::request_errors::precondition_failed,
                    &api::request_errors::precondition_required},
         .versioned = true},
        [&servers](api::Context& context, const May& may, const NewDicomwebServer& in) {
            return changed(servers, context, may, in);
        });
    api.del(path_of_one, Needs{}, api::Audited{"dicomweb_server.removed"},
            {.id = "deleteDicomwebServer", .summary = "Forget a DICOMweb server and the rules of it.", .tag = tag},
            [&servers](api::Context& context, const May& may) {
                return servers.remove(may, context.id<DicomwebServerId>("server"));
            });
    api.post<api::Nothing, Reachability>(std::string(path_of_one) + "/check", Needs{},
                                         api::NotAudited{"asks the server whether it is there"},
                                         {.id = "checkDicomwebServer",
                                          .summary = "Whether a DICOMweb server answers a search and lets us in.",
                                          .tag = tag,
                                          .errors = {&portico::errors::not_found}},
                                         [&servers](api::Context& context, const May& may) {
                                             return servers.check(may, context.id<DicomwebServerId>("server"));
                                         });
}

}  // namespace portico::nodes
