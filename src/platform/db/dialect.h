// The few places where the two databases want different text. Everything else is written once: both know
// INSERT … ON CONFLICT … DO UPDATE, RETURNING, WITH, row values, partial indexes and window functions.
#pragma once

#include <cstdint>
#include <string_view>

namespace portico::db {

enum class Dialect : std::uint8_t { sqlite, postgres };

std::string_view name_of(Dialect dialect);  // "sqlite", "postgres"

// The larger of several values: greatest(dialect) + "(a, b)".
std::string_view greatest(Dialect dialect);
std::string_view least(Dialect dialect);

// Ends a SELECT in a transaction that is going to change the rows it read. SQLite has one writer and needs nothing.
std::string_view for_update(Dialect dialect);
// The same, leaving out rows that somebody else holds: for queues.
std::string_view for_update_skip_locked(Dialect dialect);

}  // namespace portico::db
