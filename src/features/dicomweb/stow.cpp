#include "features/dicomweb/stow.h"

#include <array>

#include "features/dicomweb/stow_intake.h"
#include "features/dicomweb/stow_metadata.h"
#include "platform/http/errors.h"
#include "platform/http/media_type.h"
#include "platform/http/multipart.h"

namespace portico::dicomweb {
namespace {

// One part of the request into a staged file.
Result<storage::Staged> stage_part(const StowIntake& intake, http::MultipartReader& reader) {
    PORTICO_TRY(auto staged, intake.stage());
    std::array<std::byte, 256 * 1024> buffer;
    for (;;) {
        PORTICO_TRY(auto count, reader.read(buffer));
        if (count == 0) return staged;
        PORTICO_CHECK(staged.write(std::span(buffer).first(count)));
    }
}

// Each part is an object.
Result<void> take_objects(StowIntake& intake, http::MultipartReader& reader) {
    for (;;) {
        PORTICO_TRY(auto part, reader.next_part());
        if (!part) return {};
        auto type = http::parse_media_type(part->get("Content-Type").value_or("application/dicom"));
        if (!type || type->name() != "application/dicom") return fail(http::errors::unsupported_media_type);
        PORTICO_TRY(auto object, stage_part(intake, reader));
        intake.take(std::move(object));
    }
}

// The first part describes the objects, the others are their bulk data (PS3.18 10.5.1.1.2).
Result<void> take_metadata(StowIntake& intake, http::MultipartReader& reader) {
    PORTICO_TRY(auto first, reader.next_part());
    if (!first) return {};
    auto type = http::parse_media_type(first->get("Content-Type").value_or("application/dicom+json"));
    if (!type || type->name() != "application/dicom+json") return fail(http::errors::unsupported_media_type);
    PORTICO_TRY(auto metadata, MetadataIntake::read(intake, reader));
    for (;;) {
        PORTICO_TRY(auto part, reader.next_part());
        if (!part) break;
        PORTICO_TRY(auto bytes, stage_part(intake, reader));
        PORTICO_CHECK(metadata.take_bulk(*part, std::move(bytes)));
    }
    metadata.finish();
    return {};
}

}  // namespace

Result<http::Response> store_objects(const RouteServices& services, const http::Request& request,
                                     const TenantScope& scope, const Caller& caller, std::string_view slug,
                                     std::string_view study_uid) {
    PORTICO_TRY(auto reader, http::MultipartReader::create(request.header("Content-Type"), *request.body_stream,
                                                           {.parts = 100'000}));
    auto type = reader.media_type().parameter("type").value_or("application/dicom");
    if (reader.media_type().name() != "multipart/related") return fail(http::errors::unsupported_media_type);
    StowIntake intake(services, scope, caller, study_uid);
    if (type == "application/dicom")
        PORTICO_CHECK(take_objects(intake, reader));
    else if (type == "application/dicom+json")
        PORTICO_CHECK(take_metadata(intake, reader));
    else
        return fail(http::errors::unsupported_media_type);
    return intake.finish(request.origin() + "/t/" + std::string(slug) + "/dicomweb");
}

}  // namespace portico::dicomweb
