// Text of people made comparable: for search, sorting and identifiers. The same on both databases, since it is stored.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace portico::text {

// Compatibility decomposition, marks removed, case folded, and letters that have no decomposition spelled out (ø -> o,
// ß -> ss, æ -> ae). Broken UTF-8 becomes U+FFFD.
std::string fold(std::string_view utf8);
// The words of a text, folded, without punctuation, each once, in order of appearance; for the search table.
std::vector<std::string> tokens(std::string_view utf8);
// Compare bytes of two of these to sort people's names: folded, '^' before letters, digits by value; longest 200 bytes.
std::string sort_key(std::string_view utf8);
// Upper case, without spaces, dots and dashes: "NL-123.456 b" -> "NL123456B".
std::string normalise_identifier(std::string_view utf8);
// Valid UTF-8 whatever comes in: broken bytes become U+FFFD.
std::string valid_utf8(std::string_view bytes);

}  // namespace portico::text
