// The shape of a ZIP archive (APPNOTE.TXT 6.3) whose entries are stored, not compressed, and lie elsewhere: its
// headers, computed from name, size and CRC-32 of each entry, and where every byte of it comes from. So an archive has
// a size before anything of it is read, and any range of it can be sent (CLA-24).
//
// Writes only; there is no reader of archives here.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/clock.h"

namespace portico::zip {

struct Entry {
    std::string name;  // "IMAGES/S001/I000001": relative, '/' between folders, UTF-8
    std::uint64_t size = 0;
    std::uint32_t crc32 = 0;
    Timestamp modified;  // kept to two seconds, from 1980 on
};

// The CRC-32 of a followed by b, `b_size` bytes long.
std::uint32_t combine_crc32(std::uint32_t a, std::uint32_t b, std::uint64_t b_size);
std::uint32_t crc32_of(std::string_view bytes, std::uint32_t so_far = 0);

// A part of an entry's content, to be given by whoever has it.
struct EntryRange {
    std::size_t entry = 0;
    std::uint64_t offset = 0;  // in the entry
    std::uint64_t length = 0;  // more than 0
    bool operator==(const EntryRange&) const = default;
};
using Piece = std::variant<std::string, EntryRange>;

// Immutable, thread-safe; 16 bytes an entry. ZIP64 records stand where sizes, offsets or numbers need them, and nowhere
// else, since some programs do not know them.
class Layout {
public:
    // `entry_at` gives each of `count` entries; called again whenever a header is made, it must say the same each time.
    // Throws std::logic_error for a name that is empty, too long, absolute or goes up.
    Layout(std::size_t count, std::function<Entry(std::size_t)> entry_at);

    std::uint64_t size() const { return size_; }
    std::size_t count() const { return count_; }

private:
    friend class Cursor;
    struct Places {
        std::uint64_t header = 0;  // of the local header
        std::uint64_t record = 0;  // in the central directory, from its beginning
    };
    std::uint64_t content_of(std::size_t entry) const;
    std::string local_header(std::size_t entry) const;
    std::string central_record(std::size_t entry) const;
    std::string end_records() const;

    std::size_t count_;
    std::function<Entry(std::size_t)> entry_at_;
    std::vector<Places> places_;
    std::uint64_t directory_offset_ = 0, directory_size_ = 0, size_ = 0;
};

// Goes through the bytes [offset, offset + length) of an archive. The layout must outlive it. One thread.
class Cursor {
public:
    Cursor(const Layout& layout, std::uint64_t offset, std::uint64_t length);
    // The next piece, none empty; nothing after the last. Texts are at most about 64 KiB long.
    std::optional<Piece> next();

private:
    std::optional<Piece> next_of_entries();
    std::string next_of_directory();
    std::string take(std::string text, std::uint64_t begins);

    const Layout& layout_;
    std::uint64_t at_, end_;
};

}  // namespace portico::zip
