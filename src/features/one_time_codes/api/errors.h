// Error table of one-time codes (GEN-12).
#pragma once

#include "core/result.h"

namespace portico::one_time_codes::errors {

inline constexpr ErrorKind wrong{"one_time_code_wrong", 403, 0x0124, "This code is not right."};
inline constexpr ErrorKind expired{"one_time_code_expired", 410, 0x0112,
                                   "This code is older than 10 minutes. Ask for a new one."};
inline constexpr ErrorKind used{"one_time_code_used", 409, 0x0112,
                                "This code has been used or a newer one has taken its place."};
// Field "retryAfter" with the seconds, unless the block does not end by itself.
inline constexpr ErrorKind blocked{"one_time_code_blocked", 429, 0xA700, "Too many wrong codes were entered."};
// Both with field "retryAfter".
inline constexpr ErrorKind too_many_for_destination{"too_many_codes_for_destination", 429, 0xA700,
                                                    "Too many codes were sent there. Wait a while."};
inline constexpr ErrorKind too_many_from_address{"too_many_codes_from_address", 429, 0xA700,
                                                 "Too many codes were asked for from your network. Wait a while."};

}  // namespace portico::one_time_codes::errors
