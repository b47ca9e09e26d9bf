// When a message is tried again, and when no more (PAT-42). Pure.
#pragma once

#include <cstdint>
#include <optional>

#include "core/clock.h"

namespace portico::messaging {

inline constexpr std::int64_t tried_for_seconds = 24 * 3600;
// After a try that may have succeeded: time for a delivery report, which says so, to come first.
inline constexpr std::int64_t uncertain_pause_seconds = 90;

struct TryPlan {
    Timestamp queued_at;
    int tries = 1;  // this one counted
    std::optional<Timestamp> valid_until;
    bool uncertain = false;
};

// 5, 10, 20 … 900 seconds after the failed tries, at most 60 for what is valid for a short time; the last one a day
// after it was queued. Nothing: that was the last.
std::optional<Timestamp> next_try(const TryPlan& plan, Timestamp now);

}  // namespace portico::messaging
