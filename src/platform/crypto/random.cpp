#include "platform/crypto/random.h"

#include <fmt/format.h>
#include <sodium.h>

#include <array>
#include <mutex>
#include <stdexcept>

#include "platform/crypto/encoding.h"
#include "platform/crypto/hash.h"

namespace portico::crypto {
namespace {

using Uuid = std::array<std::uint8_t, 16>;

// Milliseconds and the 12 bits after them, which count within a millisecond (RFC 9562, 6.2, method 1).
struct IdTime {
    std::uint64_t milliseconds = 0;
    std::uint32_t counter = 0;
};

IdTime next_id_time(const Clock& clock) {
    static std::mutex mutex;
    static IdTime last;
    auto now = static_cast<std::uint64_t>(clock.now().milliseconds);
    std::lock_guard lock(mutex);
    if (now > last.milliseconds) {
        last = {now, randombytes_uniform(0x400)};
    } else if (++last.counter > 0xFFF) {
        last = {last.milliseconds + 1, 0};
    }
    return last;
}

// 128 bits from the left as 26 base32 digits; the first digit carries three bits.
std::string id_text(const Uuid& uuid) {
    constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
    std::string text;
    text.reserve(26);
    unsigned buffer = 0;
    int bits = 2;
    for (auto byte : uuid) {
        buffer = ((buffer << 8) | byte) & 0xFFFFU;
        bits += 8;
        while (bits >= 5) {
            bits -= 5;
            text += digits[(buffer >> bits) & 31U];
        }
    }
    return text;
}

}  // namespace

void init() {
    static const int ready = sodium_init();
    if (ready < 0) throw std::runtime_error("libsodium cannot start");
}

std::string random_bytes(std::size_t count) {
    init();
    std::string bytes(count, '\0');
    randombytes_buf(bytes.data(), bytes.size());
    return bytes;
}

std::string new_id_text(const Clock& clock) {
    init();
    Uuid uuid;
    randombytes_buf(uuid.data(), uuid.size());
    auto time = next_id_time(clock);
    for (std::size_t i = 0; i < 6; ++i) uuid[i] = static_cast<std::uint8_t>(time.milliseconds >> (40 - 8 * i));
    uuid[6] = static_cast<std::uint8_t>(0x70U | (time.counter >> 8));
    uuid[7] = static_cast<std::uint8_t>(time.counter);
    uuid[8] = static_cast<std::uint8_t>(0x80U | (uuid[8] & 0x3FU));
    return id_text(uuid);
}

std::string new_secret() { return to_base64url(random_bytes(32)); }

std::string hash_secret(std::string_view secret) { return sha256_hex(secret); }

std::string one_time_code() {
    init();
    return fmt::format("{:06}", randombytes_uniform(1'000'000));
}

}  // namespace portico::crypto
