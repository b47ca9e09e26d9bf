#include "features/annotations/annotation_book.h"
#include "features/annotations/annotations.h"
#include "features/annotations/exporting.h"
#include "features/annotations/marks_dto.h"
#include "platform/db/database.h"

namespace portico::annotations::dto {

struct OwnView {
    std::vector<Annotation> annotations;
    std::vector<KeyImage> key_images;
    std::int64_t version = 0;
    std::optional<std::int64_t> published_version;
    std::optional<Timestamp> published_at;
};
struct PublishedView {
    std::string author;
    Timestamp published_at;
    std::vector<Annotation> annotations;
    std::vector<KeyImage> key_images;
};
struct StudyView {
    OwnView own;
    std::vector<PublishedView> others;
    bool may_save = false, may_store = false;
};
struct ExportInput {
    ExportKind kind = ExportKind::measurements;
};
struct StoredView {
    std::string series_uid, sop_instance_uid;
};

}  // namespace portico::annotations::dto

namespace portico::api {
namespace dto = annotations::dto;

template <>
struct EnumNames<annotations::ExportKind> {
    using T = annotations::ExportKind;
    static constexpr EnumName<T> table[] = {{T::measurements, "measurements"}, {T::key_images, "keyImages"}};
};
template <>
struct Dto<dto::OwnView> {
    using T = dto::OwnView;
    static constexpr std::string_view name = "OwnAnnotations";
    static constexpr auto fields =
        std::tuple{field("annotations", &T::annotations, {.max_items = annotations::most_annotations}),
                   field("keyImages", &T::key_images, {.max_items = annotations::most_key_images}),
                   field("version", &T::version, {.text = "For If-Match; 0 when nothing was ever saved."}),
                   field("publishedVersion", &T::published_version), field("publishedAt", &T::published_at)};
};
template <>
struct Dto<dto::PublishedView> {
    using T = dto::PublishedView;
    static constexpr std::string_view name = "PublishedAnnotations";
    static constexpr auto fields =
        std::tuple{field("author", &T::author), field("publishedAt", &T::published_at),
                   field("annotations", &T::annotations, {.max_items = annotations::most_annotations}),
                   field("keyImages", &T::key_images, {.max_items = annotations::most_key_images})};
};
template <>
struct Dto<dto::StudyView> {
    using T = dto::StudyView;
    static constexpr std::string_view name = "StudyAnnotations";
    static constexpr auto fields =
        std::tuple{field("own", &T::own), field("others", &T::others),
                   field("maySave", &T::may_save, {.text = "The caller is a person."}),
                   field("mayStore", &T::may_store, {.text = "Exports can be stored in the study."})};
};
template <>
struct Dto<dto::ExportInput> {
    static constexpr std::string_view name = "AnnotationExport";
    static constexpr auto fields = std::tuple{field("kind", &dto::ExportInput::kind)};
};
template <>
struct Dto<dto::StoredView> {
    using T = dto::StoredView;
    static constexpr std::string_view name = "StoredAnnotationObject";
    static constexpr auto fields =
        std::tuple{field("seriesInstanceUid", &T::series_uid), field("sopInstanceUid", &T::sop_instance_uid)};
};

}  // namespace portico::api

