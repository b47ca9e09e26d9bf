#include "platform/http/detail/random.h"

#include <sys/random.h>

#include <array>
#include <cerrno>
#include <stdexcept>

namespace portico::http::detail {

std::string random_hex(std::size_t bytes) {
    std::string raw(bytes, '\0');
    // Up to 256 bytes come whole (getrandom(2)).
    ssize_t got = -1;
    do {
        got = ::getrandom(raw.data(), raw.size(), 0);
    } while (got < 0 && errno == EINTR);
    if (bytes > 256 || got != static_cast<ssize_t>(bytes)) throw std::runtime_error("no random bytes");
    std::string text;
    text.reserve(bytes * 2);
    for (const char c : raw) {
        constexpr std::string_view digits = "0123456789abcdef";
        text += digits[static_cast<unsigned char>(c) >> 4];
        text += digits[static_cast<unsigned char>(c) & 15];
    }
    return text;
}

}  // namespace portico::http::detail
