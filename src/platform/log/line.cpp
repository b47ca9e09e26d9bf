#include "platform/log/line.h"

#include <fmt/format.h>

#include <cmath>
#include <iterator>

namespace portico::log {
namespace {

constexpr char32_t replacement = 0xFFFD;

struct CodePoint {
    char32_t value;
    std::size_t length;  // bytes taken
};

// The code point at the start of a text that is not empty; U+FFFD for one byte that starts no valid UTF-8 (RFC 3629).
CodePoint next_code_point(std::string_view text) {
    auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned char first = byte(0);
    if (first < 0x80) return {first, 1};
    std::size_t length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
    if (first < 0xC2 || first > 0xF4 || text.size() < length) return {replacement, 1};
    char32_t value = first & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U) return {replacement, 1};
        value = (value << 6) | (byte(i) & 0x3FU);
    }
    bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    if (overlong || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF)) return {replacement, 1};
    return {value, length};
}

// What could end a line, move a terminal's cursor or turn the reading direction.
bool is_control(char32_t c) {
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 || (c >= 0x202A && c <= 0x202E) ||
           (c >= 0x2066 && c <= 0x2069);
}

void append_escaped(std::string& out, std::string_view text) {
    while (!text.empty()) {
        auto [value, length] = next_code_point(text);
        if (value == '"' || value == '\\') {
            out += '\\';
            out += static_cast<char>(value);
        } else if (value == '\n') {
            out += "\\n";
        } else if (is_control(value)) {
            fmt::format_to(std::back_inserter(out), "\\u{:04x}", static_cast<std::uint32_t>(value));
        } else if (value == replacement) {
            out += "\xEF\xBF\xBD";
        } else {
            out += text.substr(0, length);
        }
        text.remove_prefix(length);
    }
}

void append_string(std::string& out, std::string_view text) {
    out += '"';
    append_escaped(out, text);
    out += '"';
}

struct JsonValue {
    std::string& out;
    void operator()(std::string_view text) const { append_string(out, text); }
    void operator()(bool value) const { out += value ? "true" : "false"; }
    void operator()(double value) const { out += std::isfinite(value) ? fmt::format("{}", value) : "null"; }
    void operator()(auto number) const { out += fmt::format("{}", number); }
};

struct TextValue {
    std::string& out;
    void operator()(std::string_view text) const {
        bool plain = !text.empty() && text.find_first_of(" \"\\=") == std::string_view::npos;
        if (plain) {
            append_escaped(out, text);
        } else {
            append_string(out, text);
        }
    }
    void operator()(auto value) const { out += fmt::format("{}", value); }
};

bool is_own_member(std::string_view key) {
    return key == "time" || key == "level" || key == "message" || key == "request_id";
}

void append_member(std::string& out, std::string_view key, std::string_view value) {
    append_string(out, key);
    out += ':';
    append_string(out, value);
}

}  // namespace

std::string to_json(const Line& line) {
    std::string out = "{";
    append_member(out, "time", line.time);
    out += ',';
    append_member(out, "level", line.level);
    out += ',';
    append_member(out, "message", line.message);
    for (const auto& field : line.fields) {
        out += ",\"";
        append_escaped(out, field.key());
        out += is_own_member(field.key()) ? "_\":" : "\":";
        std::visit(JsonValue{out}, field.value());
    }
    if (!line.request_id.empty()) {
        out += ',';
        append_member(out, "request_id", line.request_id);
    }
    out += '}';
    return out;
}

std::string to_text(const Line& line) {
    std::string level(line.level);
    for (char& c : level) c = static_cast<char>(c - 'a' + 'A');
    // Of the time "2026-11-21T14:05:00.123Z" the hours to the milliseconds.
    std::string out = fmt::format("{} {:<8}", line.time.substr(11, 12), level);
    append_escaped(out, line.message);
    for (const auto& field : line.fields) {
        out += ' ';
        append_escaped(out, field.key());
        out += '=';
        std::visit(TextValue{out}, field.value());
    }
    if (!line.request_id.empty()) {
        out += " request_id=";
        append_escaped(out, line.request_id);
    }
    return out;
}

}  // namespace portico::log
