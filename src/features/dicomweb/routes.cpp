#include <memory>

#include "features/access/api/uploads.h"
#include "features/dicomweb/answers.h"
#include "features/dicomweb/dicomweb.h"
#include "features/dicomweb/documents.h"
#include "features/dicomweb/download.h"
#include "features/dicomweb/pictures.h"
#include "features/dicomweb/qido.h"
#include "features/dicomweb/stow.h"
#include "features/dicomweb/wado.h"
#include "platform/http/errors.h"

namespace portico::dicomweb {
namespace {

// What all routes of this feature share; lives as long as the API.
struct Desk {
    explicit Desk(const RouteServices& given)
        : services(given),
          visits(given.units, given.trail, given.clock),
          wado(services, visits),
          pictures(services, visits, wado),
          qido(given.access) {}
    RouteServices services;
    Visits visits;
    Wado wado;
    Pictures pictures;
    Qido qido;
};
using SharedDesk = std::shared_ptr<Desk>;

std::optional<TenantId> tenant_by_slug(db::Session& session, std::string_view slug) {
    return session.first_value<TenantId>("SELECT id FROM account WHERE kind = 'tenant' AND slug = ?", slug);
}

std::string parameter(const api::Context& context, std::string_view name) {
    return std::string(context.request().parameter(name));
}

Result<Target> target_of(const Desk& desk, const api::Context& context, const Caller& caller) {
    Target target{caller,
                  {},
                  parameter(context, "tenant"),
                  parameter(context, "study"),
                  parameter(context, "series"),
                  parameter(context, "instance")};
    auto session = desk.services.units.database().read();
    auto tenant = tenant_by_slug(session, target.slug);
    if (!tenant) return fail(portico::errors::not_found);
    target.tenant = *tenant;
    return target;
}

http::Response to_response(const QidoAnswer& answer) {
    auto response = http::Response::json(200, json_array(answer.items));
    response.headers.set("Content-Type", "application/dicom+json");
    response.headers.set("Cache-Control", "private, no-cache");
    if (answer.more)
        response.headers.set("Warning",
                             "299 portico \"The number of results exceeded the maximum supported by the server. "
                             "Additional results can be requested.\"");
    return response;
}

// Searches at a tenant's root, in a study or in a series.
Result<http::Response> search_tenant(const Desk& desk, const api::Context& context, const Caller& caller, Level level) {
    const auto& request = context.request();
    PORTICO_CHECK(negotiate_json(request.header("Accept")));
    PORTICO_TRY(auto query, parse_qido(level, request.query));
    auto target = target_of(desk, context, caller);
    if (!target) {
        // A department that is not there is searched like one that shows nothing (SEC-9).
        if (parameter(context, "study").empty()) return to_response({});
        return fail(target.error());
    }
    QidoScope scope{target->tenant, {}, target->series_uid, request.origin()};
    auto session = desk.services.units.database().read();
    if (!target->study_uid.empty()) {
        PORTICO_TRY(auto access, desk.services.access.study_by_uid(session, caller, target->tenant, target->study_uid,
                                                                   StudyRight::view_images));
        scope.study = std::move(access);
    }
    return to_response(desk.qido.search(session, caller, level, scope, query));
}

Result<http::Response> search_everything(const Desk& desk, const api::Context& context, const Caller& caller,
                                         Level level) {
    const auto& request = context.request();
    PORTICO_CHECK(negotiate_json(request.header("Accept")));
    PORTICO_TRY(auto query, parse_qido(level, request.query));
    auto session = desk.services.units.database().read();
    return to_response(desk.qido.search(session, caller, level, {{}, {}, {}, request.origin()}, query));
}

struct SearchRoute {
    std::string_view path, id, summary;
    Level level;
};
constexpr SearchRoute tenant_searches[] = {
    {"/studies", "searchStudies", "QIDO-RS: studies.", Level::study},
    {"/series", "searchSeries", "QIDO-RS: series.", Level::series},
    {"/instances", "searchInstances", "QIDO-RS: instances.", Level::instance},
    {"/studies/{study:text}/series", "searchStudySeries", "QIDO-RS: series of a study.", Level::series},
    {"/studies/{study:text}/instances", "searchStudyInstances", "QIDO-RS: instances of a study.", Level::instance},
    {"/studies/{study:text}/series/{series:text}/instances", "searchSeriesInstances", "QIDO-RS: instances of a series.",
     Level::instance}};
constexpr SearchRoute everywhere_searches[] = {
    {"/studies", "searchAllStudies", "QIDO-RS: studies of all departments.", Level::study},
    {"/series", "searchAllSeries", "QIDO-RS: series of all departments.", Level::series},
    {"/instances", "searchAllInstances", "QIDO-RS: instances of all departments.", Level::instance}};

constexpr std::string_view tenant_root = "/t/{tenant:text}/dicomweb";
constexpr std::string_view tag = "DICOMweb";

std::string at_root(std::string_view root, std::string_view path) { return std::string(root) + std::string(path); }

void add_search_routes(api::Api& api, const SharedDesk& desk) {
    constexpr api::NotAudited unaudited{"a search shows no images; opening a study is audited"};
    for (const auto& route : tenant_searches)
        api.raw(http::Method::get, at_root(tenant_root, route.path), api::AnyCaller{}, unaudited,
                {.id = route.id, .summary = route.summary, .tag = tag, .produces = "application/dicom+json"}, {},
                [desk, level = route.level](api::Context& context, const Caller& caller) {
                    return search_tenant(*desk, context, caller, level);
                });
    for (const auto& route : everywhere_searches)
        api.raw(http::Method::get, at_root("/dicomweb", route.path), api::AnyCaller{}, unaudited,
                {.id = route.id, .summary = route.summary, .tag = tag, .produces = "application/dicom+json"}, {},
                [desk, level = route.level](api::Context& context, const Caller& caller) {
                    return search_everything(*desk, context, caller, level);
                });
}

struct ReadRoute {
    std::string_view path, object_id, metadata_id;
};
constexpr ReadRoute read_routes[] = {
    {"/studies/{study:text}", "retrieveStudy", "retrieveStudyMetadata"},
    {"/studies/{study:text}/series/{series:text}", "retrieveSeries", "retrieveSeriesMetadata"},
    {"/studies/{study:text}/series/{series:text}/instances/{instance:text}", "retrieveInstance",
     "retrieveInstanceMetadata"}};

void add_retrieve_routes(api::Api& api, const SharedDesk& desk) {
    for (const auto& route : read_routes) {
        api.raw(http::Method::get, at_root(tenant_root, route.path), api::AnyCaller{}, api::Audited{"study.downloaded"},
                {.id = route.object_id, .summary = "WADO-RS: objects.", .tag = tag, .produces = "multipart/related"},
                {}, [desk](api::Context& context, const Caller& caller) -> Result<http::Response> {
                    PORTICO_TRY(auto target, target_of(*desk, context, caller));
                    return desk->wado.objects(context.request(), target);
                });
        api.raw(http::Method::get, at_root(tenant_root, route.path) + "/metadata", api::AnyCaller{},
                api::Audited{"study.viewed"},
                {.id = route.metadata_id,
                 .summary = "WADO-RS: metadata.",
                 .tag = tag,
                 .produces = "application/dicom+json"},
                {}, [desk](api::Context& context, const Caller& caller) -> Result<http::Response> {
                    PORTICO_TRY(auto target, target_of(*desk, context, caller));
                    return desk->wado.metadata(context.request(), target);
                });
    }
    auto instance = at_root(tenant_root, read_routes[2].path);
    api.raw(http::Method::get, instance + "/frames/{frames:text}", api::AnyCaller{}, api::Audited{"study.viewed"},
            {.id = "retrieveFrames", .summary = "WADO-RS: frames.", .tag = tag, .produces = "multipart/related"}, {},
            [desk](api::Context& context, const Caller& caller) -> Result<http::Response> {
                PORTICO_TRY(auto target, target_of(*desk, context, caller));
                return desk->wado.frames(context.request(), target, context.text("frames"));
            });
    api.raw(http::Method::get, instance + "/bulkdata/{path...}", api::AnyCaller{}, api::Audited{"study.viewed"},
            {.id = "retrieveBulkData",
             .summary = "WADO-RS: a bulk data value.",
             .tag = tag,
             .produces = "application/octet-stream"},
            {}, [desk](api::Context& context, const Caller& caller) -> Result<http::Response> {
                PORTICO_TRY(auto target, target_of(*desk, context, caller));
                return desk->wado.bulk_data(context.request(), target, context.rest("path"));
            });
}

struct PictureRoute {
    std::string_view path, id, summary;
    bool rendered;
};
constexpr PictureRoute picture_routes[] = {
    {"/studies/{study:text}/thumbnail", "retrieveStudyThumbnail", "WADO-RS: a small picture.", false},
    {"/studies/{study:text}/series/{series:text}/thumbnail", "retrieveSeriesThumbnail", "WADO-RS: a small picture.",
     false},
    {"/studies/{study:text}/series/{series:text}/instances/{instance:text}/thumbnail", "retrieveInstanceThumbnail",
     "WADO-RS: a small picture.", false},
    {"/studies/{study:text}/series/{series:text}/instances/{instance:text}/frames/{frames:text}/thumbnail",
     "retrieveFrameThumbnail", "WADO-RS: a small picture.", false},
    {"/studies/{study:text}/series/{series:text}/instances/{instance:text}/rendered", "retrieveRenderedInstance",
     "WADO-RS: an instance as a picture.", true},
    {"/studies/{study:text}/series/{series:text}/instances/{instance:text}/frames/{frames:text}/rendered",
     "retrieveRenderedFrame", "WADO-RS: a frame as a picture.", true}};

void add_picture_routes(api::Api& api, const SharedDesk& desk) {
    for (const auto& route : picture_routes)
        api.raw(
            http::Method::get, at_root(tenant_root, route.path), api::AnyCaller{}, api::Audited{"study.viewed"},
            {.id = route.id, .summary = route.summary, .tag = tag, .produces = "image/jpeg"}, {},
            [desk, rendered = route.rendered](api::Context& context, const Caller& caller) -> Result<http::Response> {
                PORTICO_TRY(auto target, target_of(*desk, context, caller));
                const auto list = parameter(context, "frames");
                return rendered ? desk->pictures.rendered(context.request(), target, list)
                                : desk->pictures.thumbnail(context.request(), target, list);
            });
    api.raw(http::Method::get, "/t/{tenant:text}/wado", api::AnyCaller{}, api::Audited{"study.viewed"},
            {.id = "wadoUri",
             .summary = "WADO-URI: an object or a picture of it.",
             .tag = tag,
             .produces = "application/dicom"},
            {}, [desk](api::Context& context, const Caller& caller) -> Result<http::Response> {
                PORTICO_TRY(auto target, target_of(*desk, context, caller));
                return desk->pictures.by_uri(context.request(), caller, target.tenant, target.slug);
            });
}

// Who may add studies to the department of the path (STU-3).
class MayUpload {
public:
    using Proofs = std::tuple<access::UploadProof>;
    explicit MayUpload(const RouteServices& services) : units_(&services.units), rights_(services.clock) {}

