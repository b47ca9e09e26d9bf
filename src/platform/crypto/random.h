// Chance: random bytes, fresh ids, secrets and one-time codes. Everything here is thread-safe and never fails short of
// a broken operating system (then it throws).
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/clock.h"

namespace portico::crypto {

// Prepares libsodium. Called by everything in this room that needs it; calling it again costs nothing.
void init();

// `count` bytes from the operating system's generator.
std::string random_bytes(std::size_t count);

// The text of a fresh UUIDv7 (RFC 9562, 5.7) in the form of core/id.h. Texts rise strictly within a process, also when
// several are made in one millisecond or the clock steps back.
std::string new_id_text(const Clock& clock);

// `auto id = crypto::new_id<StudyId>(clock);`
template <class IdType>
IdType new_id(const Clock& clock) {
    return IdType::trusted(new_id_text(clock));
}

// 256 random bits as 43 characters of base64url: session tokens, API keys, links. Shown once; store hash_secret().
std::string new_secret();

// What is stored of a secret: SHA-256 in hex. Right for secrets of full entropy only; passwords go to PasswordHasher,
// short codes to KeyRing::keyed_hash.
std::string hash_secret(std::string_view secret);

// Six decimal digits, each code equally likely (GEN-12). Store KeyRing::keyed_hash of it.
std::string one_time_code();

}  // namespace portico::crypto
