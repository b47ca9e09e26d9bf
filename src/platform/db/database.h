// The database behind a URL: pools of connections, and the sign that something changed.
//
//   sqlite:/path/file.db                  one file, WAL, every commit on disk, one writer, several readers
//   postgresql://user:pw@host:port/name   also postgresql:///name?host=/socket/folder; libpq's parameters
//
// Reading sessions cannot write (the database itself refuses); changes go through UnitOfWork (unit_of_work.h).
// Prepared statements need direct connections or session pooling, not PgBouncer's transaction pooling.
// Thread-safe. Lives longer than everything made from it.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "platform/db/dialect.h"
#include "platform/db/session.h"

namespace portico::db {

class ChangeSignal;
class Transaction;

struct DatabaseOptions {
    int readers = 4;                            // connections for reading, opened when needed
    int writers = 4;                            // for writing; PostgreSQL only, SQLite has one
    std::chrono::milliseconds lock_wait{5000};  // for a free connection or a lock; then DbError (busy)
    std::chrono::milliseconds slow_query{200};  // statements longer than this are told to on_slow_query
    std::function<void(std::string_view sql, double milliseconds)> on_slow_query;  // any thread; without values
    std::function<void(std::string_view what)> on_trouble;  // background trouble: a lost notification connection …
    bool durable = true;  // false: a commit may be lost when the machine fails (SQLite); for tests
};

class Database {
public:
    // Opens one connection to see that it works; throws DbError when it does not.
    static std::unique_ptr<Database> open(const std::string& url, DatabaseOptions options = {});
    ~Database();
    Database(const Database&) = delete;
    Database& operator=(const Database&) = delete;

    Dialect dialect() const;

    // Reads, each statement by itself. Waits for a free connection.
    Session read();
    // Reads that all see the same moment, for exports and backups.
    Session read_snapshot();

    // Told when somebody, also another process, committed something (change_signal.h). Starts with the first call.
    ChangeSignal& changes();

    class Impl;
    Impl& impl() { return *impl_; }  // for this room only

private:
    explicit Database(std::unique_ptr<Impl> impl);
    std::unique_ptr<Impl> impl_;
};

}  // namespace portico::db