namespace portico::annotations {
namespace {

constexpr std::string_view root = "/api/v1/studies/{study}/annotations";
constexpr std::string_view tag = "Annotations";
constexpr api::OnStudy sees_images{StudyRight::view_images};

// What all routes share; lives as long as the API.
struct Desk {
    explicit Desk(const RouteServices& given) : services(given), book(given.units, given.clock), exporter(services) {}
    RouteServices services;
    AnnotationBook book;
    Exporter exporter;
};
using SharedDesk = std::shared_ptr<Desk>;

dto::OwnView own_view(OwnMarks own) {
    return {std::move(own.marks.annotations), std::move(own.marks.key_images), own.version, own.published_version,
            own.published_at};
}

bool may_store(const Caller& caller, const StudyAccess& access) {
    return caller.tenant == access.scope().tenant() &&
           (caller.permissions.has(Permission::upload_studies) || caller.permissions.has(Permission::validate_reports));
}

void add_reading(api::Api& api, const SharedDesk& desk) {
    api.get<dto::StudyView>(
        root, sees_images, api::NotAudited{"part of viewing the study, which is audited"},
        {.id = "getAnnotations",
         .summary = "One's own annotations and key images, and what others published.",
         .tag = tag},
        [desk](api::Context& context, const StudyAccess& access) -> Result<dto::StudyView> {
            dto::StudyView view;
            view.own = own_view(desk->book.own(access));
            for (auto& one : desk->book.of_others(access))
                view.others.push_back(
                    {std::move(one.author), one.at, std::move(one.marks.annotations), std::move(one.marks.key_images)});
            view.may_save = context.caller().kind == CallerKind::user;
            view.may_store = view.may_save && may_store(context.caller(), access);
            return view;
        });
}

void add_writing(api::Api& api, const SharedDesk& desk) {
    const std::vector<const ErrorKind*> conflicts{&errors::for_people_only, &api::request_errors::precondition_failed,
                                                  &api::request_errors::precondition_required};
    api.put<Marks, dto::OwnView>(
        root, sees_images, api::NotAudited{"one's own notes, shown to nobody until they are published"},
        {.id = "saveAnnotations",
         .summary = "Save one's own annotations and key images, all of them.",
         .tag = tag,
         .errors = conflicts,
         .versioned = true},
        [desk](api::Context& context, const StudyAccess& access, const Marks& in) -> Result<dto::OwnView> {
            const auto version = desk->book.own(access).version;
            PORTICO_CHECK(context.require_if_match(version));
            PORTICO_TRY(auto saved, desk->book.save(access, in, version));
            context.etag(saved.version);
            return own_view(std::move(saved));
        });
    api.del<api::Nothing>(root, sees_images, api::Audited{"annotations.deleted"},
                          {.id = "deleteAnnotations",
                           .summary = "Delete all that one drew and marked, published or not.",
                           .tag = tag,
                           .errors = {&errors::for_people_only}},
                          [desk](api::Context&, const StudyAccess& access) { return desk->book.remove(access); });
}

void add_publishing(api::Api& api, const SharedDesk& desk) {
    const auto path = std::string(root) + "/publication";
    api.post<api::Nothing, dto::OwnView>(
        path, sees_images, api::Audited{"annotations.published"},
        {.id = "publishAnnotations",
         .summary = "Show one's annotations and key images, as they are now, to all who see the study.",
         .tag = tag,
         .errors = {&errors::for_people_only, &errors::nothing_to_publish, &api::request_errors::precondition_failed,
                    &api::request_errors::precondition_required},
         .versioned = true},
        [desk](api::Context& context, const StudyAccess& access) -> Result<dto::OwnView> {
            const auto version = desk->book.own(access).version;
            PORTICO_CHECK(context.require_if_match(version));
            PORTICO_TRY(auto published, desk->book.publish(access, version));
            context.etag(published.version);
            return own_view(std::move(published));
        });
    api.del<api::Nothing>(path, sees_images, api::Audited{"annotations.withdrawn"},
                          {.id = "withdrawAnnotations",
                           .summary = "Show them to nobody else any more.",
                           .tag = tag,
                           .errors = {&errors::nothing_published}},
                          [desk](api::Context&, const StudyAccess& access) { return desk->book.withdraw(access); });
}

std::string_view word_of(ExportKind kind) { return kind == ExportKind::measurements ? "measurements" : "key images"; }

Result<dto::StoredView> store_export(Desk& desk, const Caller& caller, const TenantId& tenant, const StudyId& study,
                                     ExportKind kind) {
    auto access = [&] {
        auto session = desk.services.units.database().read();
        return desk.services.access.study(session, caller, study, StudyRight::view_images);
    }();
    if (!access) return fail(access.error());
    if (access->scope().tenant() != tenant) return fail(portico::errors::not_found);
    PORTICO_TRY(auto object, desk.exporter.make(*access, desk.book.own(*access).marks, kind, true));
    PORTICO_CHECK(desk.exporter.store(*access, object));
    desk.book.exported(*access, object.sop_instance_uid, {{"what", std::string(word_of(kind))}, {"how", "stored"}});
    return dto::StoredView{object.series_uid, object.sop_instance_uid};
}

Result<http::Response> export_file(Desk& desk, const api::Context& context, const StudyAccess& access) {
    PORTICO_TRY(auto in, context.query<dto::ExportInput>());
    PORTICO_TRY(auto object, desk.exporter.make(access, desk.book.own(access).marks, in.kind, false));
    desk.book.exported(access, object.sop_instance_uid, {{"what", std::string(word_of(in.kind))}, {"how", "file"}});
    http::Response response;
    response.body = std::move(object.bytes);
    response.headers.set("Content-Type", "application/dicom");
    response.headers.set("Content-Disposition", "attachment; filename=\"" + object.sop_instance_uid + ".dcm\"");
    response.headers.set("Cache-Control", "no-store");
    return response;
}

void add_exporting(api::Api& api, const SharedDesk& desk) {
    api.post<dto::ExportInput, dto::StoredView>(
        std::string(root) + "/export", api::NeedsAny<Permission::upload_studies, Permission::validate_reports>{},
        api::Audited{"annotations.exported"},
        {.id = "exportAnnotations",
         .summary = "Store one's measurements (DICOM SR) or key images (KOS) as a series of the study.",
         .tag = tag,
         .errors = {&portico::errors::not_found, &errors::nothing_to_export, &studies::errors::quota_reached}},
        [desk](api::Context& context, const PermissionProof& may, const dto::ExportInput& in) {
            return store_export(*desk, may.caller(), may.scope().tenant(), context.id<StudyId>("study"), in.kind);
        });
    api.raw(http::Method::get, std::string(root) + "/file", sees_images, api::Audited{"annotations.exported"},
            {.id = "downloadAnnotations",
             .summary = "The same object as a file.",
             .tag = tag,
             .errors = {&errors::nothing_to_export},
             .produces = "application/dicom",
             .query = api::schema_of<dto::ExportInput>()},
            {}, [desk](api::Context& context, const StudyAccess& access) -> Result<http::Response> {
                return export_file(*desk, context, access);
            });
}

}  // namespace

void add_routes(api::Api& api, const RouteServices& services) {
    auto desk = std::make_shared<Desk>(services);
    add_reading(api, desk);
    add_writing(api, desk);
    add_publishing(api, desk);
    add_exporting(api, desk);
}

}  // namespace portico::annotations
