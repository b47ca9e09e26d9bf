#include "platform/zip/zip_layout.h"

#include <zlib.h>

#include <algorithm>
#include <ctime>
#include <stdexcept>

namespace portico::zip {
namespace {

constexpr std::uint32_t full32 = 0xFFFF'FFFF;
constexpr std::uint16_t full16 = 0xFFFF;
constexpr std::uint16_t version_plain = 20, version_zip64 = 45;
constexpr std::uint16_t made_on_unix = 3 << 8;
constexpr std::uint32_t plain_file = 0100644U << 16;
constexpr std::uint64_t local_fixed = 30, central_fixed = 46, end_fixed = 22, end64_size = 56 + 20;
constexpr std::size_t text_size = 64 * 1024;

class Writer {
public:
    Writer& u16(std::uint64_t value) { return number(value, 2); }
    Writer& u32(std::uint64_t value) { return number(value, 4); }
    Writer& u64(std::uint64_t value) { return number(value, 8); }
    Writer& text(std::string_view value) {
        bytes_ += value;
        return *this;
    }
    std::string str() { return std::move(bytes_); }

private:
    Writer& number(std::uint64_t value, int bytes) {
        for (; bytes > 0; --bytes, value >>= 8) bytes_.push_back(static_cast<char>(value & 0xFF));
        return *this;
    }
    std::string bytes_;
};

bool is_large(std::uint64_t number) { return number >= full32; }
std::uint64_t local_size(const Entry& entry) {
    return local_fixed + entry.name.size() + (is_large(entry.size) ? 20 : 0);
}
// 4.5.3: of the central record's fields those that do not fit, in this order.
std::uint64_t central_extra(const Entry& entry, std::uint64_t offset) {
    const std::uint64_t fields = (is_large(entry.size) ? 16U : 0U) + (is_large(offset) ? 8U : 0U);
    return fields == 0 ? 0 : fields + 4;
}

struct DosTime {
    unsigned date = 0, time = 0;
};
DosTime dos_time(Timestamp moment) {
    const auto seconds = static_cast<std::time_t>(moment.milliseconds / 1000);
    std::tm utc{};
    ::gmtime_r(&seconds, &utc);
    if (utc.tm_year < 80) return {(1U << 5) | 1U, 0};
    const auto part = [](int value, int shift) { return static_cast<unsigned>(value) << shift; };
    return {part(std::min(utc.tm_year - 80, 127), 9) | part(utc.tm_mon + 1, 5) | part(utc.tm_mday, 0),
            part(utc.tm_hour, 11) | part(utc.tm_min, 5) | part(utc.tm_sec / 2, 0)};
}

// Bit 11: the name is UTF-8. Bit 3 is never set: sizes and CRC stand in the local header.
unsigned flags_of(const Entry& entry) {
    return std::ranges::any_of(entry.name, [](char c) { return static_cast<unsigned char>(c) >= 0x80; }) ? 1U << 11 : 0;
}

void check_name(const std::string& name) {
    if (name.empty() || name.size() >= full16 || name.front() == '/' || name.find('\\') != std::string::npos ||
        name.find('\0') != std::string::npos || ("/" + name + "/").find("/../") != std::string::npos)
        throw std::logic_error("a bad name of an archive's entry");
}

}  // namespace

std::uint32_t combine_crc32(std::uint32_t a, std::uint32_t b, std::uint64_t b_size) {
    return static_cast<std::uint32_t>(::crc32_combine(a, b, static_cast<z_off_t>(b_size)));
}

std::uint32_t crc32_of(std::string_view bytes, std::uint32_t so_far) {
    return static_cast<std::uint32_t>(
        ::crc32_z(so_far, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
}

Layout::Layout(std::size_t count, std::function<Entry(std::size_t)> entry_at)
    : count_(count), entry_at_(std::move(entry_at)) {
    places_.reserve(count_);
    for (std::size_t i = 0; i < count_; ++i) {
        const auto entry = entry_at_(i);
        check_name(entry.name);
        places_.push_back({directory_offset_, directory_size_});
        directory_size_ += central_fixed + entry.name.size() + central_extra(entry, directory_offset_);
        directory_offset_ += local_size(entry) + entry.size;
    }
    const bool large = count_ >= full16 || is_large(directory_offset_) || is_large(directory_size_);
    size_ = directory_offset_ + directory_size_ + (large ? end64_size : 0) + end_fixed;
}

std::uint64_t Layout::content_of(std::size_t entry) const {
    return places_[entry].header + local_size(entry_at_(entry));
}

std::string Layout::local_header(std::size_t index) const {
    const auto entry = entry_at_(index);
    const auto when = dos_time(entry.modified);
    const bool large = is_large(entry.size);
    Writer out;
    out.u32(0x0403'4B50).u16(large ? version_zip64 : version_plain).u16(flags_of(entry)).u16(0);
    out.u16(when.time).u16(when.date).u32(entry.crc32);
    out.u32(large ? full32 : entry.size).u32(large ? full32 : entry.size);
    out.u16(entry.name.size()).u16(large ? 20 : 0).text(entry.name);
    if (large) out.u16(1).u16(16).u64(entry.size).u64(entry.size);
    return out.str();
}

std::string Layout::central_record(std::size_t index) const {
    const auto entry = entry_at_(index);
    const auto when = dos_time(entry.modified);
    const auto offset = places_[index].header;
    const bool large = is_large(entry.size), far = is_large(offset);
    const auto extra = central_extra(entry, offset);
    const auto version = large || far ? version_zip64 : version_plain;
    Writer out;
    out.u32(0x0201'4B50).u16(made_on_unix | version).u16(version).u16(flags_of(entry)).u16(0);
    out.u16(when.time).u16(when.date).u32(entry.crc32);
    out.u32(large ? full32 : entry.size).u32(large ? full32 : entry.size);
    out.u16(entry.name.size()).u16(extra).u16(0).u16(0).u16(0).u32(plain_file);
    out.u32(far ? full32 : offset).text(entry.name);
    if (extra != 0) out.u16(1).u16(extra - 4);
    if (large) out.u64(entry.size).u64(entry.size);
    if (far) out.u64(offset);
    return out.str();
}

std::string Layout::end_records() const {
    const bool large = count_ >= full16 || is_large(directory_offset_) || is_large(directory_size_);
    Writer out;
    if (large) {
        const auto here = directory_offset_ + directory_size_;
        out.u32(0x0606'4B50).u64(44).u16(made_on_unix | version_zip64).u16(version_zip64).u32(0).u32(0);
        out.u64(count_).u64(count_).u64(directory_size_).u64(directory_offset_);
        out.u32(0x0706'4B50).u32(0).u64(here).u32(1);
    }
    const auto number = std::min<std::uint64_t>(count_, full16);
    out.u32(0x0605'4B50).u16(0).u16(0).u16(number).u16(number);
    out.u32(std::min<std::uint64_t>(directory_size_, full32));
    out.u32(std::min<std::uint64_t>(directory_offset_, full32)).u16(0);
    return out.str();
}

Cursor::Cursor(const Layout& layout, std::uint64_t offset, std::uint64_t length) : layout_(layout), at_(offset) {
    if (offset > layout.size() || length > layout.size() - offset)
        throw std::out_of_range("a range beyond the end of an archive");
    end_ = offset + length;
}

std::optional<Piece> Cursor::next() {
    if (at_ >= end_) return std::nullopt;
    if (at_ < layout_.directory_offset_) return next_of_entries();
    return Piece(next_of_directory());
}

// What of a text that begins at `begins` in the archive lies in the range, from where the cursor stands.
std::string Cursor::take(std::string text, std::uint64_t begins) {
    const auto skipped = static_cast<std::size_t>(at_ - begins);
    const auto length = std::min<std::uint64_t>(text.size() - skipped, end_ - at_);
    at_ += length;
    if (skipped == 0 && length == text.size()) return text;
    return text.substr(skipped, static_cast<std::size_t>(length));
}

std::optional<Piece> Cursor::next_of_entries() {
    const auto& places = layout_.places_;
    // The last entry that begins at or before the cursor.
    const auto after = std::ranges::upper_bound(places, at_, {}, &Layout::Places::header);
    const auto entry = static_cast<std::size_t>(after - places.begin()) - 1;
    const auto content = layout_.content_of(entry);
    if (at_ < content) return Piece(take(layout_.local_header(entry), places[entry].header));
    const auto ends = entry + 1 < places.size() ? places[entry + 1].header : layout_.directory_offset_;
    const EntryRange range{entry, at_ - content, std::min(ends, end_) - at_};
    at_ += range.length;
    return Piece(range);
}

std::string Cursor::next_of_directory() {
    const auto& places = layout_.places_;
    const auto directory = layout_.directory_offset_;
    std::string text;
    while (at_ < end_ && text.size() < text_size) {
        const auto within = at_ - directory;
        if (within >= layout_.directory_size_) {
            text += take(layout_.end_records(), directory + layout_.directory_size_);
            continue;
        }
        const auto after = std::ranges::upper_bound(places, within, {}, &Layout::Places::record);
        const auto entry = static_cast<std::size_t>(after - places.begin()) - 1;
        text += take(layout_.central_record(entry), directory + places[entry].record);
    }
    return text;
}

}  // namespace portico::zip
