// Wakes the one coroutine that waits for it.
#pragma once

#include "platform/http/detail/asio.h"

namespace portico::http::detail {

// Lives on one strand: all calls are made there. A wake that comes before the wait is not lost.
class Signal {
public:
    explicit Signal(const asio::any_io_executor& strand) : timer_(strand) {}

    void wake() {
        set_ = true;
        timer_.cancel();
    }
    // Returns when woken, or after that time.
    Awaitable<void> wait(Milliseconds at_most = Milliseconds::max()) {
        if (!set_) {
            timer_.expires_at(at_most == Milliseconds::max() ? SteadyClock::time_point::max()
                                                             : SteadyClock::now() + at_most);
            co_await timer_.async_wait(no_throw);
        }
        set_ = false;
    }

private:
    asio::steady_timer timer_;
    bool set_ = false;
};

}  // namespace portico::http::detail
