// Wakes those who wait for changes, within 200 ms on both databases, also when another process made the change.
//
// PostgreSQL: LISTEN on a connection of its own; a transaction that called Session::signal_change() notifies when it
// has committed. SQLite: `PRAGMA data_version` is looked at every 50 ms, so any commit of another process wakes. A
// signal says "look again", not what changed; it may come without a change, and changes close together may come as one.
// A process that dies between its commit and the notification leaves none: whoever waits looks by itself now and then
// too.
#pragma once

#include <functional>
#include <memory>

namespace portico::db {

class ChangeSignal {
public:
    // While it lives, the callback is called. After its destructor has returned, the callback runs no more.
    class Subscription {
    public:
        Subscription() = default;
        explicit Subscription(std::function<void()> cancel) : cancel_(std::move(cancel)) {}
        Subscription(Subscription&& other) noexcept : cancel_(std::exchange(other.cancel_, nullptr)) {}
        Subscription& operator=(Subscription&& other) noexcept {
            std::swap(cancel_, other.cancel_);
            return *this;
        }
        ~Subscription() {
            if (cancel_) cancel_();
        }

    private:
        std::function<void()> cancel_;
    };

    virtual ~ChangeSignal() = default;
    // The callback runs on the signal's thread or on a committing one: short, no database, no exceptions, and it must
    // not cancel a subscription.
    [[nodiscard]] virtual Subscription subscribe(std::function<void()> callback) = 0;
    // Wakes the subscribers of this process at once.
    virtual void notify_local() = 0;
};

}  // namespace portico::db
