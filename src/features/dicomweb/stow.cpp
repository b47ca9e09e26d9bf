#include "features/dicomweb/stow.h"

#include <cstring>
#include <vector>

#include "features/dicomweb/stow_intake.h"
#include "features/dicomweb/stow_metadata.h"
#include "platform/http/errors.h"
#include "platform/http/media_type.h"
#include "platform/http/multipart.h"

namespace portico::dicomweb {
namespace {

constexpr std::size_t buffer_size = 256 * 1024;

Result<void> write_rest(storage::Staged& staged, http::MultipartReader& reader, std::span<std::byte> buffer) {
    for (;;) {
        PORTICO_TRY(auto count, reader.read(buffer));
        if (count == 0) return {};
        PORTICO_CHECK(staged.write(buffer.first(count)));
    }
}

// One part of the request into a staged file.
Result<storage::Staged> stage_part(const StowIntake& intake, http::MultipartReader& reader,
                                   std::span<std::byte> buffer) {
    PORTICO_TRY(auto staged, intake.stage());
    PORTICO_CHECK(write_rest(staged, reader, buffer));
    return staged;
}

// PS3.10 7.1: a preamble of 128 bytes, then "DICM".
constexpr std::size_t sign_end = 132;
bool has_sign(std::span<const std::byte> begin) {
    return begin.size() >= sign_end && std::memcmp(begin.data() + 128, "DICM", 4) == 0;
}

// What cannot be an object costs no file.
Result<void> take_part(StowIntake& intake, http::MultipartReader& reader, std::span<std::byte> buffer) {
    std::size_t held = 0;
    while (held < sign_end) {
        PORTICO_TRY(auto count, reader.read(buffer.subspan(held)));
        if (count == 0) break;
        held += count;
    }
    if (!has_sign(buffer.first(held))) return intake.take_nothing();
    PORTICO_TRY(auto staged, intake.stage());
    PORTICO_CHECK(staged.write(buffer.first(held)));
    PORTICO_CHECK(write_rest(staged, reader, buffer));
    return intake.take(std::move(staged));
}

// Each part is an object.
Result<void> take_objects(StowIntake& intake, http::MultipartReader& reader) {
    std::vector<std::byte> buffer(buffer_size);
    for (;;) {
        PORTICO_TRY(auto part, reader.next_part());
        if (!part) return {};
        auto type = http::parse_media_type(part->get("Content-Type").value_or("application/dicom"));
        if (!type || type->name() != "application/dicom") return fail(http::errors::unsupported_media_type);
        PORTICO_CHECK(take_part(intake, reader, buffer));
    }
}

// The first part describes the objects, the others are their bulk data (PS3.18 10.5.1.1.2).
Result<void> take_metadata(StowIntake& intake, http::MultipartReader& reader) {
    PORTICO_TRY(auto first, reader.next_part());
    if (!first) return {};
    auto type = http::parse_media_type(first->get("Content-Type").value_or("application/dicom+json"));
    if (!type || type->name() != "application/dicom+json") return fail(http::errors::unsupported_media_type);
    PORTICO_TRY(auto metadata, MetadataIntake::read(intake, reader));
    std::vector<std::byte> buffer(buffer_size);
    for (;;) {
        PORTICO_TRY(auto part, reader.next_part());
        if (!part) break;
        PORTICO_TRY(auto bytes, stage_part(intake, reader, buffer));
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
