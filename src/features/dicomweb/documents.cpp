#include "features/dicomweb/documents.h"

#include <unistd.h>

#include <array>

#include "features/dicomweb/document_object.h"
#include "platform/dicom/uid.h"
#include "platform/dicom/writer.h"
#include "platform/http/errors.h"
#include "platform/http/media_type.h"
#include "platform/pictures/picture.h"
#include "platform/video/mp4.h"

namespace portico::dicomweb {

struct DocumentQuery {
    std::string title;
};
struct StoredDocument {
    std::string sop_class_uid, sop_instance_uid;
};

}  // namespace portico::dicomweb

namespace portico {
template <>
struct api::Dto<dicomweb::DocumentQuery> {
    static constexpr std::string_view name = "DocumentQuery";
    static constexpr auto fields =
        std::tuple{api::field("title", &dicomweb::DocumentQuery::title, {.max_length = 64, .optional = true})};
};
template <>
struct api::Dto<dicomweb::StoredDocument> {
    static constexpr std::string_view name = "StoredDocument";
    static constexpr auto fields =
        std::tuple{api::field("sopClassUid", &dicomweb::StoredDocument::sop_class_uid),
                   api::field("sopInstanceUid", &dicomweb::StoredDocument::sop_instance_uid)};
};
}  // namespace portico

