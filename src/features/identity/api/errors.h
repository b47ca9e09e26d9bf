// Error table of people and their sign-in, and what all parts of this room share.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace portico::identity {

namespace errors {
inline constexpr ErrorKind sign_in_failed{"sign_in_failed", 401, 0x0124,
                                          "The address of mail or the password is not right."};
inline constexpr ErrorKind sign_in_locked{"sign_in_locked", 429, 0xA700,
                                          "Too many tries to sign in. Wait a while before you try again."};
inline constexpr ErrorKind wrong_password{"wrong_password", 403, 0x0124, "The password is not right."};
inline constexpr ErrorKind csrf_failed{"csrf_failed", 403, 0x0124,
                                       "The page is out of date. Load it again and repeat what you did."};
inline constexpr ErrorKind email_taken{"email_taken", 409, 0x0110,
                                       "Somebody with this address of mail is there already."};
inline constexpr ErrorKind too_many_filters{"too_many_filters", 409, 0x0110, "There are too many saved filters."};
inline constexpr ErrorKind permission_not_held{"permission_not_held", 403, 0x0124,
                                               "You cannot give a permission that you do not hold."};
inline constexpr ErrorKind confirmation_unknown{"confirmation_unknown", 404, 0x0112,
                                                "This link is not valid any more."};
inline constexpr ErrorKind confirmation_expired{"confirmation_expired", 410, 0x0112, "This link has expired."};
}  // namespace errors

// Cookies (ACC-23). The session's lasts until the browser closes; the device's tells a browser that has signed in
// before.
inline constexpr std::string_view session_cookie = "__Host-portico-session";
inline constexpr std::string_view device_cookie = "__Host-portico-device";

// Where a call comes from, for histories and limits.
struct Peer {
    std::string address;  // network address
    std::string device;   // user agent
};

}  // namespace portico::identity
