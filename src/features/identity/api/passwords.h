// Passwords of people (ACC-20): the rules for a new one, changing it, and being asked for it again.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/caller.h"
#include "core/clock.h"
#include "features/identity/api/errors.h"
#include "features/identity/api/sessions.h"
#include "platform/crypto/password.h"
#include "platform/db/unit_of_work.h"

namespace portico::identity {

inline constexpr int password_min_length = 10;  // characters
inline constexpr int password_max_length = 200;
inline constexpr int password_min_strength = 3;  // zxcvbn's score
inline constexpr int remembered_passwords = 5;   // the present one among them

// What an attacker knows of the person.
struct PasswordOwner {
    std::string name;
    std::string email;
};

// Thread-safe. Calls take tens of milliseconds for each hash and may wait: not inside a unit of work.
class Passwords {
public:
    Passwords(db::UnitsOfWork& units, const crypto::PasswordHasher& hasher, Sessions& sessions, const Clock& clock)
        : units_(units), hasher_(hasher), sessions_(sessions), clock_(clock) {}

    // The stored form of a first password. errors::invalid_input at `field`: password_too_short, password_too_long,
    // password_too_weak, password_is_known (name or mail).
    Result<std::string> hash_new(std::string_view password, const PasswordOwner&, std::string_view field) const;

    // Ends the caller's other sessions. Errors: wrong_password, too_many_requests, invalid_input at "newPassword"
    // (also password_used_before).
    Result<void> change(const Caller&, std::string_view current, std::string_view next);

    // Before a dangerous act. Errors: wrong_password, too_many_requests after several wrong ones.
    Result<void> reauthenticate(const Caller&, std::string_view password);

private:
    Result<void> check_current(const Caller&, std::string_view password);
    db::UnitsOfWork& units_;
    const crypto::PasswordHasher& hasher_;
    Sessions& sessions_;
    const Clock& clock_;
};

}  // namespace portico::identity
