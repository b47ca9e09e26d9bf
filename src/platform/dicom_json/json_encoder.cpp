#include "platform/dicom_json/json_encoder.h"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>
#include <cmath>
#include <limits>

#include "platform/dicom/errors.h"

namespace portico::dicom::json {
namespace {

using boost::json::object;
using boost::json::value;

constexpr std::array<std::string_view, 20> text_vrs{"AE", "AS", "CS", "DA", "DS", "DT", "IS", "LO", "LT", "PN",
                                                    "SH", "ST", "TM", "UC", "UI", "UR", "UT", "AT", "SQ", "UN"};
constexpr std::array<std::string_view, 14> binary_vrs{"FD", "FL", "SL", "SS", "SV", "UL", "US",
                                                      "UV", "OB", "OD", "OF", "OL", "OV", "OW"};
constexpr std::array<std::string_view, 12> long_vrs{"OB", "OD", "OF", "OL", "OV", "OW",
                                                    "SV", "UC", "UN", "UR", "UT", "UV"};

bool is_one_of(std::string_view vr, auto& list) { return std::ranges::find(list, vr) != list.end(); }
bool is_bytes(std::string_view vr) { return vr.front() == 'O' || vr == "UN"; }

void put_integer(std::string& out, std::uint64_t number, int bytes) {
    for (; bytes > 0; --bytes, number >>= 8) out.push_back(static_cast<char>(number & 0xFF));
}

std::optional<std::uint8_t> base64_digit(char c) {
    if (c >= 'A' && c <= 'Z') return static_cast<std::uint8_t>(c - 'A');
    if (c >= 'a' && c <= 'z') return static_cast<std::uint8_t>(c - 'a' + 26);
    if (c >= '0' && c <= '9') return static_cast<std::uint8_t>(c - '0' + 52);
    if (c == '+') return std::uint8_t{62};
    if (c == '/') return std::uint8_t{63};
    return std::nullopt;
}

std::optional<std::string> from_base64(std::string_view text) {
    while (!text.empty() && text.back() == '=') text.remove_suffix(1);
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (const char c : text) {
        const auto digit = base64_digit(c);
        if (!digit) return std::nullopt;
        bits = (bits << 6 | *digit) & 0xFFFF;
        count += 6;
        if (count < 8) continue;
        count -= 8;
        out.push_back(static_cast<char>(bits >> count & 0xFF));
    }
    if (count == 6) return std::nullopt;
    return out;
}

std::optional<std::int64_t> integer_of(const value& one) {
    if (const auto* number = one.if_int64()) return *number;
    if (const auto* number = one.if_double(); number && std::floor(*number) == *number && std::abs(*number) < 9e15)
        return static_cast<std::int64_t>(*number);
    if (const auto* text = one.if_string()) {
        std::int64_t number = 0;
        const auto [end, error] = std::from_chars(text->data(), text->data() + text->size(), number);
        if (error == std::errc() && end == text->data() + text->size()) return number;
    }
    return std::nullopt;
}

struct Width {
    std::string_view vr;
    int bytes;
    std::int64_t least, most;
};
constexpr std::array widths{
    Width{"US", 2, 0, 65'535},
    Width{"SS", 2, -32'768, 32'767},
    Width{"UL", 4, 0, 4'294'967'295},
    Width{"SL", 4, -2'147'483'648LL, 2'147'483'647},
    Width{"UV", 8, 0, std::numeric_limits<std::int64_t>::max()},
    Width{"SV", 8, std::numeric_limits<std::int64_t>::min(), std::numeric_limits<std::int64_t>::max()}};

// A value of a VR of numbers; false: it is none, or does not fit.
bool put_number(std::string& out, std::string_view vr, const value& one) {
    if (vr == "FD" || vr == "FL") {
        boost::json::error_code error;
        const auto number = one.to_number<double>(error);
        if (error) return false;
        if (vr == "FD")
            put_integer(out, std::bit_cast<std::uint64_t>(number), 8);
        else
            put_integer(out, std::bit_cast<std::uint32_t>(static_cast<float>(number)), 4);
        return true;
    }
    if (const auto* large = one.if_uint64(); large && vr == "UV") {
        put_integer(out, *large, 8);
        return true;
    }
    const auto number = integer_of(one);
    const auto* width = std::ranges::find(widths, vr, &Width::vr);
    if (!number || width == widths.end() || *number < width->least || *number > width->most) return false;
    put_integer(out, static_cast<std::uint64_t>(*number), width->bytes);
    return true;
}

bool put_tag_value(std::string& out, const value& one) {
    const auto* text = one.if_string();
    const auto tag = text ? tag_of({text->data(), text->size()}) : std::nullopt;
    if (tag) put_tag(out, *tag);
    return tag.has_value();
}

std::optional<std::string> name_of(const object& groups) {
    std::string name, waiting;
    for (const auto* key : {"Alphabetic", "Ideographic", "Phonetic"}) {
        if (const auto* group = groups.if_contains(key)) {
            const auto* text = group->if_string();
            if (text == nullptr) return std::nullopt;
            name += waiting + std::string(*text);
            waiting.clear();
        }
        waiting += "=";
    }
    return name;
}

// As IS and DS want it: at most 16 characters (PS3.5 table 6.2-1).
std::string decimal_of(const value& one) {
    if (const auto number = integer_of(one)) return std::to_string(*number);
    const auto number = one.to_number<double>();
    auto text = fmt::format("{}", number);
    return text.size() <= 16 ? text : fmt::format("{:.9g}", number);
}

// One value of a text VR; nothing when it is none.
std::optional<std::string> text_of(std::string_view vr, const value& one) {
    if (one.is_null()) return std::string();
    if (const auto* text = one.if_string()) {
        if (text->find('\0') != boost::json::string::npos) return std::nullopt;
        return std::string(*text);
    }
    if (const auto* groups = one.if_object(); groups && vr == "PN") return name_of(*groups);
    if (one.is_number() && (vr == "IS" || vr == "DS")) return decimal_of(one);
    return std::nullopt;
}

bool append_value(std::string& out, std::string_view vr, const value& one, bool first) {
    if (vr == "AT") return put_tag_value(out, one);
    if (is_one_of(vr, binary_vrs) && !is_bytes(vr)) return put_number(out, vr, one);
    const auto text = text_of(vr, one);
    if (!text) return false;
    if (!first) out.push_back('\\');
    out += *text;
    return true;
}

const value* first_value(const object& set, std::string_view name) {
    const auto* element = set.if_contains(name);
    const auto* fields = element ? element->if_object() : nullptr;
    const auto* values = fields ? fields->if_contains("Value") : nullptr;
    const auto* array = values ? values->if_array() : nullptr;
    return array && !array->empty() ? &array->front() : nullptr;
}

}  // namespace

std::optional<Tag> tag_of(std::string_view name) {
    std::uint32_t number = 0;
    const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number, 16);
    if (name.size() != 8 || error != std::errc() || end != name.data() + name.size()) return std::nullopt;
    return Tag{static_cast<std::uint16_t>(number >> 16), static_cast<std::uint16_t>(number & 0xFFFF)};
}

bool is_vr(std::string_view vr) { return is_one_of(vr, text_vrs) || is_one_of(vr, binary_vrs); }
bool has_long_length(std::string_view vr) { return is_one_of(vr, long_vrs); }

void put_tag(std::string& out, Tag tag) {
    put_integer(out, tag.group, 2);
    put_integer(out, tag.element, 2);
}

void put_short(std::string& out, Tag tag, std::string_view vr, std::string text) {
    static_cast<void>(put_value(out, tag, vr, std::move(text)));
}

bool put_value(std::string& out, Tag tag, std::string_view vr, std::string bytes) {
    if (bytes.size() % 2 != 0) bytes.push_back(vr == "UI" || is_bytes(vr) ? '\0' : ' ');
    const bool is_long = has_long_length(vr);
    if (!is_long && bytes.size() > 0xFFFE) return false;
    put_tag(out, tag);
    out += vr;
    if (is_long) put_integer(out, 0, 2);
    put_integer(out, bytes.size(), is_long ? 4 : 2);
    out += bytes;
    return true;
}

Result<std::string> value_bytes(const object& element, std::string_view vr, Tag tag) {
    if (const auto* binary = element.if_contains("InlineBinary")) {
        const auto* text = binary->if_string();
        auto bytes = text && is_bytes(vr) ? from_base64({text->data(), text->size()}) : std::nullopt;
        if (!bytes) return fail(errors::malformed, to_text(tag) + ": InlineBinary");
        return std::move(*bytes);
    }
    std::string out;
    const auto* given = element.if_contains("Value");
    if (given == nullptr) return out;
    const auto* values = given->if_array();
    if (values == nullptr || is_bytes(vr)) return fail(errors::malformed, to_text(tag) + ": Value");
    bool first = true;
    for (const auto& one : *values) {
        if (!append_value(out, vr, one, first)) return fail(errors::malformed, to_text(tag) + ": Value");
        first = false;
    }
    return out;
}

std::string first_text(const object& set, std::string_view name) {
    const auto* found = first_value(set, name);
    const auto* text = found ? found->if_string() : nullptr;
    return text ? std::string(*text) : std::string();
}

std::optional<std::int64_t> first_number(const object& set, std::string_view name) {
    const auto* found = first_value(set, name);
    return found ? integer_of(*found) : std::nullopt;
}

}  // namespace portico::dicom::json
