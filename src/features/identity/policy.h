// Decisions about passwords and tries, without any I/O. Private to this room.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "core/clock.h"
#include "core/result.h"
#include "features/identity/api/passwords.h"

namespace portico::identity::policy {

// ACC-20, apart from the passwords used before. errors::invalid_input at `field`.
Result<void> check_new_password(std::string_view password, const PasswordOwner& owner, std::string_view field);

// Whose tries are counted together.
enum class Counted : std::uint8_t {
    address,         // of the network; an IPv6 host has a whole /64
    unknown_device,  // one address of mail from browsers that never signed in with it
    known_device,    // one address of mail from one browser that did: strangers cannot lock it out
    password_check,  // a signed-in person who is asked for the password again
};

struct Tries {
    std::int64_t failures = 0;
    Timestamp blocked_until;
    Timestamp updated_at;
};

inline constexpr int tries_before_lock = 5;
inline constexpr std::int64_t lock_seconds = 15 * 60;

// Seconds to wait after so many failures.
std::int64_t delay_after(Counted what, std::int64_t failures);
// With what is over forgotten: an ended lock, tries of an address that has been quiet.
Tries settled(Counted what, Tries tries, Timestamp now);
// With one more try, counted before anybody knows whether it fails.
Tries charged(Counted what, Tries tries, Timestamp now);

// The part of a network address that is counted: IPv4 whole, IPv6 the first four groups.
std::string counted_network(std::string_view address);

}  // namespace portico::identity::policy
