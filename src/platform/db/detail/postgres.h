// A bare libpq connection, for this room's connections and its change signal.
#pragma once

#include <memory>
#include <string>

struct pg_conn;

namespace portico::db {

struct ClosePostgres {
    void operator()(pg_conn* connection) const;
};
using PostgresHandle = std::unique_ptr<pg_conn, ClosePostgres>;

// Connects, UTF-8 and without notices on standard error; throws DbError (unavailable).
PostgresHandle connect_postgres(const std::string& url);

}  // namespace portico::db
