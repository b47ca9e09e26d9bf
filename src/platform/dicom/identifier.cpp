#include "platform/dicom/identifier.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <optional>

#include "platform/dicom/errors.h"
#include "platform/dicom/text_decoder.h"

namespace portico::dicom {
namespace {

constexpr std::uint32_t undefined_length = 0xFFFFFFFF;
constexpr Tag item_tag{0xFFFE, 0xE000}, item_end{0xFFFE, 0xE00D}, sequence_end{0xFFFE, 0xE0DD};
constexpr std::size_t longest_charset = 256;

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }

// PS3.5 7.1.2: a 16-bit length; all others two reserved bytes and a 32-bit one.
bool has_short_length(std::string_view vr) {
    static constexpr std::string_view short_vrs = "AE AS AT CS DA DS DT FL FD IS LO LT PN SH SL SS ST TM UI UL US";
    for (std::size_t i = 0; i + 2 <= short_vrs.size(); i += 3)
        if (short_vrs.substr(i, 2) == vr) return true;
    return false;
}

std::size_t width_of_number(std::string_view vr) {
    if (vr == "US" || vr == "SS") return 2;
    return vr == "UL" || vr == "SL" ? 4 : 0;
}

bool is_text(std::string_view vr) {
    static constexpr std::string_view texts = "AE AS CS DA DS DT IS LO LT PN SH ST TM UC UI UR UT";
    for (std::size_t i = 0; i + 2 <= texts.size(); i += 3)
        if (texts.substr(i, 2) == vr) return true;
    return false;
}

std::uint32_t little_endian(std::string_view bytes) {
    std::uint32_t value = 0;
    for (std::size_t n = bytes.size(); n-- > 0;) value = value << 8U | static_cast<unsigned char>(bytes[n]);
    return value;
}

class Parser {
public:
    Parser(std::string_view bytes, const IdentifierLimits& limits) : bytes_(bytes), limits_(limits) {}

    // The elements from here to `end`.
    Result<Identifier> level(std::size_t end, bool explicit_vr, std::uint32_t depth, const std::string& charset) {
        std::vector<Raw> raws;
        while (position_ < end) {
            PORTICO_TRY(auto raw, header(end, explicit_vr));
            if (raw.tag.group == 0xFFFE) return damaged("a delimiter out of place");
            PORTICO_CHECK(content(raw, end, explicit_vr, depth));
            raws.push_back(std::move(raw));
        }
        return decoded(std::move(raws), depth, charset);
    }

private:
    // An element whose text is still as it came.
    struct Raw {
        Tag tag;
        std::string vr;
        std::uint32_t length = 0;
        std::string_view bytes;
        struct Item {
            std::size_t begin = 0, end = 0;
            bool delimited = false;
        };
        std::vector<Item> items;
        bool explicit_items = true;
    };

    tl::unexpected<Error> damaged(std::string_view what) const {
        return fail(errors::malformed, fmt::format("{} at byte {}", what, position_));
    }

    Result<Raw> header(std::size_t end, bool explicit_vr) {
        if (++elements_ > limits_.elements) return fail(errors::too_complex, "too many elements");
        if (end - position_ < 8) return fail(errors::truncated, "no room for an element");
        Raw raw;
        raw.tag = {static_cast<std::uint16_t>(little_endian(bytes_.substr(position_, 2))),
                   static_cast<std::uint16_t>(little_endian(bytes_.substr(position_ + 2, 2)))};
        if (raw.tag.group == 0xFFFE || !explicit_vr) {
            raw.vr = raw.tag.group == 0xFFFE ? std::string() : std::string(vr_of(raw.tag));
            raw.length = little_endian(bytes_.substr(position_ + 4, 4));
            position_ += 8;
            return raw;
        }
        raw.vr = bytes_.substr(position_ + 4, 2);
        if (!is_upper(raw.vr[0]) || !is_upper(raw.vr[1])) return damaged("no VR");
        if (has_short_length(raw.vr)) {
            raw.length = little_endian(bytes_.substr(position_ + 6, 2));
            position_ += 8;
            return raw;
        }
        if (end - position_ < 12) return fail(errors::truncated, "no room for an element");
        raw.length = little_endian(bytes_.substr(position_ + 8, 4));
        position_ += 12;
        return raw;
    }

