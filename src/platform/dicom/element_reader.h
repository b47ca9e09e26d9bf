// The grammar of an encoded data set (PS3.5 clause 7) over a FileWindow: headers, nesting, fragments; for this room
// only.
#pragma once

#include <array>

#include "platform/dicom/element_walker.h"
#include "platform/dicom/file_window.h"

namespace portico::dicom {

struct Encoding {
    bool explicit_vr = true;
    bool big_endian = false;
};

enum class Content { value, sequence, fragments };

struct ElementHeader {
    Tag tag;
    std::array<char, 3> vr{};  // empty text for items and delimiters
    std::uint64_t offset = 0;  // of the tag
    std::uint64_t value_offset = 0;
    std::uint32_t length = 0;
    Content content = Content::value;
    Encoding inner;  // of the items of a sequence

    static constexpr std::uint32_t undefined = 0xFFFFFFFF;
    bool has_undefined_length() const { return length == undefined; }
    std::uint64_t value_end() const { return value_offset + length; }  // not for undefined lengths
};

namespace markers {
inline constexpr Tag item{0xFFFE, 0xE000};
inline constexpr Tag item_end{0xFFFE, 0xE00D};
inline constexpr Tag sequence_end{0xFFFE, 0xE0DD};
}  // namespace markers

// Counts what it passes and refuses what exceeds the limits.
class ElementReader {
public:
    ElementReader(FileWindow& window, const ReadLimits& limits) : window_(window), limits_(limits) {}

    // The element at `offset` of a level that ends at `end`; its declared length fits into the level.
    Result<ElementHeader> header(std::uint64_t offset, std::uint64_t end, Encoding encoding);
    // An item, or one of the two delimiters, at `offset`.
    Result<ElementHeader> marker(std::uint64_t offset, std::uint64_t end, Encoding encoding);
    // Where the element ends, after looking through everything in it. `depth` of its level: 0 at the top.
    Result<std::uint64_t> end_of(const ElementHeader& element, std::uint64_t level_end, std::uint32_t depth);
    // Where an item's content ends and where the next thing begins.
    struct ItemEnd {
        std::uint64_t content_end = 0;
        std::uint64_t next = 0;
    };
    Result<ItemEnd> end_of_item(const ElementHeader& item, std::uint64_t sequence_end, Encoding encoding,
                                std::uint32_t depth);
    // The fragments of encapsulated pixel data, the Basic Offset Table first (PS3.5 A.4).
    struct Fragments {
        std::vector<FileRange> ranges;
        std::uint64_t end = 0;  // after the sequence delimiter
    };
    Result<Fragments> fragments(const ElementHeader& element, std::uint64_t level_end, bool keep);

    FileWindow& window() { return window_; }
    std::uint64_t elements() const { return elements_; }

private:
    Result<void> count_element();
    Result<void> count_value(const ElementHeader& element);
    Result<void> classify(ElementHeader& element, std::uint64_t end, Encoding encoding);
    Result<std::uint64_t> end_of_sequence(const ElementHeader& element, std::uint64_t level_end, std::uint32_t depth);

    FileWindow& window_;
    const ReadLimits& limits_;
    std::uint64_t elements_ = 0;
    std::uint64_t values_ = 0;
};

}  // namespace portico::dicom
