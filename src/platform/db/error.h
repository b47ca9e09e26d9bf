// What goes wrong at the database's edge, the same words for both databases.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>

namespace portico::db {

enum class DbErrorKind : std::uint8_t {
    unique_violation,  // a row with this key is there already
    foreign_key,       // a row that this one refers to is not there, or is still referred to
    busy,              // lock not got in time, deadlock, serialization: roll back and try again
    unavailable,       // no connection, disk full, input/output error, shutting down
    invalid_text,      // text that is not UTF-8 or holds a NUL character; neither database would keep it
    other,             // a mistake in this program: wrong SQL, wrong type, a violated check
};

// After a DbError inside a transaction the transaction is lost (as PostgreSQL does it, on SQLite too): every further
// statement and the commit throw. `what()` may hold SQL and column names: for the log, never for a client.
class DbError : public std::runtime_error {
public:
    DbError(DbErrorKind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}
    DbErrorKind kind() const { return kind_; }
    bool retryable() const { return kind_ == DbErrorKind::busy; }

private:
    DbErrorKind kind_;
};

}  // namespace portico::db