    Result<void> content(Raw& raw, std::size_t end, bool explicit_vr, std::uint32_t depth) {
        const bool undefined = raw.length == undefined_length;
        if (!undefined && raw.length > end - position_) return fail(errors::truncated, "a value behind the end");
        if (raw.vr != "SQ" && !undefined) {
            raw.bytes = bytes_.substr(position_, raw.length);
            position_ += raw.length;
            return {};
        }
        if (depth >= limits_.depth) return fail(errors::too_deep);
        // An unknown VR of undefined length is a sequence in implicit VR (PS3.5 6.2.2, note 4).
        raw.explicit_items = explicit_vr && raw.vr != "UN";
        raw.vr = "SQ";
        const auto sequence_stop = undefined ? end : position_ + raw.length;
        while (position_ < sequence_stop) {
            PORTICO_TRY(const auto marker, header(sequence_stop, false));
            if (marker.tag == sequence_end && undefined && marker.length == 0) return {};
            if (marker.tag != item_tag) return damaged("no item in a sequence");
            PORTICO_TRY(const auto item, skip_item(marker, sequence_stop, raw.explicit_items, depth + 1));
            raw.items.push_back(item);
        }
        if (undefined) return fail(errors::truncated, "a sequence without an end");
        return {};
    }

    // Where an item lies. One of undefined length is walked through to find its end.
    Result<Raw::Item> skip_item(const Raw& marker, std::size_t end, bool explicit_vr, std::uint32_t depth) {
        Raw::Item item{position_, 0, marker.length == undefined_length};
        if (!item.delimited) {
            if (marker.length > end - position_) return fail(errors::truncated, "an item behind the end");
            position_ = item.end = item.begin + marker.length;
            return item;
        }
        while (position_ < end) {
            item.end = position_;
            PORTICO_TRY(auto raw, header(end, explicit_vr));
            if (raw.tag == item_end && raw.length == 0) return item;
            if (raw.tag.group == 0xFFFE) return damaged("a delimiter out of place");
            PORTICO_CHECK(content(raw, end, explicit_vr, depth));
        }
        return fail(errors::truncated, "an item without an end");
    }

    Result<Identifier> decoded(std::vector<Raw> raws, std::uint32_t depth, std::string charset) {
        std::ranges::sort(raws, {}, &Raw::tag);
        if (std::ranges::adjacent_find(raws, {}, &Raw::tag) != raws.end()) return damaged("an element twice");
        for (const auto& raw : raws)
            if (raw.tag == tags::specific_character_set) charset = plain(raw.bytes.substr(0, longest_charset));
        TextDecoder decoder(charset);
        const auto behind = position_;
        Identifier identifier;
        for (auto& raw : raws) {
            if (raw.tag.element == 0) continue;  // group lengths
            if (raw.vr != "SQ") {
                identifier.put(raw.tag, raw.vr, value_of(raw, decoder));
                continue;
            }
            std::vector<Identifier> items;
            for (const auto& item : raw.items) {
                position_ = item.begin;
                PORTICO_TRY(auto inner, level(item.end, raw.explicit_items, depth + 1, charset));
                items.push_back(std::move(inner));
            }
            identifier.put(raw.tag, std::move(items));
        }
        position_ = behind;
        return identifier;
    }

    static std::string plain(std::string_view bytes) {
        std::string text(bytes);
        std::erase(text, '\0');
        while (!text.empty() && text.back() == ' ') text.pop_back();
        return text;
    }

    static std::string value_of(const Raw& raw, TextDecoder& decoder) {
        if (is_text(raw.vr)) return decoder.whole(raw.bytes, raw.vr);
        const auto width = width_of_number(raw.vr);
        std::string text;
        for (std::size_t at = 0; width != 0 && at + width <= raw.bytes.size(); at += width) {
            const auto number = little_endian(raw.bytes.substr(at, width));
            if (!text.empty()) text += '\\';
            if (raw.vr == "SS")
                text += std::to_string(static_cast<std::int16_t>(number));
            else if (raw.vr == "SL")
                text += std::to_string(static_cast<std::int32_t>(number));
            else
                text += std::to_string(number);
        }
        return text;
    }

    std::string_view bytes_;
    const IdentifierLimits& limits_;
    std::size_t position_ = 0;
    std::size_t elements_ = 0;
};

// --- writing ---

bool is_ascii(const Identifier& identifier) {
    return std::ranges::all_of(identifier.elements(), [](const Identifier::Element& element) {
        return std::ranges::all_of(element.value, [](char c) { return static_cast<unsigned char>(c) < 0x80; }) &&
               std::ranges::all_of(element.items, is_ascii);
    });
}

// Nothing when there is a character beyond Latin-1.
std::optional<std::string> latin1(std::string_view utf8) {
    std::string out;
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const auto byte = static_cast<unsigned char>(utf8[i]);
        if (byte < 0x80) {
            out.push_back(utf8[i]);
        } else if ((byte == 0xC2 || byte == 0xC3) && i + 1 < utf8.size()) {
            out.push_back(static_cast<char>((byte & 0x03U) << 6U | (static_cast<unsigned char>(utf8[++i]) & 0x3FU)));
        } else {
            return std::nullopt;
        }
    }
    return out;
}

