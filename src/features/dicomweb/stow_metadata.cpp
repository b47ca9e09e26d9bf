#include "features/dicomweb/stow_metadata.h"

#include <unistd.h>

#include <algorithm>
#include <array>

#include "platform/dicom/errors.h"
#include "platform/dicom/writer.h"
#include "platform/dicom_json/json_array.h"
#include "platform/http/errors.h"
#include "platform/http/media_type.h"

namespace portico::dicomweb {
namespace {

constexpr ErrorKind bulk_data_missing{"bulk_data_missing", 409, 0xA900,
                                      "Bulk data that this object refers to did not come with it."};

constexpr std::size_t most_held = 32 * 1024 * 1024;          // bytes of objects that wait for their bulk data
constexpr std::size_t most_files = 256;                      // bulk values that wait for the rest of an object
constexpr std::uint64_t most_copied = 256ULL * 1024 * 1024;  // of bulk data that several objects refer to

constexpr std::array native_syntaxes{dicom::transfer_syntaxes::explicit_little,
                                     dicom::transfer_syntaxes::implicit_little, dicom::transfer_syntaxes::explicit_big,
                                     dicom::transfer_syntaxes::deflated_little};
bool is_native(std::string_view syntax) { return std::ranges::find(native_syntaxes, syntax) != native_syntaxes.end(); }

// Which JPEG process: the marker of the frame (ISO/IEC 10918-1, B.1.1.3), after segments that are skipped.
std::string jpeg_syntax(std::string_view bytes) {
    const auto at = [&](std::size_t i) { return static_cast<unsigned char>(bytes[i]); };
    for (std::size_t i = 2; i + 4 <= bytes.size() && at(i) == 0xFF;) {
        const auto marker = at(i + 1);
        if (marker == 0xC1) return "1.2.840.10008.1.2.4.51";
        if (marker == 0xC3) return "1.2.840.10008.1.2.4.70";
        if (marker == 0xC0 || marker == 0xDA) break;
        i += 2 + (std::size_t{at(i + 2)} << 8) + at(i + 3);
    }
    return "1.2.840.10008.1.2.4.50";
}

struct TypeLine {
    std::string_view media_type, syntax;
};
// PS3.18 8.7.3.3: what a media type means that names no transfer syntax.
constexpr std::array type_lines{
    TypeLine{"image/jls", "1.2.840.10008.1.2.4.80"},    TypeLine{"image/jp2", "1.2.840.10008.1.2.4.90"},
    TypeLine{"image/jpx", "1.2.840.10008.1.2.4.92"},    TypeLine{"image/jphc", "1.2.840.10008.1.2.4.201"},
    TypeLine{"image/dicom-rle", "1.2.840.10008.1.2.5"}, TypeLine{"video/mpeg2", "1.2.840.10008.1.2.4.100"},
    TypeLine{"video/mp4", "1.2.840.10008.1.2.4.102"}};

// Bytes [offset, offset + length) of one staged file behind those of another.
Result<void> copy(const storage::Staged& from, std::uint64_t offset, std::uint64_t length, storage::Staged& to) {
    std::vector<std::byte> buffer(static_cast<std::size_t>(std::min<std::uint64_t>(length, 256 * 1024)));
    for (const auto end = offset + length; offset < end;) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(end - offset, buffer.size()));
        const auto count = ::pread(from.fd(), buffer.data(), wanted, static_cast<off_t>(offset));
        if (count <= 0) return fail(portico::errors::unavailable, "a staged file cannot be read back");
        PORTICO_CHECK(to.write(std::span<const std::byte>(buffer).first(static_cast<std::size_t>(count))));
        offset += static_cast<std::uint64_t>(count);
    }
    return {};
}

std::string first_bytes(const storage::Staged& file) {
    std::string bytes(64 * 1024, '\0');
    const auto count = ::pread(file.fd(), bytes.data(), bytes.size(), 0);
    bytes.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
    return bytes;
}

// One piece a frame; a video is one stream (PS3.5 8.2.5 and following).
std::uint64_t pieces_of(const dicom::JsonObject& object, std::size_t bulk, const std::string& syntax) {
    const bool video = syntax.starts_with("1.2.840.10008.1.2.4.10");
    return object.bulks()[bulk].is_pixel_data && !syntax.empty() && !video ? object.frames() : 1;
}

// The request as a whole is refused: its metadata are no JSON, or more than is taken at once.
const ErrorKind& answer_of(const Error& error) {
    if (error.is(dicom::errors::malformed)) return portico::errors::malformed;
    return error.is(dicom::errors::too_complex) ? portico::errors::too_large : error.kind();
}

studies::InstanceOutcome outcome_of(const dicom::JsonObject& object, const ErrorKind& kind) {
    studies::InstanceOutcome outcome;
    outcome.sop_class_uid = object.sop_class();
    outcome.sop_instance_uid = object.sop_instance();
    outcome.study_instance_uid = object.study_uid();
    outcome.error = &kind;
    return outcome;
}

}  // namespace

std::string pixel_syntax(std::string_view content_type, const std::string& metadata_syntax, std::string_view bytes) {
    const auto type = http::parse_media_type(content_type.empty() ? "application/octet-stream" : content_type);
    const auto named = type ? type->parameter("transfer-syntax") : std::nullopt;
    if (named && *named != "*") return is_native(*named) ? std::string() : std::string(*named);
    if (!metadata_syntax.empty()) return is_native(metadata_syntax) ? std::string() : metadata_syntax;
    if (!type) return {};
    if (type->name() == "image/jpeg") return jpeg_syntax(bytes);
    const auto* line = std::ranges::find(type_lines, type->name(), &TypeLine::media_type);
    return line == type_lines.end() ? std::string() : std::string(line->syntax);
}

