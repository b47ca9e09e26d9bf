// PostgreSQL behind Connection: statements prepared by name, values as text with explicit types.
#include <libpq-fe.h>
#include <poll.h>

#include <charconv>
#include <cstring>

#include "platform/db/detail/connection.h"
#include "platform/db/detail/postgres.h"
#include "platform/db/detail/sql_text.h"
#include "platform/db/detail/statement_cache.h"

namespace portico::db {
namespace {

// From pg_type.dat; these never change.
constexpr Oid oid_bool = 16, oid_int8 = 20, oid_int2 = 21, oid_int4 = 23, oid_text = 25, oid_float4 = 700,
              oid_float8 = 701, oid_numeric = 1700;

struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
};
using Answer = std::unique_ptr<PGresult, Clear>;

// PostgreSQL documentation, appendix A: the first two characters are the class.
DbErrorKind kind_of(std::string_view sqlstate) {
    if (sqlstate == "23505") return DbErrorKind::unique_violation;
    if (sqlstate == "23503") return DbErrorKind::foreign_key;
    if (sqlstate == "40001" || sqlstate == "40P01" || sqlstate == "55P03") return DbErrorKind::busy;
    if (sqlstate == "22021" || sqlstate == "22P05") return DbErrorKind::invalid_text;
    if (sqlstate == "08P01") return DbErrorKind::other;  // a wrong number of values
    const std::string_view group = sqlstate.substr(0, 2);
    if (group == "08" || group == "53" || group == "57" || group == "58") return DbErrorKind::unavailable;
    return DbErrorKind::other;
}

class PostgresRow final : public Row {
public:
    PostgresRow(const PGresult* result, int row) : result_(result), row_(row) {}

    int size() const override { return PQnfields(result_); }
    bool is_null(int column) const override {
        if (column >= size()) throw DbError(DbErrorKind::other, "there is no such column");
        return PQgetisnull(result_, row_, column) == 1;
    }
    std::int64_t integer(int column) const override {
        const std::string_view value = checked(column);
        const Oid type = PQftype(result_, column);
        if (type == oid_bool) return value == "t" ? 1 : 0;
        if (type != oid_int8 && type != oid_int4 && type != oid_int2 && type != oid_numeric) wrong_type(column);
        return parsed<std::int64_t>(value, column);
    }
    double real(int column) const override {
        const std::string_view value = checked(column);
        switch (PQftype(result_, column)) {
            case oid_float8:
            case oid_float4:
            case oid_numeric:
            case oid_int8:
            case oid_int4:
            case oid_int2:
                return parsed<double>(value, column);
            default:
                wrong_type(column);
        }
    }
    std::string_view text(int column) const override { return checked(column); }

private:
    std::string_view checked(int column) const {
        if (is_null(column)) wrong_type(column);
        return {PQgetvalue(result_, row_, column), static_cast<std::size_t>(PQgetlength(result_, row_, column))};
    }
    template <class T>
    T parsed(std::string_view text, int column) const {
        T value{};
        const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc() || end != text.data() + text.size()) wrong_type(column);
        return value;
    }
    [[noreturn]] void wrong_type(int column) const {
        throw DbError(DbErrorKind::other, fmt::format("column {} ({}) is NULL or not of the wanted type", column,
                                                      PQfname(result_, column)));
    }

    const PGresult* result_;
    int row_;
};

// Parameters in the form that libpq wants.
class BoundValues {
public:
    explicit BoundValues(std::span<const Param> params) : texts_(params.size()), values_(params.size()) {
        for (std::size_t i = 0; i < params.size(); ++i) {
            const Param& param = params[i];
            if (param.is_null()) continue;
            if (param.type() == ParamType::text) {
                texts_[i] = param.text();
            } else {
                std::array<char, 40> buffer{};
                const auto end = param.type() == ParamType::integer
                                     ? std::to_chars(buffer.data(), buffer.data() + buffer.size(), param.integer()).ptr
                                     : std::to_chars(buffer.data(), buffer.data() + buffer.size(), param.real()).ptr;
                texts_[i].assign(buffer.data(), end);
            }
            values_[i] = texts_[i].c_str();
        }
    }
    int count() const { return static_cast<int>(values_.size()); }
    const char* const* values() const { return values_.data(); }

private:
    std::vector<std::string> texts_;
    std::vector<const char*> values_;
};