bool fits_latin1(const Identifier& identifier) {
    return std::ranges::all_of(identifier.elements(), [](const Identifier::Element& element) {
        return latin1(element.value).has_value() && std::ranges::all_of(element.items, fits_latin1);
    });
}

void add(std::string& out, std::uint32_t value, int bytes) {
    for (int n = 0; n < bytes; ++n) out.push_back(static_cast<char>(value >> (8 * n) & 0xFFU));
}

void add_header(std::string& out, Tag tag, std::string_view vr, std::size_t length, bool explicit_vr) {
    add(out, tag.group, 2);
    add(out, tag.element, 2);
    const auto size = static_cast<std::uint32_t>(length);
    if (!explicit_vr || tag.group == 0xFFFE) return add(out, size, 4);
    out += vr;
    if (has_short_length(vr)) return add(out, size, 2);
    add(out, 0, 2);
    add(out, size, 4);
}

std::string numbers(std::string_view text, std::size_t width) {
    std::string out;
    while (!text.empty()) {
        const auto end = std::min(text.find('\\'), text.size());
        std::int64_t number = 0;
        std::from_chars(text.data(), text.data() + end, number);
        add(out, static_cast<std::uint32_t>(number), static_cast<int>(width));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

std::string encode_level(const Identifier& identifier, bool explicit_vr, bool as_latin1) {
    constexpr std::size_t longest_short = 0xFFFE;
    std::string out;
    for (const auto& element : identifier.elements()) {
        std::string value;
        if (element.vr == "SQ") {
            for (const auto& item : element.items) {
                const auto inner = encode_level(item, explicit_vr, as_latin1);
                add_header(value, item_tag, {}, inner.size(), explicit_vr);
                value += inner;
            }
        } else if (const auto width = width_of_number(element.vr); width != 0) {
            value = numbers(element.value, width);
        } else {
            value = as_latin1 ? latin1(element.value).value_or("") : element.value;
            if (value.size() % 2 != 0) value.push_back(element.vr == "UI" ? '\0' : ' ');
            if (has_short_length(element.vr) && value.size() > longest_short) value.resize(longest_short);
        }
        add_header(out, element.tag, element.vr, value.size(), explicit_vr);
        out += value;
    }
    return out;
}

}  // namespace

const Identifier::Element* Identifier::find(Tag tag) const {
    const auto found = std::ranges::lower_bound(elements_, tag, {}, &Element::tag);
    return found == elements_.end() || found->tag != tag ? nullptr : &*found;
}

std::string_view Identifier::text(Tag tag) const {
    const auto* element = find(tag);
    return element == nullptr ? std::string_view() : std::string_view(element->value);
}

Identifier::Element& Identifier::place(Tag tag) {
    auto at = std::ranges::lower_bound(elements_, tag, {}, &Element::tag);
    if (at == elements_.end() || at->tag != tag) at = elements_.insert(at, Element{tag, {}, {}, {}});
    return *at;
}

Identifier& Identifier::put(Tag tag, std::string_view vr, std::string value) {
    place(tag) = Element{tag, std::string(vr), std::move(value), {}};
    return *this;
}

Identifier& Identifier::put(Tag tag, std::vector<Identifier> items) {
    place(tag) = Element{tag, "SQ", {}, std::move(items)};
    return *this;
}

Result<Identifier> parse_identifier(std::string_view bytes, bool explicit_vr, const IdentifierLimits& limits) {
    if (bytes.size() > limits.bytes) return fail(errors::too_complex, "too long");
    return Parser(bytes, limits).level(bytes.size(), explicit_vr, 0, {});
}

std::string encode_identifier(const Identifier& identifier, bool explicit_vr, std::string_view wanted) {
    if (is_ascii(identifier)) return encode_level(identifier, explicit_vr, false);
    const bool as_latin1 = wanted == "ISO_IR 100" && fits_latin1(identifier);
    auto complete = identifier;
    complete.put(tags::specific_character_set, "CS", as_latin1 ? "ISO_IR 100" : "ISO_IR 192");
    return encode_level(complete, explicit_vr, as_latin1);
}

}  // namespace portico::dicom
