#include "platform/db/session.h"

#include "platform/db/detail/session_core.h"
#include "platform/db/detail/sql_text.h"

namespace portico::db {

SessionCore::~SessionCore() {
    if (in_transaction_) lease_->rollback();
}

template <class Work>
auto SessionCore::guarded(std::string_view sql, Work work) {
    if (streaming_) throw std::logic_error("the session is used inside its own for_each");
    if (failed_) throw DbError(DbErrorKind::other, "the transaction has failed before: " + shortened(sql));
    const auto start = std::chrono::steady_clock::now();
    try {
        if constexpr (std::is_void_v<decltype(work())>) {
            work();
            tell_slow(sql, start);
        } else {
            auto result = work();
            tell_slow(sql, start);
            return result;
        }
    } catch (const DbError&) {
        failed_ = in_transaction_;
        throw;
    }
}

void check_params(std::string_view sql, std::span<const Param> params) {
    for (const Param& param : params)
        if (param.type() == ParamType::text && !is_storable_text(param.text()))
            throw DbError(DbErrorKind::invalid_text, "a value is not UTF-8 text without NUL: " + shortened(sql));
}

std::int64_t SessionCore::run(std::string_view sql, std::span<const Param> params, const RowCallback& on_row) {
    return guarded(sql, [&] {
        check_params(sql, params);
        return lease_->run(sql, params, on_row);
    });
}

void SessionCore::stream(std::string_view sql, std::span<const Param> params, const RowCallback& on_row) {
    guarded(sql, [&] {
        check_params(sql, params);
        struct Flag {
            bool& flag;
            ~Flag() { flag = false; }
        } const flag{streaming_};
        streaming_ = true;
        lease_->stream(sql, params, on_row);
    });
}

void SessionCore::run_script(const std::string& sql) {
    guarded(sql, [&] { lease_->run_script(sql); });
}

void SessionCore::begin(TransactionKind kind) {
    lease_->begin(kind);
    in_transaction_ = true;
}

void SessionCore::commit() {
    guarded("COMMIT", [&] { lease_->commit(signal_); });
    in_transaction_ = false;
}

void SessionCore::tell_slow(std::string_view sql, std::chrono::steady_clock::time_point since) const {
    if (!options_.on_slow_query) return;
    const auto took = std::chrono::steady_clock::now() - since;
    if (took >= options_.slow_query)
        options_.on_slow_query(sql, std::chrono::duration<double, std::milli>(took).count());
}

Session::Session(std::unique_ptr<SessionCore> core) : core_(std::move(core)) {}
Session::Session(Session&&) noexcept = default;
Session& Session::operator=(Session&&) noexcept = default;
Session::~Session() = default;

Dialect Session::dialect() const { return core_->dialect(); }

void Session::signal_change() { core_->signal_change(); }

std::int64_t Session::run(std::string_view sql, std::span<const Param> params, const RowCallback& on_row) {
    return core_->run(sql, params, on_row);
}

void Session::stream(std::string_view sql, std::span<const Param> params, const RowCallback& on_row) {
    core_->stream(sql, params, on_row);
}

void Session::throw_no_row(std::string_view sql) {
    throw DbError(DbErrorKind::other, "there is no such row: " + shortened(sql));
}

void Session::check_width(const Row& row, int expected) {
    if (row.size() != expected)
        throw DbError(DbErrorKind::other, fmt::format("{} columns where {} are read", row.size(), expected));
}

std::vector<Param> Session::params_of(const Sql& sql) {
    std::vector<Param> params;
    params.reserve(sql.values().size());
    for (const Value& value : sql.values()) params.push_back(value.param());
    return params;
}

}  // namespace portico::db
