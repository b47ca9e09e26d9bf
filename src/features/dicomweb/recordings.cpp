#include "features/dicomweb/recordings.h"

#include "platform/http/errors.h"
#include "platform/http/media_type.h"
#include "platform/video/mp4.h"

namespace portico::dicomweb {
namespace {

constexpr std::string_view mp4 = "video/mp4";

// Reads the ranges of a content as one file.
video::Source source_of(const studies::Content& content) {
    return {content.size, [&content](std::uint64_t offset, std::size_t length) -> Result<std::string> {
                std::string bytes;
                for (const auto& part : content.parts) {
                    const auto skipped = std::min(offset, part.length);
                    offset -= skipped;
                    const auto count = std::min<std::uint64_t>(part.length - skipped, length - bytes.size());
                    if (count == 0) continue;
                    PORTICO_TRY(const auto piece,
                                part.file->read(part.offset + skipped, static_cast<std::size_t>(count)));
                    bytes += piece;
                }
                return bytes;
            }};
}

// Leaves off what lies behind the first `size` bytes.
void cut(studies::Content& content, std::uint64_t size) {
    content.size = size;
    for (auto& part : content.parts) {
        part.length = std::min(part.length, size);
        size -= part.length;
    }
    std::erase_if(content.parts, [](const auto& part) { return part.length == 0; });
}

}  // namespace

bool is_recording(const studies::InstanceRecord& instance) { return dicom::is_video(instance.transfer_syntax_uid); }

Result<http::Response> recording(const studies::Archive& archive, const http::Request& request,
                                 const studies::InstanceRecord& instance, std::string_view accept) {
    if (!http::negotiate(accept, {mp4})) return fail(http::errors::not_acceptable);
    PORTICO_TRY(auto content, archive.stream(instance));
    const auto source = source_of(content);
    PORTICO_TRY(const auto begin, source.read(0, static_cast<std::size_t>(std::min<std::uint64_t>(12, content.size))));
    if (!video::is_mp4(begin)) return fail(errors::not_playable);
    // The byte that makes the length of a DICOM value even is none of the file's.
    video::Limits few;
    few.boxes = 256;
    PORTICO_TRY(const auto length, video::mp4_length(source, few));
    cut(content, length);
    return finish(request, http::Response::files(mp4, segments_of(content)), etag_of(instance, "mp4"));
}

}  // namespace portico::dicomweb
