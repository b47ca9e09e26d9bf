#include "platform/messaging/retry.h"

#include <algorithm>

#include "platform/jobs/workers.h"

namespace portico::messaging {

std::optional<Timestamp> next_try(const TryPlan& plan, Timestamp now) {
    constexpr int first_seconds = 5, longest_seconds = 900, longest_of_short_lived_seconds = 60;
    const auto end = plan.queued_at.plus_seconds(tried_for_seconds);
    if (now >= end) return std::nullopt;
    std::int64_t delay = jobs::retry_delay_seconds(plan.tries, first_seconds,
                                                   plan.valid_until ? longest_of_short_lived_seconds : longest_seconds);
    if (plan.uncertain) delay = std::max(delay, uncertain_pause_seconds);
    auto next = std::min(now.plus_seconds(delay), end);
    // At its end somebody has to note that it is over.
    if (plan.valid_until) next = std::min(next, *plan.valid_until);
    return next;
}

}  // namespace portico::messaging
