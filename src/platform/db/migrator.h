// Brings a database to the schema that this program knows. Forward only.
//
// One text for both databases, with these differences written in it:
//   {{strict}}            ends CREATE TABLE (…): STRICT on SQLite, nothing on PostgreSQL
//   {{text}}              the type of text: TEXT, on PostgreSQL with COLLATE "C", so that both sort by bytes
//   {{bigint}}            the type of integers, times and truth values: INTEGER on SQLite, BIGINT on PostgreSQL
//   {{real}}              the type of doubles: REAL on SQLite, DOUBLE PRECISION on PostgreSQL
//   {{auto_key}}          an ascending BIGINT primary key that the database gives and never gives twice
//   -- sqlite: … -- end   lines for SQLite only (each marker alone on its line)
//   -- postgres: … -- end lines for PostgreSQL only
#pragma once

#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "platform/db/dialect.h"

namespace portico::db {

class Database;

struct Migration {
    int version;  // 1, 2, 3 … without gaps
    std::string_view name;
    std::string_view sql;
};

// The schema is not one that this program can work with; the text says what to do.
class SchemaError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

class Migrator {
public:
    // The migrations must outlive it.
    Migrator(Database& database, std::span<const Migration> migrations);

    int known_version() const;
    int current_version();  // 0: an empty database

    // Runs what is missing, each migration in its own transaction; how many ran. Several processes may do it at once.
    // Throws SchemaError when the schema is newer than this program or a migration fails (which then left nothing).
    int migrate();

    // For a server that may not migrate: throws SchemaError unless the schema is exactly the known one.
    void check();

private:
    bool run_next();

    Database& database_;
    std::span<const Migration> migrations_;
};

// The text of a migration for one database; throws SchemaError for an unknown token or an open block.
std::string migration_text(std::string_view sql, Dialect dialect);

}  // namespace portico::db
