// Checks of text that comes from outside. Pure functions.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace portico::api {

// Number of code points; nothing when the text is not UTF-8 (RFC 3629: no surrogates, no overlong forms) or holds a
// control character (Unicode category Cc) other than line feed and tab.
std::optional<std::size_t> count_clean_text(std::string_view text);

// Bytes of the UTF-8 character at a place; 0 when there is none.
std::size_t utf8_length(std::string_view text, std::size_t at);

bool is_email(std::string_view text);
bool is_date(std::string_view text);
bool is_http_uri(std::string_view text);

// True when the whole text matches. The pattern must live for ever (it is compiled once). Thread-safe.
bool matches_pattern(std::string_view text, std::string_view pattern);

// At most `bytes` of the text, cut at a character border.
std::string_view cut_text(std::string_view text, std::size_t bytes);

// RFC 4648 §5 without padding.
std::string to_base64url(std::string_view bytes);
std::optional<std::string> from_base64url(std::string_view text);

}  // namespace portico::api
