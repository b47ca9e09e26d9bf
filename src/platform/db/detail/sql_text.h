// Reading SQL text: placeholders, and what text a database takes. Private to this room.
#pragma once

#include <string>
#include <string_view>

namespace portico::db {

// `?` and `?7` as PostgreSQL's `$1` and `$7`, numbered as SQLite does it: a plain `?` is one more than the largest so
// far. Question marks in 'strings', "names" and comments stay.
std::string with_dollar_placeholders(std::string_view sql);

// True for well-formed UTF-8 (RFC 3629) without NUL characters.
bool is_storable_text(std::string_view text);

// The beginning of a statement on one line, for error texts.
std::string shortened(std::string_view sql);

}  // namespace portico::db