Oid oid_of(ParamType type) {
    switch (type) {
        case ParamType::integer:
            return oid_int8;
        case ParamType::real:
            return oid_float8;
        case ParamType::text:
            return oid_text;
        default:
            return 0;  // the server decides
    }
}

// Whatever happens, the rest of an answer must be taken off the connection before its next use. When an exception ends
// the reading, the server is told to stop.
class TakeRest {
public:
    explicit TakeRest(PGconn* connection) : connection_(connection), exceptions_(std::uncaught_exceptions()) {}
    ~TakeRest() {
        if (std::uncaught_exceptions() > exceptions_) cancel();
        while (PGresult* result = PQgetResult(connection_)) PQclear(result);
    }
    TakeRest(const TakeRest&) = delete;
    TakeRest& operator=(const TakeRest&) = delete;

private:
    void cancel() const {
        PGcancel* const cancel = PQgetCancel(connection_);
        if (cancel == nullptr) return;
        std::array<char, 256> error{};
        PQcancel(cancel, error.data(), static_cast<int>(error.size()));
        PQfreeCancel(cancel);
    }

    PGconn* connection_;
    int exceptions_;
};

class PostgresConnection final : public Connection {
public:
    PostgresConnection(const std::string& url, const ConnectionSettings& settings);

    std::int64_t run(std::string_view sql, std::span<const Param> params, const RowCallback& on_row) override;
    void stream(std::string_view sql, std::span<const Param> params, const RowCallback& on_row) override;
    void run_script(const std::string& sql) override { simple(sql.c_str()); }
    void begin(TransactionKind kind) override {
        simple(kind == TransactionKind::write ? "BEGIN" : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
    }
    void commit(bool notify) override;
    void rollback() noexcept override {
        if (PQtransactionStatus(connection_.get()) != PQTRANS_IDLE) PQclear(PQexec(connection_.get(), "ROLLBACK"));
    }
    bool alive() noexcept override;

private:
    const std::string& prepared(std::string_view sql, std::span<const Param> params);
    void simple(const char* sql);
    [[noreturn]] void fail(const PGresult* result, std::string_view sql);

    PostgresHandle connection_;
    StatementCache<std::string> statements_{256};
    std::string key_;  // of the last statement: its text and the types of its values
    std::uint64_t last_name_ = 0;
};

PostgresConnection::PostgresConnection(const std::string& url, const ConnectionSettings& settings)
    : connection_(connect_postgres(url)) {
    const auto text = fmt::format(
        "SET client_min_messages = warning; SET lock_timeout = {}; "
        "SET default_transaction_read_only = {}; SET standard_conforming_strings = on; SET jit = off",
        settings.lock_wait.count(), settings.use == ConnectionUse::read ? "on" : "off");
    simple(text.c_str());
}

const std::string& PostgresConnection::prepared(std::string_view sql, std::span<const Param> params) {
    key_.assign(sql);
    key_ += '\n';
    for (const Param& param : params) key_ += static_cast<char>(param.type());
    if (const auto* found = statements_.find(key_)) return *found;
    std::vector<Oid> types;
    for (const Param& param : params) types.push_back(oid_of(param.type()));
    const std::string name = "s" + std::to_string(++last_name_);
    const Answer answer(PQprepare(connection_.get(), name.c_str(), with_dollar_placeholders(sql).c_str(),
                                  static_cast<int>(types.size()), types.data()));
    if (PQresultStatus(answer.get()) != PGRES_COMMAND_OK) fail(answer.get(), sql);
    if (const auto evicted = statements_.put(key_, name)) simple(("DEALLOCATE " + *evicted).c_str());
    return *statements_.find(key_);
}

std::int64_t PostgresConnection::run(std::string_view sql, std::span<const Param> params, const RowCallback& on_row) {
    const std::string& name = prepared(sql, params);
    const BoundValues bound(params);
    const Answer answer(
        PQexecPrepared(connection_.get(), name.c_str(), bound.count(), bound.values(), nullptr, nullptr, 0));
    const auto status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK) fail(answer.get(), sql);
    if (on_row) {
        const int rows = PQntuples(answer.get());
        for (int i = 0; i < rows; ++i)
            if (!on_row(PostgresRow(answer.get(), i))) break;
    }
    const std::string_view tag = PQcmdStatus(answer.get());
    const std::string_view count = PQcmdTuples(answer.get());
    std::int64_t affected = 0;
    if (!tag.starts_with("SELECT")) std::from_chars(count.data(), count.data() + count.size(), affected);
    return affected;
}

