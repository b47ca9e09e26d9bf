// One connection to a database, private to this room: SqliteConnection and PostgresConnection stand behind it.
// Not thread-safe; the pool gives it to one session at a time.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "platform/db/value.h"

namespace portico::db {

using RowCallback = std::function<bool(const Row&)>;  // false: enough

enum class TransactionKind : std::uint8_t { write, read_snapshot };
enum class ConnectionUse : std::uint8_t { read, write };

class Connection {
public:
    virtual ~Connection() = default;

    // Runs one statement; affected rows. `on_row` may be empty. Parameters were checked before.
    virtual std::int64_t run(std::string_view sql, std::span<const Param> params, const RowCallback& on_row) = 0;
    // The same without holding the whole answer.
    virtual void stream(std::string_view sql, std::span<const Param> params, const RowCallback& on_row) = 0;
    // Several statements without parameters, for migrations.
    virtual void run_script(const std::string& sql) = 0;

    virtual void begin(TransactionKind kind) = 0;
    // `notify`: tell other processes (change_signal.h).
    virtual void commit(bool notify) = 0;
    virtual void rollback() noexcept = 0;

    // False when it is of no more use; also looks, without waiting, whether the server has gone away meanwhile.
    virtual bool alive() noexcept = 0;
};

struct ConnectionSettings {
    ConnectionUse use = ConnectionUse::read;
    std::chrono::milliseconds lock_wait{5000};
    bool durable = true;
};

std::unique_ptr<Connection> open_sqlite(const std::string& path, const ConnectionSettings& settings);
std::unique_ptr<Connection> open_postgres(const std::string& url, const ConnectionSettings& settings);

}  // namespace portico::db
