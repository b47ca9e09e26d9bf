// Cookies (RFC 6265).
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portico::http {

using Cookies = std::vector<std::pair<std::string, std::string>>;

// Reads a Cookie header. Pairs that are not valid are left out, the others stay in order.
Cookies parse_cookies(std::string_view header);

enum class SameSite { lax, strict };

struct SetCookie {
    std::string name;                             // a token; "__Host-" in front for everything that carries a right
    std::string value;                            // no spaces, quotes, commas, semicolons or control characters
    std::optional<std::chrono::seconds> max_age;  // none: until the browser closes; 0: delete it
    SameSite same_site = SameSite::lax;
    bool http_only = true;
};

// The value of a Set-Cookie header; always Secure, Path=/ and without Domain, as "__Host-" wants it (SEC-3).
// Throws std::invalid_argument for a name or value that is not allowed.
std::string serialise(const SetCookie& cookie);
// The Set-Cookie value that takes a cookie away.
std::string expired_cookie(std::string_view name);

}  // namespace portico::http
