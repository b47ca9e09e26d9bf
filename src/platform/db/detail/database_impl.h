// Private to this room: what a Database is made of.
#pragma once

#include <atomic>

#include "platform/db/database.h"
#include "platform/db/detail/pool.h"

namespace portico::db {

class Database::Impl {
public:
    Impl(std::string url, DatabaseOptions options);
    ~Impl();

    Session lease(Pool& pool);
    void trouble(std::string_view what) const {
        if (options.on_trouble) options.on_trouble(what);
    }
    ChangeSignal& changes();
    // Subscribers of this process, if there are any yet.
    void notify_local();

    const std::string url;
    const DatabaseOptions options;
    const Dialect dialect;
    const std::string sqlite_path;
    Pool readers;
    Pool writers;
    // SQLite: a commit that the disk refused is never followed by another one (GEN-3); only a restart helps.
    std::atomic<bool> writes_refused{false};

private:
    std::once_flag signal_started_;
    std::unique_ptr<ChangeSignal> signal_;
    std::atomic<ChangeSignal*> started_signal_{nullptr};
};

std::unique_ptr<ChangeSignal> watch_sqlite(const std::string& path, std::function<void(std::string_view)> on_trouble);
std::unique_ptr<ChangeSignal> watch_postgres(const std::string& url, std::function<void(std::string_view)> on_trouble);

}  // namespace portico::db
