// Decisions about tries and sendings, without any I/O. Private to this room.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "features/one_time_codes/api/one_time_codes.h"

namespace portico::one_time_codes::limits {

struct Tries {
    int failures = 0;  // in succession, every try counted before it is compared
    int blocks = 0;    // blocks that are over
    Timestamp charged_at;
};

// The block that holds at `now`, if there is one.
OneTimeCodes::Block block_of(const Purpose&, const Tries&, Timestamp now);
// With a block that is over forgotten.
Tries settled(const Purpose&, Tries, Timestamp now);

// At most `count` in `seconds`.
struct Window {
    std::size_t count;
    std::int64_t seconds;
};
inline constexpr Window per_destination[] = {{3, 10 * 60}, {5, 3600}};
inline constexpr Window per_address[] = {{10, 3600}};
inline constexpr std::int64_t longest_window_seconds = 3600;

// When the next one may be sent, after those at `sent` (rising): `now` or earlier when it may be now.
Timestamp next_allowed(std::span<const Window>, const std::vector<Timestamp>& sent);

// The digits among what was typed; blanks and hyphens do not matter, anything else makes it wrong.
std::string typed_digits(std::string_view typed);

}  // namespace portico::one_time_codes::limits