namespace portico::dicomweb {
namespace {

using May = Authorized<Permission::upload_studies>;

constexpr std::size_t picture_max_bytes = 32 * 1024 * 1024;
constexpr ErrorKind not_a_document{"not_a_document", 415, 0xC000, "This is no PDF, JPEG, PNG or MP4 file."};

// The study of the caller's own department, as its objects came. Nothing of it is told to the caller, who may be a
// device that sees no studies.
Result<DocumentStudy> find_study(const RouteServices& services, const May& may, const StudyId& id) {
    auto session = services.units.database().read();
    using T = std::string;
    auto row = session.first<T, T, T, T, T, T, T, T, T, T, T, T>(
        "SELECT study_instance_uid, header_patient_id, header_issuer, header_name, coalesce(header_birth_date, ''),"
        " header_sex, coalesce(study_date, ''), coalesce(study_time, ''), accession_number, study_id_text, description,"
        " referring_physician FROM study WHERE tenant_id = ? AND id = ?",
        may.tenant(), id);
    if (!row) return fail(portico::errors::not_found);
    return std::apply([](auto&&... field) { return DocumentStudy{std::move(field)...}; }, std::move(*row));
}

// A series of its own for each document, behind those that are there.
std::int64_t next_series_number(const RouteServices& services, const TenantScope& scope, const StudyId& id) {
    auto session = services.units.database().read();
    return 1 + session.value<std::int64_t>(
                   "SELECT coalesce(max(number), 0) FROM series WHERE tenant_id = ? AND study_id = ?"
                   " AND number < 1000000",
                   scope.tenant(), id);
}

Result<std::string> read_back(const storage::Staged& file, std::uint64_t offset, std::size_t length) {
    std::string bytes(length, '\0');
    const auto count = ::pread(file.fd(), bytes.data(), length, static_cast<off_t>(offset));
    if (count != static_cast<ssize_t>(length)) return fail(portico::errors::unavailable, "a staged file is too short");
    return bytes;
}

// A video may be longer than all else.
Result<std::uint64_t> longest(const storage::Staged& file) {
    if (file.size() < document_max_bytes) return video_max_bytes;
    PORTICO_TRY(const auto begin, read_back(file, 0, 12));
    return video::is_mp4(begin) ? video_max_bytes : document_max_bytes;
}

Result<storage::Staged> stage_body(const RouteServices& services, http::BodyReader& body) {
    PORTICO_TRY(auto staged, services.receiver.stage());
    std::array<std::byte, 256 * 1024> buffer;
    for (;;) {
        PORTICO_TRY(const auto count, body.read(buffer));
        if (count == 0) return staged;
        PORTICO_CHECK(staged.write(std::span(buffer).first(count)));
        PORTICO_TRY(const auto most, longest(staged));
        if (staged.size() > most) return fail(portico::errors::too_large);
    }
}

Result<void> copy(const storage::Staged& from, storage::Staged& to) {
    constexpr std::uint64_t step = 256 * 1024;
    for (std::uint64_t at = 0; at < from.size(); at += step) {
        PORTICO_TRY(const auto bytes, read_back(from, at, static_cast<std::size_t>(std::min(step, from.size() - at))));
        PORTICO_CHECK(to.write(bytes));
    }
    return {};
}

// The object, written into a staged file; `content` writes its bulk value: as it is, or, in a transfer syntax that
// wants it, as the one fragment of encapsulated pixel data (PS3.5 A.4).
Result<storage::Staged> write_object(const RouteServices& services, const dicom::JsonObject& object,
                                     std::uint64_t length, const std::function<Result<void>(storage::Staged&)>& content,
                                     std::string_view syntax = dicom::transfer_syntaxes::explicit_little) {
    const auto encoding = syntax == dicom::transfer_syntaxes::explicit_little ? dicom::BulkEncoding::native
                                                                              : dicom::BulkEncoding::encapsulated;
    PORTICO_TRY(auto staged, services.receiver.stage());
    dicom::ObjectSink sink;
    sink.text = [&staged](std::string_view bytes) { return staged.write(bytes); };
    sink.bulk = [&](std::size_t, std::size_t) { return content(staged); };
    PORTICO_CHECK(object.write(syntax, encoding, {{length}}, sink));
    return staged;
}

Result<storage::Staged> build_video(const RouteServices& services, const DocumentStudy& study,
                                    const DocumentOrigin& origin, const storage::Staged& body) {
    const video::Source source{
        body.size(), [&body](std::uint64_t offset, std::size_t length) { return read_back(body, offset, length); }};
    PORTICO_TRY(const auto video, video::read_mp4(source));
    return write_object(
        services, video_object(study, origin, video, body.size()), body.size(),
        [&body](storage::Staged& into) { return copy(body, into); }, video::transfer_syntax_of(video));
}

Result<storage::Staged> build(const RouteServices& services, const DocumentStudy& study, const DocumentOrigin& origin,
                              const storage::Staged& body) {
    if (body.size() < 8) return fail(not_a_document);
    PORTICO_TRY(const auto begin, read_back(body, 0, std::min<std::uint64_t>(body.size(), 12)));
    // What is something else as well begins with something else: the magic stands at the very beginning.
    if (begin.starts_with("%PDF-"))
        return write_object(services, pdf_object(study, origin, body.size()), body.size(),
                            [&body](storage::Staged& into) { return copy(body, into); });
    if (video::is_mp4(begin)) return build_video(services, study, origin, body);
    const bool picture = begin.starts_with("\xFF\xD8\xFF") || begin.starts_with("\x89PNG");
    if (!picture) return fail(not_a_document);
    if (body.size() > picture_max_bytes) return fail(pictures::errors::image_too_large);
    PORTICO_TRY(const auto bytes, read_back(body, 0, static_cast<std::size_t>(body.size())));
    PORTICO_TRY(const auto raster, pictures::read_raster(bytes));
    return write_object(services, picture_object(study, origin, {raster.width, raster.height}), raster.rgb.size(),
                        [&raster](storage::Staged& into) { return into.write(raster.rgb); });
}

Result<http::Response> store_document(const RouteServices& services, const api::Context& context, const May& may) {
    PORTICO_TRY(const auto query, context.query<DocumentQuery>());
    const auto id = context.id<StudyId>("study");
    PORTICO_TRY(const auto study, find_study(services, may, id));
    PORTICO_TRY(const auto body, stage_body(services, *context.request().body_stream));
    const DocumentOrigin origin{query.title, dicom::new_uid(), dicom::new_uid(),
                                next_series_number(services, may.scope(), id), services.clock.now()};
    PORTICO_TRY(auto object, build(services, study, origin, body));
    std::vector<storage::Staged> objects;
    objects.push_back(std::move(object));
    const auto outcome =
        services.receiver
            .receive(may.scope(), {.caller = may.caller(), .name = may.caller().name, .chose_study = true},
                     std::move(objects))
            .front();
    if (!outcome.ok()) return fail(*outcome.error, outcome.detail);
    return http::Response::json(201, api::write_json(StoredDocument{outcome.sop_class_uid, outcome.sop_instance_uid}));
}

}  // namespace

void add_document_routes(api::Api& api, const RouteServices& services) {
    api.raw(http::Method::post, "/api/v1/studies/{study}/documents", api::Needs<Permission::upload_studies>{},
            api::Audited{"study.received"},
            {.id = "addDocument",
             .summary = "Add a PDF, JPEG, PNG or MP4 to a study as a DICOM object.",
             .tag = "Studies",
             .status = 201,
             .errors = {&not_a_document, &pictures::errors::not_an_image, &pictures::errors::image_too_large,
                        &video::errors::damaged, &video::errors::other_kind, &video::errors::other_codec,
                        &video::errors::too_demanding},
             .consumes = "application/octet-stream",
             .produces = "application/json",
             .query = api::schema_of<DocumentQuery>()},
            {.body = http::BodyPolicy::streaming(video_max_bytes)},
            [services](api::Context& context, const May& may) { return store_document(services, context, may); });
}

}  // namespace portico::dicomweb
