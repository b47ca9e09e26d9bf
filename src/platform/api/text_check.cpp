#include "platform/api/text_check.h"

#include <map>
#include <mutex>
#include <regex>

namespace portico::api {
namespace {

struct CodePoint {
    char32_t value = 0;
    std::size_t length = 0;  // 0: not UTF-8
};

bool is_continuation(std::string_view text, std::size_t at) {
    return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0) == 0x80;
}

// RFC 3629 §3 and §4.
CodePoint decode(std::string_view text, std::size_t at) {
    auto lead = static_cast<unsigned char>(text[at]);
    if (lead < 0x80) return {lead, 1};
    std::size_t length = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : 2;
    if (lead < 0xC2 || lead > 0xF4) return {};
    char32_t value = lead & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if (!is_continuation(text, at + i)) return {};
        value = (value << 6) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
    }
    bool overlong = (length == 3 && value < 0x800) || (length == 4 && value < 0x10000);
    bool surrogate = value >= 0xD800 && value <= 0xDFFF;
    if (overlong || surrogate || value > 0x10FFFF) return {};
    return {value, length};
}

bool is_control(char32_t c) { return (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c <= 0x9F); }

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

bool is_label(std::string_view label) {
    if (label.empty() || label.size() > 63 || label.front() == '-' || label.back() == '-') return false;
    for (char c : label) {
        if (!is_letter(c) && !is_digit(c) && c != '-') return false;
    }
    return true;
}

bool is_domain(std::string_view domain) {
    if (domain.size() > 253) return false;
    std::size_t labels = 0;
    for (std::size_t at = 0; at <= domain.size(); ++labels) {
        auto dot = std::min(domain.find('.', at), domain.size());
        if (!is_label(domain.substr(at, dot - at))) return false;
        at = dot + 1;
    }
    return labels >= 2;
}

}  // namespace

std::optional<std::size_t> count_clean_text(std::string_view text) {
    std::size_t count = 0;
    for (std::size_t at = 0; at < text.size(); ++count) {
        CodePoint c = decode(text, at);
        if (c.length == 0 || is_control(c.value)) return std::nullopt;
        at += c.length;
    }
    return count;
}

std::size_t utf8_length(std::string_view text, std::size_t at) { return decode(text, at).length; }

// RFC 5321 §4.1.2 (Dot-string, no quoted local part) with the lengths of §4.5.3.1.
bool is_email(std::string_view text) {
    auto at = text.find('@');
    if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) return false;
    std::string_view local = text.substr(0, at);
    if (local.front() == '.' || local.back() == '.' || local.find("..") != std::string_view::npos) return false;
    for (char c : local) {
        bool atom =
            is_letter(c) || is_digit(c) || std::string_view("!#$%&'*+-/=?^_`{|}~.").find(c) != std::string_view::npos;
        if (!atom) return false;
    }
    return is_domain(text.substr(at + 1));
}

bool is_date(std::string_view text) {
    if (text.size() != 10 || text[4] != '-' || text[7] != '-') return false;
    auto number = [&](std::size_t from, std::size_t length) {
        int value = 0;
        for (std::size_t i = from; i < from + length; ++i) {
            if (!is_digit(text[i])) return -1;
            value = value * 10 + (text[i] - '0');
        }
        return value;
    };
    int year = number(0, 4);
    int month = number(5, 2);
    int day = number(8, 2);
    if (year < 1 || month < 1 || day < 1) return false;
    return std::chrono::year_month_day(std::chrono::year(year), std::chrono::month(static_cast<unsigned>(month)),
                                       std::chrono::day(static_cast<unsigned>(day)))
        .ok();
}

bool is_http_uri(std::string_view text) {
    std::string_view rest;
    for (std::string_view scheme : {"https://", "http://"}) {
        if (text.starts_with(scheme)) rest = text.substr(scheme.size());
    }
    if (rest.empty() || rest.front() == '/' || rest.front() == '?' || rest.front() == '#') return false;
    for (char c : text) {
        if (c <= ' ' || c > '~' || std::string_view("\"<>\\^`{|}").find(c) != std::string_view::npos) return false;
    }
    return true;
}

bool matches_pattern(std::string_view text, std::string_view pattern) {
    static std::mutex mutex;
    static std::map<std::string_view, std::regex> compiled;
    const std::regex* regex = nullptr;
    {
        std::lock_guard lock(mutex);
        auto found = compiled.find(pattern);
        if (found == compiled.end()) {
            found = compiled.emplace(pattern, std::regex(pattern.begin(), pattern.end())).first;
        }
        regex = &found->second;  // stays: nothing is ever erased
    }
    return std::regex_match(text.begin(), text.end(), *regex);
}

std::string_view cut_text(std::string_view text, std::size_t bytes) {
    if (text.size() <= bytes) return text;
    while (bytes > 0 && is_continuation(text, bytes)) --bytes;
    return text.substr(0, bytes);
}

namespace {
constexpr std::string_view base64url_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
}

std::string to_base64url(std::string_view bytes) {
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (char c : bytes) {
        bits = (bits << 8) | static_cast<unsigned char>(c);
        for (count += 8; count >= 6; count -= 6) out += base64url_digits[(bits >> (count - 6)) & 0x3F];
    }
    if (count > 0) out += base64url_digits[(bits << (6 - count)) & 0x3F];
    return out;
}

std::optional<std::string> from_base64url(std::string_view text) {
    std::string out;
    std::uint32_t bits = 0;
    int count = 0;
    for (char c : text) {
        auto digit = base64url_digits.find(c);
        if (digit == std::string_view::npos) return std::nullopt;
        bits = (bits << 6) | static_cast<std::uint32_t>(digit);
        count += 6;
        if (count >= 8) {
            count -= 8;
            out += static_cast<char>((bits >> count) & 0xFF);
        }
    }
    bool left_over = count >= 6 || (bits & ((1U << count) - 1)) != 0;
    if (left_over) return std::nullopt;
    return out;
}

}  // namespace portico::api
