// Where threads of this room wait: for a wake-up, for a time to pass, for the end. Thread-safe.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

namespace portico::jobs {

class Alarm {
public:
    // Until woken or the time is over; false: stop. One wake-up wakes one thread, now or at its next wait.
    bool wait(std::chrono::milliseconds time) {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, time, [this] { return rung_ || stopped_; });
        rung_ = false;
        return !stopped_;
    }
    void ring() {
        {
            const std::scoped_lock lock(mutex_);
            rung_ = true;
        }
        changed_.notify_one();
    }
    void stop() {
        {
            const std::scoped_lock lock(mutex_);
            stopped_ = true;
        }
        changed_.notify_all();
    }
    bool stopped() const {
        const std::scoped_lock lock(mutex_);
        return stopped_;
    }

private:
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    bool rung_ = false;
    bool stopped_ = false;
};

}  // namespace portico::jobs
