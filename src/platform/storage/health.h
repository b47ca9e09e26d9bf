// Whether a store still takes writes: the memory of its first I/O error (GEN-3). Thread-safe.
#pragma once

#include <atomic>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace portico::storage {

class Health {
public:
    explicit Health(std::function<void(std::string)> on_failure) : on_failure_(std::move(on_failure)) {}

    // What a failed system call means to the caller: no space and no descriptors are told as such and leave the store
    // as it is; anything else makes it read-only for ever.
    Error judge(std::string_view operation, int error_number);

    bool well() const { return !failed_.load(std::memory_order_acquire); }
    std::optional<std::string> failure() const;
    Error refusal() const;  // store_read_only with the reason

private:
    std::atomic<bool> failed_{false};
    mutable std::mutex mutex_;
    std::string reason_;
    std::function<void(std::string)> on_failure_;
};

}  // namespace portico::storage
