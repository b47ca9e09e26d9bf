#include "platform/http/cookies.h"

#include <fmt/format.h>

#include <stdexcept>

#include "platform/http/detail/text.h"

namespace portico::http {

namespace {

// cookie-octet of RFC 6265, 4.1.1.
bool is_cookie_octet(char c) { return c > 0x20 && c < 0x7F && c != '"' && c != ',' && c != ';' && c != '\\'; }

bool is_cookie_value(std::string_view value) { return std::all_of(value.begin(), value.end(), is_cookie_octet); }

}  // namespace

Cookies parse_cookies(std::string_view header) {
    Cookies cookies;
    while (!header.empty()) {
        const auto end = std::min(header.find(';'), header.size());
        const auto pair = detail::trim(header.substr(0, end));
        header.remove_prefix(std::min(end + 1, header.size()));
        const auto equals = pair.find('=');
        if (equals == std::string_view::npos) continue;
        const auto name = detail::trim(pair.substr(0, equals));
        auto value = detail::trim(pair.substr(equals + 1));
        if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
        if (detail::is_token(name) && is_cookie_value(value)) cookies.emplace_back(name, value);
    }
    return cookies;
}

std::string serialise(const SetCookie& cookie) {
    if (!detail::is_token(cookie.name)) throw std::invalid_argument("a cookie name that is no token");
    if (!is_cookie_value(cookie.value)) throw std::invalid_argument("a value that a cookie cannot carry");
    std::string text = fmt::format("{}={}; Path=/; Secure", cookie.name, cookie.value);
    if (cookie.http_only) text += "; HttpOnly";
    text += cookie.same_site == SameSite::lax ? "; SameSite=Lax" : "; SameSite=Strict";
    if (cookie.max_age) text += fmt::format("; Max-Age={}", cookie.max_age->count());
    return text;
}

std::string expired_cookie(std::string_view name) {
    SetCookie cookie;
    cookie.name = std::string(name);
    cookie.max_age = std::chrono::seconds(0);
    return serialise(cookie);
}

}  // namespace portico::http
