#include "platform/dicom/element_walker.h"

#include <charconv>

#include "platform/dicom/element_reader.h"
#include "platform/dicom/errors.h"
#include "platform/dicom/inflate.h"
#include "platform/dicom/walk.h"

namespace portico::dicom {
namespace {

constexpr Tag extended_offset_table{0x7FE0, 0x0001};
constexpr Tag extended_offset_table_lengths{0x7FE0, 0x0002};

std::string trimmed(std::string text) {
    while (!text.empty() && (text.back() == '\0' || text.back() == ' ')) text.pop_back();
    return text;
}

template <class Number>
std::vector<Number> little_endian_numbers(FileWindow& window, FileRange range, std::uint64_t most) {
    const auto bytes = window.copy(range.offset, std::min(range.length, most * sizeof(Number)));
    std::vector<Number> numbers(bytes.size() / sizeof(Number));
    for (std::size_t i = 0; i < numbers.size(); ++i)
        for (std::size_t b = sizeof(Number); b-- > 0;)
            numbers[i] =
                static_cast<Number>(numbers[i] << 8 | static_cast<std::uint8_t>(bytes[i * sizeof(Number) + b]));
    return numbers;
}

// The UIDs that name an object, byte for byte: DCMTK would tidy them up first.
void note_uid(FileWindow& window, const ElementHeader& element, FileLayout& layout) {
    std::string* uid = nullptr;
    if (element.tag == tags::sop_class_uid) uid = &layout.sop_class;
    if (element.tag == tags::sop_instance_uid) uid = &layout.sop_instance;
    if (element.tag == tags::study_instance_uid) uid = &layout.study_uid;
    if (element.tag == tags::series_instance_uid) uid = &layout.series_uid;
    if (uid != nullptr && element.content == Content::value)
        *uid = trimmed(window.copy(element.value_offset, std::min(element.length, 128U)));
}

bool is_pixel_tag(Tag tag) {
    return tag == tags::pixel_data || tag == tags::float_pixel_data || tag == tags::double_float_pixel_data;
}

void set_encoding(FileLayout& layout) {
    const std::string_view uid = layout.transfer_syntax;
    // Implicit VR Little Endian, and GE's private form of it.
    if (uid == "1.2.840.10008.1.2" || uid == "1.2.840.113619.5.2") layout.explicit_vr = false;
    if (uid == "1.2.840.10008.1.2.2") layout.big_endian = true;
    // Deflated explicit VR little endian, and the JPIP syntaxes that are deflated too.
    layout.deflated =
        uid == "1.2.840.10008.1.2.1.99" || uid == "1.2.840.10008.1.2.4.95" || uid == "1.2.840.10008.1.2.4.205";
}

// File Meta Information (PS3.10 7.1): explicit VR little endian elements of group 0002 from byte 132 on.
Result<FileLayout> read_meta(FileWindow& window, const ReadLimits& limits) {
    FileLayout layout;
    layout.file_size = window.size();
    const auto magic = window.at(128, 4);
    if (magic.empty() || std::string_view(reinterpret_cast<const char*>(magic.data()), 4) != "DICM")
        return fail(errors::not_dicom, "no DICM at byte 128");
    ElementReader reader(window, limits);
    std::uint64_t position = 132;
    while (position < window.size()) {
        const auto group = window.at(position, 2);
        if (group.empty()) return fail(errors::truncated, "the file ends in its meta information");
        if (group[0] != 2 || group[1] != 0) break;
        PORTICO_TRY(const auto element, reader.header(position, window.size(), {}));
        if (element.content != Content::value) return fail(errors::malformed, "a sequence in the meta information");
        const auto value = [&] { return trimmed(window.copy(element.value_offset, std::min(element.length, 128U))); };
        if (element.tag == Tag{0x0002, 0x0002}) layout.media_sop_class = value();
        if (element.tag == Tag{0x0002, 0x0003}) layout.media_sop_instance = value();
        if (element.tag == Tag{0x0002, 0x0010}) layout.transfer_syntax = value();
        if (element.tag == Tag{0x0002, 0x0016}) layout.source_ae_title = value();
        position = element.value_end();
    }
    if (layout.transfer_syntax.empty()) return fail(errors::malformed, "no transfer syntax");
    layout.data_set_offset = position;
    layout.tail_offset = layout.after_pixels = layout.file_size;
    set_encoding(layout);
    return layout;
}

Result<void> note_pixels(ElementReader& reader, const ElementHeader& element, const ReadLimits& limits,
                         FileLayout& layout) {
    layout.pixel_tag = element.tag;
    layout.pixel_words = std::string_view(element.vr.data()) == "OW";
    layout.tail_offset = element.offset;
    layout.pixel_value_offset = element.value_offset;
    if (element.content == Content::value) {
        layout.pixels = PixelKind::native;
        layout.pixel_value_length = element.length;
        layout.after_pixels = element.value_end();
        return {};
    }
    layout.pixels = PixelKind::encapsulated;
    PORTICO_TRY(auto found, reader.fragments(element, layout.file_size, true));
    layout.after_pixels = found.end;
    layout.pixel_value_length = found.end - element.value_offset;
    if (found.ranges.empty()) return fail(errors::malformed, "encapsulated pixel data without a Basic Offset Table");
    layout.basic_offsets = little_endian_numbers<std::uint32_t>(reader.window(), found.ranges.front(), limits.elements);
    found.ranges.erase(found.ranges.begin());
    layout.fragments = std::move(found.ranges);
    return {};
}

}  // namespace

Result<void> walk_data_set(FileWindow& window, const ReadLimits& limits, FileLayout& layout) {
    const Encoding encoding{layout.explicit_vr, layout.big_endian};
    ElementReader reader(window, limits);
    auto position = layout.data_set_offset;
    std::vector<Tag> seen;
    while (position < window.size()) {
        PORTICO_TRY(const auto element, reader.header(position, window.size(), encoding));
        // What stands behind the pixels is served as it lies, so nothing that a correction must reach may hide there.
        if (layout.pixels != PixelKind::none && element.tag <= seen.back())
            return fail(errors::malformed, "elements behind the pixels that belong before them");
        seen.push_back(element.tag);
        note_uid(window, element, layout);
        if (is_pixel_tag(element.tag)) {
            if (layout.pixels != PixelKind::none) return fail(errors::malformed, "pixel data twice");
            if (std::ranges::any_of(seen, [&](Tag tag) { return tag > element.tag; }))
                return fail(errors::malformed, "elements before the pixels that belong behind them");
            PORTICO_CHECK(note_pixels(reader, element, limits, layout));
            position = layout.after_pixels;
        } else {
            if (element.content == Content::value && element.tag == extended_offset_table)
                layout.extended_offsets = little_endian_numbers<std::uint64_t>(
                    window, {element.value_offset, element.length}, limits.elements);
            if (element.content == Content::value && element.tag == extended_offset_table_lengths)
                layout.extended_lengths = little_endian_numbers<std::uint64_t>(
                    window, {element.value_offset, element.length}, limits.elements);
            PORTICO_TRY(position, reader.end_of(element, window.size(), 0));
        }
    }
    layout.elements = reader.elements() - std::min<std::uint64_t>(reader.elements(), layout.fragments.size());
    // An element that stands twice would be read differently by different programs (PS3.5 7.1).
    std::ranges::sort(seen);
    if (std::ranges::adjacent_find(seen) != seen.end()) return fail(errors::malformed, "an element that stands twice");
    return {};
}

namespace {

// Pixels may be packed to a thousandth. What is read into memory grows with what was sent, or a few kilobytes would
// become hundreds of megabytes of elements.
ReadLimits limits_of_deflated(const FileLayout& layout, ReadLimits limits) {
    constexpr std::uint64_t elements_at_least = 50'000, values_at_least = 4ULL * 1024 * 1024, most_for_a_byte = 64;
    const auto packed = layout.file_size - layout.data_set_offset;
    limits.elements = std::min(limits.elements, elements_at_least + packed);
    limits.values_in_memory = std::min(limits.values_in_memory, values_at_least + most_for_a_byte * packed);
    return limits;
}

}  // namespace

Result<WalkedFile> open_and_walk(const std::filesystem::path& file, const ReadLimits& limits) {
    WalkedFile walked;
    PORTICO_TRY(walked.file, open_for_reading(file));
    FileWindow window(walked.file.get());
    PORTICO_TRY(walked.layout, read_meta(window, limits));
    if (!walked.layout.deflated) {
        PORTICO_CHECK(walk_data_set(window, limits, walked.layout));
        return walked;
    }
    PORTICO_TRY(walked.inflated, inflate_data_set(window, walked.layout.data_set_offset, limits));
    FileWindow unpacked(walked.inflated.get());
    walked.inner.transfer_syntax = "1.2.840.10008.1.2.1";
    walked.inner.file_size = walked.inner.tail_offset = walked.inner.after_pixels = unpacked.size();
    PORTICO_CHECK(walk_data_set(unpacked, limits_of_deflated(walked.layout, limits), walked.inner));
    walked.layout.sop_class = walked.inner.sop_class;
    walked.layout.sop_instance = walked.inner.sop_instance;
    walked.layout.study_uid = walked.inner.study_uid;
    walked.layout.series_uid = walked.inner.series_uid;
    return walked;
}

Result<FileLayout> walk_file(const std::filesystem::path& file, const ReadLimits& limits) {
    PORTICO_TRY(auto walked, open_and_walk(file, limits));
    return std::move(walked.layout);
}

namespace {

struct PathStep {
    Tag tag;
    std::uint32_t item = 0;  // from 1; 0 in the last step
};

std::optional<std::vector<PathStep>> parse_path(std::string_view path) {
    std::vector<PathStep> steps;
    while (true) {
        const auto tag_end = path.find('/');
        const auto tag_text = path.substr(0, tag_end);
        const auto tag = tag_text.size() == 8 ? tag_from_text(tag_text) : std::nullopt;
        if (!tag) return std::nullopt;
        steps.push_back({*tag, 0});
        if (tag_end == std::string_view::npos) return steps;
        path.remove_prefix(tag_end + 1);
        const auto item_end = path.find('/');
        if (item_end == std::string_view::npos) return std::nullopt;
        const auto* last = path.data() + item_end;
        const auto [stop, problem] = std::from_chars(path.data(), last, steps.back().item);
        if (problem != std::errc() || stop != last || steps.back().item == 0) return std::nullopt;
        path.remove_prefix(item_end + 1);
    }
}

struct Level {
    std::uint64_t begin = 0;
    std::uint64_t end = 0;
    Encoding encoding;
};

Result<ElementHeader> find_element(ElementReader& reader, const Level& level, Tag wanted, std::uint32_t depth) {
    auto position = level.begin;
    while (position < level.end) {
        PORTICO_TRY(auto element, reader.header(position, level.end, level.encoding));
        if (element.tag == wanted) return element;
        PORTICO_TRY(position, reader.end_of(element, level.end, depth));
    }
    return fail(errors::no_such_element);
}

Result<Level> find_item(ElementReader& reader, const ElementHeader& sequence, const Level& level, std::uint32_t number,
                        std::uint32_t depth) {
    if (sequence.content != Content::sequence) return fail(errors::no_such_element);
    const auto end = sequence.has_undefined_length() ? level.end : sequence.value_end();
    auto position = sequence.value_offset;
    for (std::uint32_t n = 1; position < end; ++n) {
        PORTICO_TRY(const auto item, reader.marker(position, end, sequence.inner));
        if (item.tag != markers::item) break;
        PORTICO_TRY(const auto item_end, reader.end_of_item(item, end, sequence.inner, depth + 1));
        if (n == number) return Level{item.value_offset, item_end.content_end, sequence.inner};
        position = item_end.next;
    }
    return fail(errors::no_such_element);
}

}  // namespace

Result<ValueLocation> find_value(const std::filesystem::path& file, std::string_view path, const ReadLimits& limits) {
    const auto steps = parse_path(path);
    if (!steps || steps->size() > limits.depth) return fail(errors::no_such_element);
    PORTICO_TRY(const auto fd, open_for_reading(file));
    FileWindow window(fd.get());
    PORTICO_TRY(const auto layout, read_meta(window, limits));
    if (layout.deflated) return fail(errors::no_such_element, "deflated");
    ElementReader reader(window, limits);
    Level level{layout.data_set_offset, window.size(), {layout.explicit_vr, layout.big_endian}};
    for (std::uint32_t depth = 0;; ++depth) {
        const auto& step = (*steps)[depth];
        PORTICO_TRY(const auto element, find_element(reader, level, step.tag, depth));
        if (step.item == 0) {
            if (element.content != Content::value) return fail(errors::no_such_element);
            return ValueLocation{{element.value_offset, element.length}, element.vr.data(), level.encoding.big_endian};
        }
        PORTICO_TRY(level, find_item(reader, element, level, step.item, depth));
    }
}

}  // namespace portico::dicom
