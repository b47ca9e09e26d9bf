// SQLite behind Connection. One thread at a time uses a connection, so SQLite's own mutexes are off.
#include <fcntl.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cmath>

#include "platform/db/detail/connection.h"
#include "platform/db/detail/sql_text.h"
#include "platform/db/detail/statement_cache.h"

namespace portico::db {
namespace {

struct Finalize {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
struct Close {
    void operator()(sqlite3* database) const { sqlite3_close_v2(database); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalize>;

DbErrorKind kind_of(int code) {
    switch (code) {
        case SQLITE_CONSTRAINT_UNIQUE:
        case SQLITE_CONSTRAINT_PRIMARYKEY:
        case SQLITE_CONSTRAINT_ROWID:
            return DbErrorKind::unique_violation;
        case SQLITE_CONSTRAINT_FOREIGNKEY:
            return DbErrorKind::foreign_key;
        default:
            break;
    }
    switch (code & 0xFF) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return DbErrorKind::busy;
        case SQLITE_IOERR:
        case SQLITE_FULL:
        case SQLITE_CANTOPEN:
        case SQLITE_CORRUPT:
        case SQLITE_NOTADB:
        case SQLITE_NOMEM:
            return DbErrorKind::unavailable;
        default:
            return DbErrorKind::other;
    }
}

class SqliteRow final : public Row {
public:
    explicit SqliteRow(sqlite3_stmt* statement) : statement_(statement), size_(sqlite3_column_count(statement)) {}

    int size() const override { return size_; }
    bool is_null(int column) const override { return type(column) == SQLITE_NULL; }
    std::int64_t integer(int column) const override {
        if (type(column) != SQLITE_INTEGER) wrong_type(column, "an integer");
        return sqlite3_column_int64(statement_, column);
    }
    double real(int column) const override {
        if (type(column) != SQLITE_FLOAT && type(column) != SQLITE_INTEGER) wrong_type(column, "a number");
        return sqlite3_column_double(statement_, column);
    }
    std::string_view text(int column) const override {
        if (is_null(column) || type(column) == SQLITE_BLOB) wrong_type(column, "text");
        const void* text = sqlite3_column_text(statement_, column);
        const auto bytes = static_cast<std::size_t>(sqlite3_column_bytes(statement_, column));
        return {static_cast<const char*>(text), bytes};
    }

private:
    int type(int column) const { return sqlite3_column_type(statement_, column); }
    [[noreturn]] void wrong_type(int column, const char* wanted) const {
        throw DbError(DbErrorKind::other,
                      fmt::format("column {} is not {}: {}", column, wanted, shortened(sqlite3_sql(statement_))));
    }

    sqlite3_stmt* statement_;
    int size_;
};

// Leaves a cached statement ready for its next use.
class ResetAfterUse {
public:
    explicit ResetAfterUse(sqlite3_stmt* statement) : statement_(statement) {}
    ~ResetAfterUse() {
        sqlite3_reset(statement_);
        sqlite3_clear_bindings(statement_);
    }
    ResetAfterUse(const ResetAfterUse&) = delete;
    ResetAfterUse& operator=(const ResetAfterUse&) = delete;

private:
    sqlite3_stmt* statement_;
};

class SqliteConnection final : public Connection {
public:
    SqliteConnection(const std::string& path, const ConnectionSettings& settings);

