#include "platform/dicom/file_set.h"

#include <zlib.h>

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "platform/dicom/writer.h"

namespace portico::dicom {
namespace {

constexpr std::size_t piece_size = 64 * 1024;
constexpr std::string_view file_set_id = "PORTICO";

void put_number(std::string& out, std::uint64_t value, int bytes) {
    for (; bytes > 0; --bytes, value >>= 8) out.push_back(static_cast<char>(value & 0xFF));
}

void put_tag(std::string& out, Tag tag) {
    put_number(out, tag.group, 2);
    put_number(out, tag.element, 2);
}

void put_text(std::string& out, Tag tag, std::string_view vr, std::string_view text) {
    put_tag(out, tag);
    out += vr;
    put_number(out, (text.size() + 1) / 2 * 2, 2);
    out += text;
    if (text.size() % 2 != 0) out.push_back(vr == "UI" ? '\0' : ' ');
}

void put_ul(std::string& out, std::uint16_t element, std::uint32_t value) {
    put_tag(out, {0x0004, element});
    out += "UL";
    put_number(out, 4, 2);
    put_number(out, value, 4);
}

void put_us(std::string& out, std::uint16_t element, std::uint16_t value) {
    put_tag(out, {0x0004, element});
    out += "US";
    put_number(out, 2, 2);
    put_number(out, value, 2);
}

bool is_ascii(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

// PS3.5 table 6.2-1, in characters.
std::size_t longest(std::string_view vr) {
    if (vr == "SH" || vr == "CS") return 16;
    if (vr == "LO" || vr == "UI") return 64;
    if (vr == "IS") return 12;
    return 194;  // PN: three groups
}

std::string_view cut(std::string_view text, std::size_t most) {
    std::size_t characters = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if ((static_cast<unsigned char>(text[i]) & 0xC0) == 0x80) continue;
        if (characters++ == most) return text.substr(0, i);
    }
    return text;
}

std::string with_length(std::string_view introduction, std::uint64_t length) {
    std::string out(introduction);
    put_number(out, length, 4);
    return out;
}

// What stands before the records; the two offsets and the length are those of the whole.
std::string directory_head(std::string_view uid, std::uint32_t first, std::uint32_t last, std::uint64_t records) {
    auto out = file_meta(media_storage_directory, uid, transfer_syntaxes::explicit_little);
    put_text(out, {0x0004, 0x1130}, "CS", file_set_id);
    put_ul(out, 0x1200, first);
    put_ul(out, 0x1202, last);
    put_us(out, 0x1212, 0);
    put_tag(out, {0x0004, 0x1220});
    return out + with_length(std::string_view("SQ\0\0", 4), records);
}

std::string encode(const DirectoryRecord& record, std::uint32_t next, std::uint32_t lower) {
    std::string out;
    put_ul(out, 0x1400, next);
    put_us(out, 0x1410, 0xFFFF);
    put_ul(out, 0x1420, lower);
    put_text(out, {0x0004, 0x1430}, "CS", record.type);
    // PS3.3 F.6.1: names the kind of a private record.
    if (record.type == "PRIVATE") put_text(out, {0x0004, 0x1432}, "UI", record.sop_class);
    if (!record.file_id.empty()) {
        put_text(out, {0x0004, 0x1500}, "CS", record.file_id);
        put_text(out, {0x0004, 0x1510}, "UI", record.sop_class);
        put_text(out, {0x0004, 0x1511}, "UI", record.sop_instance);
        put_text(out, {0x0004, 0x1512}, "UI", record.transfer_syntax);
    }
    out += record.keys;
    return with_length(std::string_view("\xFE\xFF\x00\xE0", 4), out.size()) + out;
}

}  // namespace

RecordKeys& RecordKeys::add(Tag tag, std::string_view vr, std::string_view text) {
    text = cut(text, longest(vr));
    if (!is_ascii(text)) beyond_ascii_ = true;
    put_text(bytes_, tag, vr, text);
    return *this;
}

std::string RecordKeys::bytes() const {
    if (!beyond_ascii_) return bytes_;
    std::string out;
    put_text(out, tags::specific_character_set, "CS", "ISO_IR 192");
    return out + bytes_;
}

Directory::Directory(std::string uid, std::vector<std::size_t> instances_of_series,
                     std::function<DirectoryRecord(std::size_t)> record_at)
    : record_at_(std::move(record_at)) {
    std::size_t count = 2;
    for (const auto instances : instances_of_series) {
        series_.push_back(count);
        count += 1 + instances;
    }
    std::uint64_t at = directory_head(uid, 0, 0, 0).size();
    const auto first = at;
    offsets_.reserve(count);
    for (std::size_t i = 0; i < count; ++i) {
        if (at > std::numeric_limits<std::uint32_t>::max()) throw std::length_error("a DICOMDIR beyond 4 GiB");
        offsets_.push_back(static_cast<std::uint32_t>(at));
        at += encode(record_at_(i), 0, 0).size();
    }
    size_ = at;
    // The root has one record, that of the patient.
    head_ = directory_head(uid, offsets_.front(), offsets_.front(), size_ - first);
    for (std::uint64_t done = 0; done < size_;) {
        const auto piece = read(done);
        crc32_ = static_cast<std::uint32_t>(
            ::crc32_z(crc32_, reinterpret_cast<const unsigned char*>(piece.data()), piece.size()));
        done += piece.size();
    }
}

std::uint32_t Directory::next_of(std::size_t number) const {
    if (number < 2) return 0;
    const auto after = std::ranges::upper_bound(series_, number);
    if (*(after - 1) == number) return after == series_.end() ? 0 : offsets_[*after];
    const auto end = after == series_.end() ? offsets_.size() : *after;
    return number + 1 < end ? offsets_[number + 1] : 0;
}

std::uint32_t Directory::lower_of(std::size_t number) const {
    if (number + 1 >= offsets_.size()) return 0;
    if (number < 2) return offsets_[number + 1];
    const bool is_series = std::ranges::binary_search(series_, number);
    const bool has_instances = !std::ranges::binary_search(series_, number + 1);
    return is_series && has_instances ? offsets_[number + 1] : 0;
}

std::string Directory::record(std::size_t number) const {
    return encode(record_at_(number), next_of(number), lower_of(number));
}

std::string Directory::read(std::uint64_t offset) const {
    if (offset < head_.size()) return head_.substr(static_cast<std::size_t>(offset));
    std::string out;
    if (offset >= size_) return out;
    const auto after = std::ranges::upper_bound(offsets_, offset);
    auto number = static_cast<std::size_t>(after - offsets_.begin()) - 1;
    out = record(number).substr(static_cast<std::size_t>(offset - offsets_[number]));
    while (++number < offsets_.size() && out.size() < piece_size) out += record(number);
    return out;
}

}  // namespace portico::dicom
