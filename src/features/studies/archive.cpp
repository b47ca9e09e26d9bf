#include "features/studies/api/archive.h"

#include <algorithm>
#include <limits>

#include "features/studies/archive_store.h"
#include "features/studies/content_parts.h"
#include "features/studies/correction_rounds.h"
#include "platform/db/database.h"
#include "platform/dicom/element_walker.h"
#include "platform/dicom/errors.h"
#include "platform/dicom/frame_index.h"
#include "platform/dicom/head.h"

namespace portico::studies {
namespace {

constexpr std::uint64_t preamble_bytes = 128;
constexpr std::string_view implicit_little = "1.2.840.10008.1.2", explicit_little = "1.2.840.10008.1.2.1";
constexpr std::uint64_t longest_swapped = 256ULL * 1024 * 1024;

bool is_pixel_path(std::string_view path) { return path == "7FE00010" || path == "7fe00010"; }

// Bytes of a number in a binary value; 1 for those that have no order.
std::size_t width_of(std::string_view vr) {
    if (vr == "OW" || vr == "US" || vr == "SS" || vr == "AT") return 2;
    if (vr == "OF" || vr == "OL" || vr == "FL" || vr == "UL" || vr == "SL") return 4;
    if (vr == "OD" || vr == "OV" || vr == "FD" || vr == "SV" || vr == "UV") return 8;
    return 1;
}

void swap_bytes(std::string& bytes, std::size_t width) {
    for (std::size_t at = 0; at + width <= bytes.size(); at += width)
        std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                     bytes.begin() + static_cast<std::ptrdiff_t>(at + width));
}

}  // namespace

std::vector<SeriesRecord> Archive::series(db::Session& session, const StudyAccess& access) const {
    return store::find_series(session, store::view_of(access), std::nullopt);
}

