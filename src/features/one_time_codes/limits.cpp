#include "features/one_time_codes/limits.h"

#include <algorithm>

namespace portico::one_time_codes::limits {

OneTimeCodes::Block block_of(const Purpose& purpose, const Tries& tries, Timestamp now) {
    OneTimeCodes::Block block{.blocked = tries.failures >= wrong_before_block, .until = {}, .blocks = tries.blocks};
    if (!block.blocked) return block;
    block.blocks += 1;
    const bool for_good = purpose.block_seconds == 0 ||
                          (purpose.blocks_until_for_good > 0 && block.blocks >= purpose.blocks_until_for_good);
    if (for_good) return block;
    block.until = tries.charged_at.plus_seconds(purpose.block_seconds);
    block.blocked = *block.until > now;
    return block;
}

Tries settled(const Purpose& purpose, Tries tries, Timestamp now) {
    if (tries.failures < wrong_before_block || block_of(purpose, tries, now).blocked) return tries;
    return {.failures = 0, .blocks = tries.blocks + 1, .charged_at = tries.charged_at};
}

Timestamp next_allowed(std::span<const Window> windows, const std::vector<Timestamp>& sent) {
    Timestamp allowed;
    for (const auto& window : windows) {
        if (sent.size() < window.count) continue;
        const auto oldest_that_counts = sent[sent.size() - window.count];
        allowed = std::max(allowed, oldest_that_counts.plus_seconds(window.seconds));
    }
    return allowed;
}

std::string typed_digits(std::string_view typed) {
    std::string digits;
    for (const char c : typed) {
        if (c == ' ' || c == '-' || c == '\t') continue;
        if (c < '0' || c > '9' || digits.size() == 6) return {};
        digits += c;
    }
    return digits.size() == 6 ? digits : std::string();
}

}  // namespace portico::one_time_codes::limits
