// The subscribers of a change signal. Thread-safe. Private to this room.
#pragma once

#include <map>
#include <mutex>

#include "platform/db/change_signal.h"

namespace portico::db {

class Subscribers {
public:
    ChangeSignal::Subscription add(std::function<void()> callback) {
        const std::scoped_lock lock(mutex_);
        const int key = ++last_key_;
        callbacks_.emplace(key, std::move(callback));
        return ChangeSignal::Subscription([this, key] {
            const std::scoped_lock cancel_lock(mutex_);
            callbacks_.erase(key);
        });
    }
    void call() {
        const std::scoped_lock lock(mutex_);
        for (const auto& [key, callback] : callbacks_) callback();
    }

private:
    std::mutex mutex_;
    std::map<int, std::function<void()>> callbacks_;
    int last_key_ = 0;
};

}  // namespace portico::db
