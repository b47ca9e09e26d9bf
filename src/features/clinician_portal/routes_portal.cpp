#include <charconv>

#include "features/audit/api/history.h"
#include "features/clinician_portal/routes.h"

namespace portico::clinician_portal::dto {

struct ClinicianPortal {
    bool enabled = false;
    std::optional<Timestamp> enabled_at;
    std::string display_name, description;
    std::optional<std::string> photo_url;
    std::optional<RoleId> default_role_id;
    std::int64_t history_months = 12;
    bool emergency_access = false;
    std::int64_t emergency_hours = 4;
    std::vector<audit::HistoryLine> history;
    std::int64_t version = 1;
};
struct EnableClinicianPortal {
    std::string password;
    BlobId photo_id;
    std::string display_name, description;
};
struct ClinicianPortalSettings {
    std::string display_name, description;
    std::optional<BlobId> photo_id;
    std::optional<RoleId> default_role_id;
    std::int64_t history_months = 12;
    bool emergency_access = false;
    std::int64_t emergency_hours = 4;
    std::optional<bool> enabled;
};
struct UploadedPhoto {
    BlobId photo_id;
    std::string photo_url;
};
struct PhotoQuery {
    std::optional<std::string> crop;
};

}  // namespace portico::clinician_portal::dto

namespace portico::api {
using namespace clinician_portal::dto;

template <>
struct Dto<ClinicianPortal> {
    static constexpr std::string_view name = "ClinicianPortal";
    using T = ClinicianPortal;
    static constexpr auto fields = std::tuple{field("enabled", &T::enabled),
                                              field("enabledAt", &T::enabled_at),
                                              field("displayName", &T::display_name),
                                              field("description", &T::description),
                                              field("photoUrl", &T::photo_url),
                                              field("defaultRoleId", &T::default_role_id),
                                              field("historyMonths", &T::history_months),
                                              field("emergencyAccess", &T::emergency_access),
                                              field("emergencyHours", &T::emergency_hours),
                                              field("history", &T::history),
                                              field("version", &T::version)};
};
template <>
struct Dto<EnableClinicianPortal> {
    static constexpr std::string_view name = "EnableClinicianPortal";
    using T = EnableClinicianPortal;
    static constexpr auto fields = std::tuple{
        field("password", &T::password, {.min_length = 1, .max_length = 200}), field("photoId", &T::photo_id),
        field("displayName", &T::display_name, {.min_length = 1, .max_length = 100}),
        field("description", &T::description, {.min_length = 1, .max_length = 1000})};
};
template <>
struct Dto<ClinicianPortalSettings> {
    static constexpr std::string_view name = "ClinicianPortalSettings";
    using T = ClinicianPortalSettings;
    static constexpr auto fields =
        std::tuple{field("displayName", &T::display_name, {.min_length = 1, .max_length = 100}),
                   field("description", &T::description, {.min_length = 1, .max_length = 1000}),
                   field("photoId", &T::photo_id),
                   field("defaultRoleId", &T::default_role_id),
                   field("historyMonths", &T::history_months, {.minimum = 1, .maximum = 120}),
                   field("emergencyAccess", &T::emergency_access),
                   field("emergencyHours", &T::emergency_hours, {.minimum = 1, .maximum = 72}),
                   field("enabled", &T::enabled, {.text = "Only true: the portal cannot be disabled."})};
};
template <>
struct Dto<UploadedPhoto> {
    static constexpr std::string_view name = "UploadedPhoto";
    static constexpr auto fields =
        std::tuple{field("photoId", &UploadedPhoto::photo_id), field("photoUrl", &UploadedPhoto::photo_url)};
};
template <>
struct Dto<PhotoQuery> {
    static constexpr std::string_view name = "PhotoQuery";
    static constexpr auto fields = std::tuple{
        field("crop", &PhotoQuery::crop, {.max_length = 40, .text = "x,y,size in pixels of the picture as sent."})};
};

}  // namespace portico::api

