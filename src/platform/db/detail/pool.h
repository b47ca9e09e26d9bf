// A few connections, opened when first needed and lent to one user at a time. Thread-safe. Private to this room.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <vector>

#include "platform/db/detail/connection.h"

namespace portico::db {

class Pool {
public:
    // A connection on loan; goes back by itself, or is closed when it is of no more use. The pool must outlive it.
    class Lease {
    public:
        Lease(Pool& pool, std::unique_ptr<Connection> connection) : pool_(&pool), connection_(std::move(connection)) {}
        Lease(Lease&&) noexcept = default;
        Lease& operator=(Lease&&) = delete;
        ~Lease() {
            if (connection_) pool_->give_back(std::move(connection_));
        }
        Connection* operator->() const { return connection_.get(); }

    private:
        Pool* pool_;
        std::unique_ptr<Connection> connection_;
    };

    using Open = std::function<std::unique_ptr<Connection>()>;
    Pool(Open open, int size, std::chrono::milliseconds wait)
        : open_(std::move(open)), free_slots_(size), wait_(wait) {}

    // Throws DbError: busy when none became free in time, unavailable when none could be opened.
    Lease lease();

private:
    void give_back(std::unique_ptr<Connection> connection) noexcept;

    Open open_;
    std::mutex mutex_;
    std::condition_variable freed_;
    std::vector<std::unique_ptr<Connection>> idle_;  // each holds no slot: a slot is the right to use one
    int free_slots_;
    std::chrono::milliseconds wait_;
};

}  // namespace portico::db
