#include "platform/storage/health.h"

#include <fmt/format.h>

#include <cerrno>
#include <system_error>

#include "platform/storage/errors.h"

namespace portico::storage {

Error Health::judge(std::string_view operation, int error_number) {
    auto reason = fmt::format("{}: {}", operation, std::generic_category().message(error_number));
    if (error_number == ENOSPC || error_number == EDQUOT) return {errors::storage_full, std::move(reason)};
    if (error_number == EMFILE || error_number == ENFILE || error_number == ENOMEM)
        return {errors::store_busy, std::move(reason)};

    bool first = false;
    {
        std::lock_guard lock(mutex_);
        if (reason_.empty()) {
            reason_ = reason;
            first = true;
        }
        failed_.store(true, std::memory_order_release);
    }
    if (first && on_failure_) on_failure_(reason);
    return {errors::store_read_only, std::move(reason)};
}

std::optional<std::string> Health::failure() const {
    if (well()) return std::nullopt;
    std::lock_guard lock(mutex_);
    return reason_;
}

Error Health::refusal() const { return {errors::store_read_only, failure().value_or("")}; }

}  // namespace portico::storage
