// What a Session is made of: a leased connection and the state of its transaction. Private to this room.
#pragma once

#include "platform/db/database.h"
#include "platform/db/detail/pool.h"

namespace portico::db {

class SessionCore {
public:
    SessionCore(Pool::Lease lease, Dialect dialect, const DatabaseOptions& options)
        : lease_(std::move(lease)), dialect_(dialect), options_(options) {}
    ~SessionCore();
    SessionCore(const SessionCore&) = delete;
    SessionCore& operator=(const SessionCore&) = delete;

    Dialect dialect() const { return dialect_; }
    std::int64_t run(std::string_view sql, std::span<const Param> params, const RowCallback& on_row);
    void stream(std::string_view sql, std::span<const Param> params, const RowCallback& on_row);
    void run_script(const std::string& sql);

    void begin(TransactionKind kind);
    void commit();
    void signal_change() { signal_ = true; }
    bool signals_change() const { return signal_; }

private:
    template <class Work>
    auto guarded(std::string_view sql, Work work);
    void tell_slow(std::string_view sql, std::chrono::steady_clock::time_point since) const;

    Pool::Lease lease_;
    Dialect dialect_;
    const DatabaseOptions& options_;
    bool in_transaction_ = false;
    bool failed_ = false;  // by an error inside the transaction
    bool streaming_ = false;
    bool signal_ = false;
};

}  // namespace portico::db
