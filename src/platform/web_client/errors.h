// What calling a web server can end with. The details are for the log.
#pragma once

#include "core/result.h"

namespace portico::web_client::errors {

inline constexpr ErrorKind bad_url{"web_address_invalid", 422, 0x0110, "This is not an address that can be called."};
inline constexpr ErrorKind address_refused{"web_address_refused", 502, 0x0110,
                                           "This address is not one that may be called from here."};
inline constexpr ErrorKind unreachable{"web_unreachable", 502, 0x0110, "The server does not answer."};
inline constexpr ErrorKind tls_failed{"web_tls_failed", 502, 0x0110, "No secure connection to the server."};
// It fell silent or broke off, or does not keep to the protocol.
inline constexpr ErrorKind broken{"web_broken", 502, 0x0110, "The server broke off."};
inline constexpr ErrorKind too_large{"web_too_large", 502, 0x0110, "The server's answer is too large."};
inline constexpr ErrorKind stopped{"web_stopped", 503, 0x0110, "This was stopped."};

}  // namespace portico::web_client::errors