    std::int64_t run(std::string_view sql, std::span<const Param> params, const RowCallback& on_row) override;
    void stream(std::string_view sql, std::span<const Param> params, const RowCallback& on_row) override {
        run(sql, params, on_row);
    }
    void run_script(const std::string& sql) override {
        if (sqlite3_exec(database_.get(), sql.c_str(), nullptr, nullptr, nullptr) != SQLITE_OK) fail(sql);
    }
    void begin(TransactionKind kind) override {
        run(kind == TransactionKind::write ? "BEGIN IMMEDIATE" : "BEGIN", {}, {});
    }
    // Other processes see the new data_version by themselves.
    void commit(bool /*notify*/) override { run("COMMIT", {}, {}); }
    void rollback() noexcept override {
        if (sqlite3_get_autocommit(database_.get()) == 0)
            sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
    bool alive() noexcept override { return alive_; }

private:
    sqlite3_stmt* prepared(std::string_view sql);
    void bind(sqlite3_stmt* statement, std::span<const Param> params, std::string_view sql);
    [[noreturn]] void fail(std::string_view sql);
    void use_write_ahead_log();

    std::unique_ptr<sqlite3, Close> database_;
    StatementCache<Statement> statements_{256};
    bool alive_ = true;
};

SqliteConnection::SqliteConnection(const std::string& path, const ConnectionSettings& settings) {
    sqlite3* raw = nullptr;
    const int opened =
        sqlite3_open_v2(path.c_str(), &raw, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, nullptr);
    database_.reset(raw);
    if (opened != SQLITE_OK)
        throw DbError(DbErrorKind::unavailable, "cannot open the database " + path + ": " + sqlite3_errstr(opened));
    sqlite3_extended_result_codes(raw, 1);
    sqlite3_busy_timeout(raw, static_cast<int>(settings.lock_wait.count()));
    const bool writes = settings.use == ConnectionUse::write;
    if (writes) use_write_ahead_log();
    run_script(
        fmt::format("PRAGMA synchronous = {}; PRAGMA foreign_keys = ON; PRAGMA cache_size = -16000; "
                    "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF; PRAGMA query_only = {}",
                    settings.durable ? "FULL" : "OFF", writes ? "OFF" : "ON"));
}

// Changing the mode does not wait for other openers by itself.
void SqliteConnection::use_write_ahead_log() {
    constexpr int tries = 50;
    for (int attempt = 1;; ++attempt) {
        if (sqlite3_exec(database_.get(), "PRAGMA journal_mode = WAL", nullptr, nullptr, nullptr) == SQLITE_OK) return;
        if ((sqlite3_errcode(database_.get()) & 0xFF) != SQLITE_BUSY || attempt == tries) fail("PRAGMA journal_mode");
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
}

std::int64_t SqliteConnection::run(std::string_view sql, std::span<const Param> params, const RowCallback& on_row) {
    sqlite3_stmt* const statement = prepared(sql);
    const ResetAfterUse reset(statement);
    bind(statement, params, sql);
    const auto before = sqlite3_total_changes64(database_.get());
    const SqliteRow row(statement);
    int step = sqlite3_step(statement);
    while (step == SQLITE_ROW && on_row && on_row(row)) step = sqlite3_step(statement);
    // A statement that returns rows to nobody has still made all its changes in the first step.
    if (step != SQLITE_DONE && step != SQLITE_ROW) fail(sql);
    return sqlite3_total_changes64(database_.get()) == before ? 0 : sqlite3_changes64(database_.get());
}

sqlite3_stmt* SqliteConnection::prepared(std::string_view sql) {
    if (auto* found = statements_.find(sql)) return found->get();
    sqlite3_stmt* raw = nullptr;
    const char* tail = nullptr;
    if (sqlite3_prepare_v3(database_.get(), sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &raw,
                           &tail) != SQLITE_OK)
        fail(sql);
    Statement statement(raw);
    const std::string_view rest(tail, static_cast<std::size_t>(sql.data() + sql.size() - tail));
    if (!statement || rest.find_first_not_of(" \t\n;") != std::string_view::npos)
        throw DbError(DbErrorKind::other, "one statement at a time: " + shortened(sql));
    statements_.put(sql, std::move(statement));
    return raw;
}

void SqliteConnection::bind(sqlite3_stmt* statement, std::span<const Param> params, std::string_view sql) {
    if (sqlite3_bind_parameter_count(statement) != static_cast<int>(params.size()))
        throw DbError(DbErrorKind::other, fmt::format("{} values for {} placeholders: {}", params.size(),
                                                      sqlite3_bind_parameter_count(statement), shortened(sql)));
    int index = 0;
    for (const Param& param : params) {
        ++index;
        int bound = SQLITE_OK;
        if (param.is_null()) {
            bound = sqlite3_bind_null(statement, index);
        } else if (param.type() == ParamType::integer) {
            bound = sqlite3_bind_int64(statement, index, param.integer());
        } else if (param.type() == ParamType::real) {
            bound = sqlite3_bind_double(statement, index, param.real());
        } else {
            // The caller's text outlives the call. An empty view may have no address; NULL would be bound for it.
            const char* text = param.text().empty() ? "" : param.text().data();
            bound = sqlite3_bind_text(statement, index, text, static_cast<int>(param.text().size()), nullptr);
        }
        if (bound != SQLITE_OK) fail(sql);
    }
}

void SqliteConnection::fail(std::string_view sql) {
    const int code = sqlite3_extended_errcode(database_.get());
    const DbErrorKind kind = kind_of(code);
    if (kind == DbErrorKind::unavailable) alive_ = false;
    throw DbError(kind, fmt::format("{} ({}): {}", sqlite3_errmsg(database_.get()), code, shortened(sql)));
}

// The file is for its owner only; the log and the shared memory beside it take over its mode.
void make_private_file(const std::string& path) {
    const int file = ::open(path.c_str(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, S_IRUSR | S_IWUSR);
    if (file >= 0) ::close(file);
}

}  // namespace

std::unique_ptr<Connection> open_sqlite(const std::string& path, const ConnectionSettings& settings) {
    if (settings.use == ConnectionUse::write) make_private_file(path);
    return std::make_unique<SqliteConnection>(path, settings);
}

}  // namespace portico::db
