// Small text helpers of the HTTP grammar (RFC 9110, 5.6).
#pragma once

#include <cctype>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portico::http::detail {

constexpr char to_lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
std::string lower(std::string_view text);
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_alphanumeric(char c) { return is_digit(c) || (to_lower(c) >= 'a' && to_lower(c) <= 'z'); }
constexpr bool is_token_char(char c) {
    return is_alphanumeric(c) || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}
bool is_token(std::string_view text);          // at least one character
std::string_view trim(std::string_view text);  // spaces and tabs
bool is_utf8(std::string_view text);
// The elements between commas that are outside of quotes, trimmed; empty ones are left out.
std::vector<std::string_view> split_list(std::string_view text);
// Decimal digits only, no sign; nothing when it is empty or does not fit.
std::optional<std::uint64_t> parse_number(std::string_view text);
// %XX decoded; nothing for a broken escape. With `plus_is_space` as in forms.
std::optional<std::string> percent_decode(std::string_view text, bool plus_is_space);

}  // namespace portico::http::detail