Result<MetadataIntake> MetadataIntake::read(StowIntake& intake, http::MultipartReader& reader) {
    MetadataIntake metadata(intake);
    dicom::JsonArrayCutter cutter;
    const auto take = [&metadata](std::string_view element) { return metadata.take_object(element); };
    std::vector<std::byte> buffer(64 * 1024);
    for (std::uint64_t total = 0;;) {
        PORTICO_TRY(const auto count, reader.read(buffer));
        if (count == 0) break;
        total += count;
        if (total > longest_metadata) return fail(portico::errors::too_large);
        const std::string_view piece(reinterpret_cast<const char*>(buffer.data()), count);
        if (auto put = cutter.put(piece, take); !put) return fail(answer_of(put.error()));
    }
    if (auto finished = cutter.finish(); !finished) return fail(answer_of(finished.error()));
    for (auto& waiting : metadata.objects_)
        if (metadata.is_complete(waiting)) PORTICO_CHECK(metadata.put_together(waiting));
    return metadata;
}

Result<void> MetadataIntake::take_object(std::string_view text) {
    PORTICO_TRY(auto object, dicom::read_json_object(text));
    if (!object) {
        studies::InstanceOutcome outcome;
        outcome.error = &object.error().kind();
        outcome.detail = object.error().detail();
        intake_->refuse(std::move(outcome));
        return {};
    }
    held_ += object->size();
    if (held_ > most_held) return fail(portico::errors::too_large);
    const auto number = objects_.size();
    const auto& bulks = object->bulks();
    for (std::size_t i = 0; i < bulks.size(); ++i) wanted_.emplace(bulks[i].uri, Part{number, i});
    Waiting waiting{std::move(*object), {}, {}};
    waiting.bulks.resize(waiting.object.bulks().size());
    objects_.push_back(std::move(waiting));
    return {};
}

Result<void> MetadataIntake::take_bulk(const http::Headers& headers, storage::Staged bytes) {
    const auto location = headers.get("Content-Location").value_or("");
    const auto [begin, end] = wanted_.equal_range(location);
    if (begin == end) return fail(portico::errors::malformed, "bulk data that nothing refers to");
    const std::string type(headers.get("Content-Type").value_or(""));
    for (auto at = begin; at != end; ++at) {
        auto& waiting = objects_[at->second.object];
        if (waiting.done) continue;
        const auto number = at->second.bulk;
        auto& bulk = waiting.bulks[number];
        if (waiting.object.bulks()[number].is_pixel_data && bulk.sizes.empty())
            waiting.syntax = pixel_syntax(type, waiting.object.transfer_syntax(), first_bytes(bytes));
        if (!bulk.file && ++files_ > most_files)
            return fail(portico::errors::too_large, "too much bulk data out of order");
        const auto size = bytes.size();
        const bool last = std::next(at) == end;
        if (last && !bulk.file)
            bulk.file = std::move(bytes);
        else
            PORTICO_CHECK(add_copy(bytes, bulk, last));
        bulk.sizes.push_back(size);
        if (is_complete(waiting)) PORTICO_CHECK(put_together(waiting));
    }
    return {};
}

// `last`: nobody else wants these bytes.
Result<void> MetadataIntake::add_copy(const storage::Staged& bytes, Bulk& bulk, bool last) {
    if (!last) copied_ += bytes.size();
    if (copied_ > most_copied) return fail(portico::errors::too_large, "bulk data that too many objects share");
    if (!bulk.file) {
        PORTICO_TRY(auto file, intake_->stage());
        bulk.file = std::move(file);
    }
    return copy(bytes, 0, bytes.size(), *bulk.file);
}

bool MetadataIntake::is_complete(const Waiting& waiting) const {
    for (std::size_t i = 0; i < waiting.bulks.size(); ++i)
        if (waiting.bulks[i].sizes.size() < pieces_of(waiting.object, i, waiting.syntax)) return false;
    return true;
}

Result<void> MetadataIntake::put_together(Waiting& waiting) {
    std::vector<std::vector<std::uint64_t>> sizes;
    for (const auto& bulk : waiting.bulks) sizes.push_back(bulk.sizes);
    PORTICO_TRY(auto object, intake_->stage());
    dicom::ObjectSink sink;
    sink.text = [&object](std::string_view bytes) { return object.write(bytes); };
    std::uint64_t position = 0;  // pieces of a value are asked for in order
    sink.bulk = [&](std::size_t bulk, std::size_t part) {
        if (part == 0) position = 0;
        const auto offset = std::exchange(position, position + sizes[bulk][part]);
        return copy(*waiting.bulks[bulk].file, offset, sizes[bulk][part], object);
    };
    const bool native = waiting.syntax.empty();
    const std::string syntax(native ? dicom::transfer_syntaxes::explicit_little : waiting.syntax);
    auto written = waiting.object.write(
        syntax, native ? dicom::BulkEncoding::native : dicom::BulkEncoding::encapsulated, sizes, sink);
    if (!written && !written.error().is(dicom::errors::malformed)) return written;
    if (written)
        PORTICO_CHECK(intake_->take(std::move(object)));
    else
        intake_->refuse(outcome_of(waiting.object, written.error().kind()));
    for (const auto& bulk : waiting.bulks) files_ -= bulk.file ? 1 : 0;
    waiting.done = true;
    waiting.bulks.clear();
    return {};
}

void MetadataIntake::finish() {
    for (auto& waiting : objects_)
        if (!waiting.done) intake_->refuse(outcome_of(waiting.object, bulk_data_missing));
}

}  // namespace portico::dicomweb