void PostgresConnection::stream(std::string_view sql, std::span<const Param> params, const RowCallback& on_row) {
    const std::string& name = prepared(sql, params);
    const BoundValues bound(params);
    PGconn* const c = connection_.get();
    if (PQsendQueryPrepared(c, name.c_str(), bound.count(), bound.values(), nullptr, nullptr, 0) != 1)
        fail(nullptr, sql);
    PQsetSingleRowMode(c);
    const TakeRest rest(c);
    while (Answer answer{PQgetResult(c)}) {
        const auto status = PQresultStatus(answer.get());
        if (status == PGRES_SINGLE_TUPLE) {
            on_row(PostgresRow(answer.get(), 0));
        } else if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK) {
            fail(answer.get(), sql);
        }
    }
}

// The notification goes out in a transaction of its own behind the commit, in the same message to the server:
// PostgreSQL lets only one transaction with a notification commit at a time, and ours should not queue for the disk.
void PostgresConnection::commit(bool notify) {
    const char* const sql = notify ? "COMMIT; NOTIFY portico_change" : "COMMIT";
    PGconn* const c = connection_.get();
    if (PQsendQuery(c, sql) != 1) fail(nullptr, sql);
    Answer first(PQgetResult(c));
    while (PGresult* rest = PQgetResult(c)) PQclear(rest);
    if (PQresultStatus(first.get()) != PGRES_COMMAND_OK) fail(first.get(), sql);
    // A failed transaction answers COMMIT with ROLLBACK, which is no error for the server.
    if (std::string_view(PQcmdStatus(first.get())) != "COMMIT")
        throw DbError(DbErrorKind::other, "the transaction had failed and was rolled back");
}

bool PostgresConnection::alive() noexcept {
    PGconn* const c = connection_.get();
    if (PQstatus(c) != CONNECTION_OK) return false;
    if (PQtransactionStatus(c) != PQTRANS_IDLE) return false;
    // An idle connection has nothing to read, unless the server said good-bye. (It may also tell of a changed setting;
    // then a new connection does no harm.)
    pollfd descriptor{PQsocket(c), POLLIN, 0};
    return ::poll(&descriptor, 1, 0) == 0;
}

void PostgresConnection::simple(const char* sql) {
    const Answer answer(PQexec(connection_.get(), sql));
    const auto status = PQresultStatus(answer.get());
    if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK && status != PGRES_EMPTY_QUERY) fail(answer.get(), sql);
}

void PostgresConnection::fail(const PGresult* result, std::string_view sql) {
    const char* const state = result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const std::string_view sqlstate = state == nullptr ? "" : state;
    std::string message = result == nullptr ? PQerrorMessage(connection_.get()) : PQresultErrorMessage(result);
    while (!message.empty() && message.back() == '\n') message.pop_back();
    DbErrorKind kind = kind_of(sqlstate);
    if (sqlstate.empty() || PQstatus(connection_.get()) != CONNECTION_OK) kind = DbErrorKind::unavailable;
    // "cached plan must not change result type": somebody migrated meanwhile. Prepared anew it will work.
    if (sqlstate == "0A000" && message.find("cached plan") != std::string::npos) {
        statements_.erase(key_);
        kind = DbErrorKind::busy;
    }
    throw DbError(kind, fmt::format("{} ({}): {}", message, sqlstate, shortened(sql)));
}

}  // namespace

void ClosePostgres::operator()(PGconn* connection) const { PQfinish(connection); }

PostgresHandle connect_postgres(const std::string& url) {
    // dbname takes a whole URL; what the URL says goes before the defaults given ahead of it.
    const std::array<const char*, 5> keys{"application_name", "connect_timeout", "dbname", "client_encoding", nullptr};
    const std::array<const char*, 5> values{"portico", "5", url.c_str(), "UTF8", nullptr};
    PostgresHandle connection(PQconnectdbParams(keys.data(), values.data(), 1));
    if (PQstatus(connection.get()) != CONNECTION_OK) {
        std::string message = PQerrorMessage(connection.get());
        while (!message.empty() && message.back() == '\n') message.pop_back();
        throw DbError(DbErrorKind::unavailable, "cannot connect to PostgreSQL: " + message);
    }
    PQsetNoticeProcessor(
        connection.get(), [](void*, const char*) {}, nullptr);
    return connection;
}

std::unique_ptr<Connection> open_postgres(const std::string& url, const ConnectionSettings& settings) {
    return std::make_unique<PostgresConnection>(url, settings);
}

}  // namespace portico::db
