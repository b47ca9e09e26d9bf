#include "platform/crypto/id_time.h"

#include "core/id.h"

namespace portico::crypto {

std::optional<Timestamp> time_of_id(std::string_view id) {
    if (!is_id_text(id)) return std::nullopt;
    // The first ten base32 digits are two padding bits and the 48 bits of the time.
    constexpr std::string_view digits = "0123456789abcdefghjkmnpqrstvwxyz";
    std::int64_t milliseconds = 0;
    for (const char c : id.substr(0, 10)) milliseconds = milliseconds * 32 + static_cast<std::int64_t>(digits.find(c));
    return Timestamp{milliseconds};
}

}  // namespace portico::crypto
