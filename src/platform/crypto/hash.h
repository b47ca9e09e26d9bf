// SHA-256 (FIPS 180-4) and comparing without telling where texts differ.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

namespace portico::crypto {

// SHA-256 in 64 lower-case hex digits.
std::string sha256_hex(std::string_view bytes);

// The same over bytes that come in parts. One thread at a time; after a finish it starts anew.
class Sha256 {
public:
    Sha256();
    ~Sha256();
    Sha256(Sha256&&) noexcept;
    Sha256& operator=(Sha256&&) noexcept;

    void update(std::string_view bytes);
    std::array<std::uint8_t, 32> finish();
    std::string finish_hex();

private:
    struct State;
    std::unique_ptr<State> state_;
};

// HMAC-SHA-256 (RFC 2104) of `bytes`, 32 raw bytes. For signatures that others check; for own stored hashes see
// KeyRing.
std::string hmac_sha256(std::string_view key, std::string_view bytes);

// True when both are equal; takes the same time wherever they differ. The length is no secret.
bool constant_time_equal(std::string_view a, std::string_view b);

}  // namespace portico::crypto