    Result<Proofs> admit(api::Gatekeeper&, const api::Context& context) const {
        auto session = units_->database().read();
        PORTICO_TRY(auto proof,
                    rights_.prove(session, context.caller(), tenant_by_slug(session, parameter(context, "tenant"))));
        return Proofs(std::move(proof));
    }
    api::GuardInfo info() const {
        return {.kind = api::GuardKind::may_upload, .permissions = {Permission::upload_studies}};
    }

private:
    db::UnitsOfWork* units_;
    access::UploadRights rights_;
};

void add_store_routes(api::Api& api, const SharedDesk& desk) {
    struct StoreRoute {
        std::string_view path, id;
    };
    for (const auto& route :
         {StoreRoute{"/studies", "storeInstances"}, StoreRoute{"/studies/{study:text}", "storeStudyInstances"}})
        api.raw(http::Method::post, at_root(tenant_root, route.path), MayUpload(desk->services),
                api::Audited{"study.received"},
                {.id = route.id,
                 .summary = "STOW-RS: store objects.",
                 .tag = tag,
                 .description = "Also for clinicians whose role in the department has upload_studies.",
                 .consumes = "multipart/related",
                 .produces = "application/dicom+json"},
                {.body = http::BodyPolicy::streaming(stow_max_bytes)},
                [desk](api::Context& context, const access::UploadProof& may) -> Result<http::Response> {
                    return store_objects(desk->services, context.request(), may.scope(), may.caller(),
                                         parameter(context, "tenant"), parameter(context, "study"));
                });
}

}  // namespace

void add_routes(api::Api& api, const RouteServices& services) {
    auto desk = std::make_shared<Desk>(services);
    add_search_routes(api, desk);
    add_retrieve_routes(api, desk);
    add_picture_routes(api, desk);
    add_store_routes(api, desk);
    add_download_routes(api, services);
    add_document_routes(api, services);
}

}  // namespace portico::dicomweb