namespace portico::clinician_portal {
namespace {

using May = Portals::May;

dto::ClinicianPortal to_dto(const Portal& portal, const TenantId& tenant, std::vector<audit::HistoryLine> history) {
    dto::ClinicianPortal out{.enabled = portal.enabled_at.has_value(),
                             .enabled_at = portal.enabled_at,
                             .display_name = portal.display_name,
                             .description = portal.description,
                             .default_role_id = portal.default_role,
                             .history_months = portal.history_months,
                             .emergency_access = portal.emergency_access,
                             .emergency_hours = portal.emergency_hours,
                             .history = std::move(history),
                             .version = portal.version};
    // The photo's id makes the address another one whenever the photo is.
    if (portal.photo) out.photo_url = "/api/v1/pacs-directory/" + tenant.text() + "/photo?v=" + portal.photo->text();
    return out;
}

Result<dto::ClinicianPortal> answer(const RouteServices& services, api::Context& context, const May& may) {
    auto session = services.units.database().read();
    auto portal = services.portals.find(session, may);
    context.etag(portal.version);
    return to_dto(
        portal, may.tenant(),
        audit::to_lines(services.trail.history(session, may.tenant(), may.tenant().text()), "clinician_portal"));
}

std::optional<Crop> parse_crop(const std::optional<std::string>& text) {
    if (!text) return std::nullopt;
    int numbers[3] = {};
    const char* at = text->data();
    const char* end = at + text->size();
    for (int i = 0; i < 3; ++i) {
        auto [next, error] = std::from_chars(at, end, numbers[i]);
        if (error != std::errc()) return std::nullopt;
        at = next == end ? next : next + 1;
    }
    return Crop{numbers[0], numbers[1], numbers[2]};
}

Result<http::Response> upload(const RouteServices& services, api::Context& context, const May& may) {
    PORTICO_TRY(auto query, context.query<dto::PhotoQuery>());
    PORTICO_TRY(auto photo, services.portals.upload_photo(may, context.request().body, parse_crop(query.crop)));
    context.status(201);
    return http::Response::json(
        201, api::write_json(dto::UploadedPhoto{photo, "/api/v1/tenant/clinician-portal/photos/" + photo.text()}));
}

Result<http::Response> picture(const RouteServices& services, const BlobId& photo) {
    PORTICO_TRY(auto file, services.blobs.open(photo));
    auto size = file->size();
    auto response =
        http::Response::files("image/jpeg", {http::FileRange{http::OpenFile::borrow(file->fd(), file), 0, size}});
    response.headers.set("Cache-Control", "private, max-age=3600");
    return response;
}

}  // namespace

void add_portal_routes(api::Api& api, const RouteServices& services) {
    using Needs = api::Needs<Permission::manage_clinician_portal>;
    constexpr std::string_view path = "/api/v1/tenant/clinician-portal";

    api.get<dto::ClinicianPortal>(
        path, Needs{}, api::NotAudited{"settings, no patient data"},
        {.id = "getClinicianPortal", .summary = "The clinician portal's settings.", .tag = routes_tag},
        [services](api::Context& context, const May& may) { return answer(services, context, may); });

    api.raw(http::Method::post, std::string(path) + "/photo", Needs{}, api::Audited{"clinician_portal.photo_uploaded"},
            {.id = "uploadPortalPhoto",
             .summary = "A photo for the directory.",
             .tag = routes_tag,
             .status = 201,
             .errors = {&errors::not_an_image, &errors::image_too_large},
             .consumes = "image/jpeg",
             .produces = "application/json",
             .query = api::schema_of<dto::PhotoQuery>()},
            {.body = http::BodyPolicy::buffered(photo_max_bytes)},
            [services](api::Context& context, const May& may) { return upload(services, context, may); });

    api.raw(http::Method::get, std::string(path) + "/photos/{photo}", Needs{},
            api::NotAudited{"a picture of the house"},
            {.id = "getUploadedPortalPhoto",
             .summary = "An uploaded photo, before it is used.",
             .tag = routes_tag,
             .produces = "image/jpeg"},
            {}, [services](api::Context& context, const May& may) -> Result<http::Response> {
                auto photo = context.id<BlobId>("photo");
                {
                    auto session = services.units.database().read();
                    if (!services.portals.has_photo(session, may, photo)) return fail(portico::errors::not_found);
                }
                return picture(services, photo);
            });

    api.post<dto::EnableClinicianPortal, dto::ClinicianPortal>(
        std::string(path) + "/enable", Needs{}, api::Audited{"clinician_portal.enabled"},
        {.id = "enableClinicianPortal",
         .summary = "Enable the clinician portal, for ever.",
         .tag = routes_tag,
         .errors = {&identity::errors::wrong_password, &errors::already_enabled, &errors::photo_unknown}},
        [services](api::Context& context, const May& may,
                   const dto::EnableClinicianPortal& in) -> Result<dto::ClinicianPortal> {
            PORTICO_CHECK(services.portals.enable(may, {in.password, in.photo_id, in.display_name, in.description}));
            return answer(services, context, may);
        });

    api.put<dto::ClinicianPortalSettings, dto::ClinicianPortal>(
        path, Needs{}, api::Audited{"clinician_portal.settings_changed"},
        {.id = "changeClinicianPortal",
         .summary = "Change the settings.",
         .tag = routes_tag,
         .errors = {&errors::cannot_be_disabled, &errors::photo_unknown, &errors::role_unknown,
                    &errors::role_only_for_persons},
         .versioned = true},
        [services](api::Context& context, const May& may,
                   const dto::ClinicianPortalSettings& in) -> Result<dto::ClinicianPortal> {
            PORTICO_CHECK(Portals::check_stays_enabled(in.enabled));
            std::int64_t version = 0;
            {
                auto session = services.units.database().read();
                version = services.portals.find(session, may).version;
            }
            PORTICO_CHECK(context.require_if_match(version));
            PORTICO_CHECK(services.portals.change(may, version,
                                                  {in.display_name, in.description, in.photo_id, in.default_role_id,
                                                   in.history_months, in.emergency_access, in.emergency_hours}));
            return answer(services, context, may);
        });

    api.raw(
        http::Method::get, "/api/v1/pacs-directory/{tenant}/photo", api::AnyCaller{},
        api::NotAudited{"a picture of the house"},
        {.id = "getDirectoryPhoto", .summary = "A department's photo.", .tag = routes_tag, .produces = "image/jpeg"},
        {}, [services](api::Context& context, const Caller&) -> Result<http::Response> {
            std::optional<BlobId> photo;
            {
                auto session = services.units.database().read();
                photo = services.directory.photo(session, context.id<TenantId>("tenant"));
            }
            if (!photo) return fail(portico::errors::not_found);
            return picture(services, *photo);
        });
}

}  // namespace portico::clinician_portal