std::optional<SeriesRecord> Archive::find_series(db::Session& session, const StudyAccess& access,
                                                 std::string_view uid) const {
    auto found = store::find_series(session, store::view_of(access), uid);
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<InstanceRecord> Archive::instances(db::Session& session, const StudyAccess& access,
                                               const SeriesId& series) const {
    return store::find_instances(session, store::view_of(access), series);
}

std::optional<InstanceRecord> Archive::find_instance(db::Session& session, const StudyAccess& access,
                                                     std::string_view series_uid,
                                                     std::string_view sop_instance_uid) const {
    return store::find_instance(session, store::view_of(access), series_uid, sop_instance_uid);
}

Result<std::shared_ptr<const storage::OpenFile>> Archive::whole_blob(const InstanceRecord& instance) const {
    return studies::whole_blob(blobs_, instance);
}

Result<Content> Archive::content(const InstanceRecord& instance) const {
    PORTICO_TRY(auto object, whole_blob(instance));
    Content content;
    content.transfer_syntax_uid = instance.transfer_syntax_uid;
    if (instance.head) {
        PORTICO_TRY(auto head, blobs_.open(*instance.head));
        add_part(content, {"", std::move(head), 0, instance.head_size});
        add_part(content, {"", std::move(object), instance.tail_offset, instance.size - instance.tail_offset});
        return content;
    }
    // A preamble can hold anything, also a program; none leaves (SEC-5).
    add_bytes(content, std::string(preamble_bytes, '\0'));
    add_part(content, {"", std::move(object), preamble_bytes, instance.size - preamble_bytes});
    return content;
}

std::string other_native_syntax(std::string_view transfer_syntax) {
    if (transfer_syntax == implicit_little) return std::string(explicit_little);
    return transfer_syntax == explicit_little ? std::string(implicit_little) : std::string();
}

Result<Content> Archive::recoded(const StudyAccess& access, const InstanceRecord& record) const {
    std::vector<dicom::Corrections> rounds;
    if (record.head) {
        auto session = units_.database().read();
        rounds = load_corrections(session, access.scope(), access.study()).rounds;
    }
    PORTICO_TRY(auto object, whole_blob(record));
    PORTICO_TRY(auto instance, dicom::read_instance(fmt::format("/proc/self/fd/{}", object->fd())));
    for (const auto& round : rounds) PORTICO_CHECK(dicom::correct(instance, round));
    PORTICO_TRY(auto other, dicom::recode(instance));
    Content content;
    content.transfer_syntax_uid = other_native_syntax(record.transfer_syntax_uid);
    add_bytes(content, std::move(other.before));
    add_part(content, {"", std::move(object), other.pixels.offset, other.pixels.length});
    add_bytes(content, std::move(other.after));
    return content;
}

Result<Content> Archive::data_set(const StudyAccess& access, const InstanceRecord& instance,
                                  std::string_view transfer_syntax) const {
    if (transfer_syntax != instance.transfer_syntax_uid) {
        if (transfer_syntax != other_native_syntax(instance.transfer_syntax_uid))
            return fail(portico::errors::not_found, "not kept in this transfer syntax");
        return recoded(access, instance);
    }
    PORTICO_TRY(auto object, content(instance));
    auto skip = instance.data_set_offset;
    if (instance.head) {
        PORTICO_TRY(const auto begin, object.parts.front().file->read(0, begin_of_head));
        PORTICO_TRY(skip, data_set_of_head(begin));
    }
    Content rest;
    rest.transfer_syntax_uid = object.transfer_syntax_uid;
    for (auto& part : object.parts) {
        const auto skipped = std::min(skip, part.length);
        skip -= skipped;
        part.length -= skipped;
        if (part.file)
            part.offset += skipped;
        else
            part.bytes.erase(0, static_cast<std::size_t>(skipped));
        add_part(rest, std::move(part));
    }
    return rest;
}

Result<Content> Archive::frame(const InstanceRecord& instance, std::uint64_t number) const {
    if (number == 0 || number > static_cast<std::uint64_t>(std::max<std::int64_t>(instance.frame_count, 0)))
        return fail(portico::errors::not_found);
    PORTICO_TRY(const auto index, dicom::FrameIndex::decode(instance.frame_index));
    const auto ranges = index.frame(static_cast<std::size_t>(number - 1));
    if (!index.addressable() || ranges.empty()) return fail(errors::not_addressable);
    PORTICO_TRY(auto object, whole_blob(instance));
    Content content;
    content.transfer_syntax_uid = instance.transfer_syntax_uid;
    for (const auto& range : ranges) add_part(content, {"", object, range.offset, range.length});
    return content;
}

Result<Content> Archive::stream(const InstanceRecord& instance) const {
    PORTICO_TRY(const auto index, dicom::FrameIndex::decode(instance.frame_index));
    auto ranges = index.stream();
    PORTICO_TRY(auto object, whole_blob(instance));
    // Videos that came before streams were indexed.
    if (ranges.empty() && dicom::is_video(instance.transfer_syntax_uid)) {
        PORTICO_TRY(auto layout, dicom::walk_file(fmt::format("/proc/self/fd/{}", object->fd())));
        ranges = std::move(layout.fragments);
    }
    if (ranges.empty()) return fail(errors::no_stream);
    Content content;
    content.transfer_syntax_uid = instance.transfer_syntax_uid;
    for (const auto& range : ranges) add_part(content, {"", object, range.offset, range.length});
    return content;
}

Result<OpenObject> Archive::open(const InstanceRecord& instance) const {
    const auto path_of = [](const storage::OpenFile& file) { return fmt::format("/proc/self/fd/{}", file.fd()); };
    PORTICO_TRY(auto object, whole_blob(instance));
    PORTICO_TRY(auto image, dicom::StoredImage::open(path_of(*object)));
    OpenObject open{{std::move(object)}, std::move(image), std::nullopt};
    if (instance.head) {
        PORTICO_TRY(auto head, blobs_.open(*instance.head));
        PORTICO_TRY(auto corrected, dicom::read_instance(path_of(*head)));
        open.corrected.emplace(std::move(corrected));
        open.files.push_back(std::move(head));
    }
    return open;
}

Result<Content> Archive::bulk_data(const InstanceRecord& instance, std::string_view path) const {
    if (is_pixel_path(path)) {
        auto index = dicom::FrameIndex::decode(instance.frame_index);
        if (index && index->encapsulated()) {
            if (!index->stream().empty()) return stream(instance);
            if (instance.frame_count != 1) return fail(errors::not_addressable);
            return frame(instance, 1);
        }
    }
    PORTICO_TRY(auto object, whole_blob(instance));
    PORTICO_TRY(const auto value, dicom::find_value(fmt::format("/proc/self/fd/{}", object->fd()), path));
    Content content;
    content.transfer_syntax_uid = instance.transfer_syntax_uid;
    if (!value.big_endian || width_of(value.vr) == 1) {
        add_part(content, {"", std::move(object), value.range.offset, value.range.length});
        return content;
    }
    // Bulk data leave in little endian order (PS3.18 8.7.3.3).
    if (value.range.length > longest_swapped) return fail(portico::errors::too_large);
    PORTICO_TRY(auto bytes, object->read(value.range.offset, static_cast<std::size_t>(value.range.length)));
    swap_bytes(bytes, width_of(value.vr));
    add_bytes(content, std::move(bytes));
    return content;
}

}  // namespace portico::studies
