#include "platform/dicom/element_reader.h"

#include "platform/dicom/errors.h"

namespace portico::dicom {
namespace {

std::uint16_t number16(const std::uint8_t* bytes, bool big_endian) {
    return static_cast<std::uint16_t>(big_endian ? bytes[0] << 8 | bytes[1] : bytes[1] << 8 | bytes[0]);
}

std::uint32_t number32(const std::uint8_t* bytes, bool big_endian) {
    const std::uint32_t first = number16(bytes, big_endian);
    const std::uint32_t second = number16(bytes + 2, big_endian);
    return big_endian ? first << 16 | second : second << 16 | first;
}

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// PS3.5 7.1.2: these have a 16-bit length; all others, also those of the future, two reserved bytes and a 32-bit one.
bool has_short_length(std::string_view vr) {
    static constexpr std::string_view short_vrs = "AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US";
    for (std::size_t i = 0; i + 2 <= short_vrs.size(); i += 3)
        if (short_vrs.substr(i, 2) == vr) return true;
    return false;
}

tl::unexpected<Error> damaged(const ErrorKind& kind, std::uint64_t offset, std::string_view what) {
    return fail(kind, fmt::format("{} at byte {}", what, offset));
}

}  // namespace

Result<void> ElementReader::count_element() {
    if (++elements_ > limits_.elements) return fail(errors::too_complex, "too many elements");
    return {};
}

Result<void> ElementReader::count_value(const ElementHeader& element) {
    if (element.content != Content::value || element.length > limits_.value_in_memory) return {};
    values_ += element.length;
    if (values_ > limits_.values_in_memory) return fail(errors::too_complex, "too many bytes of values");
    return {};
}

Result<ElementHeader> ElementReader::header(std::uint64_t offset, std::uint64_t end, Encoding encoding) {
    PORTICO_CHECK(count_element());
    if (end - offset < 8) return damaged(errors::truncated, offset, "no room for an element");
    auto bytes = window_.at(offset, 8);
    if (bytes.empty()) return damaged(errors::truncated, offset, "the file ends in an element header");
    ElementHeader element;
    element.offset = offset;
    element.tag = {number16(bytes.data(), encoding.big_endian), number16(bytes.data() + 2, encoding.big_endian)};
    if (element.tag.group == 0xFFFE) return damaged(errors::malformed, offset, "a delimiter out of place");
    std::uint64_t header_length = 8;
    if (!encoding.explicit_vr) {
        const auto vr = vr_of(element.tag);
        std::copy_n(vr.begin(), 2, element.vr.begin());
        element.length = number32(bytes.data() + 4, encoding.big_endian);
    } else {
        element.vr = {static_cast<char>(bytes[4]), static_cast<char>(bytes[5]), '\0'};
        if (!is_upper(element.vr[0]) || !is_upper(element.vr[1]))
            return damaged(errors::malformed, offset, "no value representation");
        if (has_short_length(element.vr.data())) {
            element.length = number16(bytes.data() + 6, encoding.big_endian);
        } else {
            header_length = 12;
            if (end - offset < 12 || (bytes = window_.at(offset, 12)).empty())
                return damaged(errors::truncated, offset, "no room for an element");
            element.length = number32(bytes.data() + 8, encoding.big_endian);
        }
    }
    element.value_offset = offset + header_length;
    PORTICO_CHECK(classify(element, end, encoding));
    if (!element.has_undefined_length() && element.length > end - element.value_offset)
        return damaged(errors::truncated, offset, "a value longer than what is left");
    PORTICO_CHECK(count_value(element));
    return element;
}

// What stands in the value. Undefined lengths are for sequences, for UN (which then is an implicit VR little endian
// sequence, PS3.5 6.2.2) and for encapsulated pixel data only; for anything else they are refused.
Result<void> ElementReader::classify(ElementHeader& element, std::uint64_t end, Encoding encoding) {
    const std::string_view vr = element.vr.data();
    element.inner = encoding;
    if (vr == "SQ") {
        element.content = Content::sequence;
    } else if (element.has_undefined_length()) {
        if (vr == "UN") {
            element.content = Content::sequence;
            if (encoding.explicit_vr) element.inner = {false, false};
        } else if (encoding.explicit_vr && element.tag == tags::pixel_data && (vr == "OB" || vr == "OW")) {
            element.content = Content::fragments;
        } else {
            return damaged(errors::malformed, element.offset, "an undefined length out of place");
        }
    } else if (!encoding.explicit_vr && vr == "UN" && element.length >= 8 &&
               element.length <= end - element.value_offset) {
        // A private element whose creator's dictionary may call it a sequence: looked through when it begins like one.
        const auto bytes = window_.at(element.value_offset, 4);
        if (!bytes.empty() && number16(bytes.data(), false) == markers::item.group &&
            number16(bytes.data() + 2, false) == markers::item.element)
            element.content = Content::sequence;
    }
    return {};
}

Result<ElementHeader> ElementReader::marker(std::uint64_t offset, std::uint64_t end, Encoding encoding) {
    PORTICO_CHECK(count_element());
    const auto bytes = end - offset < 8 ? std::span<const std::uint8_t>() : window_.at(offset, 8);
    if (bytes.empty()) return damaged(errors::truncated, offset, "no room for an item");
    ElementHeader item;
    item.offset = offset;
    item.value_offset = offset + 8;
    item.tag = {number16(bytes.data(), encoding.big_endian), number16(bytes.data() + 2, encoding.big_endian)};
    item.length = number32(bytes.data() + 4, encoding.big_endian);
    if (item.tag == markers::item) {
        if (!item.has_undefined_length() && item.length > end - item.value_offset)
            return damaged(errors::truncated, offset, "an item longer than what is left");
    } else if (item.tag == markers::item_end || item.tag == markers::sequence_end) {
        if (item.length != 0) return damaged(errors::malformed, offset, "a delimiter with a length");
    } else {
        return damaged(errors::malformed, offset, "no item where one must be");
    }
    return item;
}

Result<std::uint64_t> ElementReader::end_of(const ElementHeader& element, std::uint64_t level_end,
                                            std::uint32_t depth) {
    switch (element.content) {
        case Content::sequence:
            return end_of_sequence(element, level_end, depth);
        case Content::fragments: {
            PORTICO_TRY(auto found, fragments(element, level_end, false));
            return found.end;
        }
        case Content::value:
            break;
    }
    return element.value_end();
}

Result<std::uint64_t> ElementReader::end_of_sequence(const ElementHeader& element, std::uint64_t level_end,
                                                     std::uint32_t depth) {
    if (depth >= limits_.depth) return damaged(errors::too_deep, element.offset, "too many nested sequences");
    const auto end = element.has_undefined_length() ? level_end : element.value_end();
    auto position = element.value_offset;
    while (element.has_undefined_length() || position < end) {
        PORTICO_TRY(const auto item, marker(position, end, element.inner));
        if (item.tag == markers::sequence_end && element.has_undefined_length()) return item.value_offset;
        if (item.tag != markers::item) return damaged(errors::malformed, position, "no item where one must be");
        PORTICO_TRY(const auto item_end, end_of_item(item, end, element.inner, depth + 1));
        position = item_end.next;
    }
    return position;
}

Result<ElementReader::ItemEnd> ElementReader::end_of_item(const ElementHeader& item, std::uint64_t sequence_end,
                                                          Encoding encoding, std::uint32_t depth) {
    const auto end = item.has_undefined_length() ? sequence_end : item.value_end();
    auto position = item.value_offset;
    while (item.has_undefined_length() || position < end) {
        if (item.has_undefined_length()) {
            const auto bytes = end - position < 8 ? std::span<const std::uint8_t>() : window_.at(position, 8);
            if (bytes.empty()) return damaged(errors::truncated, position, "an item without end");
            if (number16(bytes.data(), encoding.big_endian) == markers::item_end.group) {
                PORTICO_TRY(const auto delimiter, marker(position, end, encoding));
                if (delimiter.tag != markers::item_end)
                    return damaged(errors::malformed, position, "an item without end");
                return ItemEnd{position, delimiter.value_offset};
            }
        }
        PORTICO_TRY(const auto element, header(position, end, encoding));
        PORTICO_TRY(position, end_of(element, end, depth));
    }
    return ItemEnd{position, position};
}

Result<ElementReader::Fragments> ElementReader::fragments(const ElementHeader& element, std::uint64_t level_end,
                                                          bool keep) {
    Fragments found;
    auto position = element.value_offset;
    while (true) {
        PORTICO_TRY(const auto item, marker(position, level_end, element.inner));
        if (item.tag == markers::sequence_end) {
            found.end = item.value_offset;
            return found;
        }
        if (item.tag != markers::item || item.has_undefined_length())
            return damaged(errors::malformed, position, "no fragment where one must be");
        if (keep) found.ranges.push_back({item.value_offset, item.length});
        position = item.value_end();
    }
}

}  // namespace portico::dicom
