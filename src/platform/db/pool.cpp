#include "platform/db/detail/pool.h"

namespace portico::db {

Pool::Lease Pool::lease() {
    std::unique_ptr<Connection> connection;
    {
        std::unique_lock lock(mutex_);
        if (!freed_.wait_for(lock, wait_, [this] { return free_slots_ > 0; }))
            throw DbError(DbErrorKind::busy, "no free database connection");
        --free_slots_;
        // The one used last has the warmest caches. One whose server went away is closed here.
        while (!idle_.empty() && !connection) {
            connection = std::move(idle_.back());
            idle_.pop_back();
            if (!connection->alive()) connection.reset();
        }
    }
    try {
        if (!connection) connection = open_();
    } catch (...) {
        give_back(nullptr);
        throw;
    }
    return {*this, std::move(connection)};
}

void Pool::give_back(std::unique_ptr<Connection> connection) noexcept {
    if (connection && !connection->alive()) connection.reset();
    {
        const std::scoped_lock lock(mutex_);
        if (connection) idle_.push_back(std::move(connection));
        ++free_slots_;
    }
    freed_.notify_one();
}

}  // namespace portico::db
