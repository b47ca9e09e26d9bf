#include "platform/http/security.h"

#include <stdexcept>

#include "platform/http/detail/text.h"
#include "platform/http/errors.h"

namespace portico::http {

namespace {

// No inline script. blob: workers and images and WebAssembly are what the viewer decodes and draws with; inline styles
// are allowed because the component library adds style elements.
constexpr std::string_view content_security_policy =
    "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; img-src 'self' data: blob:; "
    "media-src 'self'; "
    "style-src 'self' 'unsafe-inline'; connect-src 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'; "
    "form-action 'self'";

bool is_label_char(char c) { return detail::is_alphanumeric(c) || c == '-' || c == '_'; }

bool is_host_name(std::string_view name) {
    if (name.empty() || name.size() > 253 || name.front() == '.' || name.find("..") != std::string_view::npos)
        return false;
    return std::all_of(name.begin(), name.end(), [](char c) { return is_label_char(c) || c == '.'; });
}

bool is_ipv6_literal(std::string_view name) {
    if (name.size() < 4 || name.front() != '[' || name.back() != ']') return false;
    name = name.substr(1, name.size() - 2);
    return name.find_first_not_of("0123456789abcdef:.") == std::string_view::npos;
}

struct HostAndPort {
    std::string_view name;
    std::string_view port;
};

HostAndPort split_port(std::string_view host) {
    const auto colon = host.rfind(':');
    if (colon == std::string_view::npos || (host.ends_with(']'))) return {host, {}};
    return {host.substr(0, colon), host.substr(colon + 1)};
}

std::string_view port_of_scheme(std::string_view scheme) { return scheme == "https" ? "443" : "80"; }

}  // namespace

std::optional<std::string> normalise_host(std::string_view host, std::string_view scheme) {
    const auto text = detail::lower(host);
    const auto [name, port] = split_port(text);
    if (!is_host_name(name) && !is_ipv6_literal(name)) return std::nullopt;
    if (name.size() == text.size()) return text;
    const auto number = detail::parse_number(port);
    if (!number || *number == 0 || *number > 65535) return std::nullopt;
    const auto plain_port = std::to_string(*number);
    if (plain_port == port_of_scheme(scheme)) return std::string(name);
    return std::string(name) + ":" + plain_port;
}

KnownHosts::KnownHosts(const std::vector<std::string>& hosts) {
    for (const auto& host : hosts) {
        const bool wildcard = host.starts_with("*.");
        const auto text = detail::lower(wildcard ? std::string_view(host).substr(2) : std::string_view(host));
        const auto [name, port] = split_port(text);
        const bool port_is_good = name.size() == text.size() || detail::parse_number(port).value_or(0) != 0;
        if (!port_is_good || (!is_host_name(name) && !is_ipv6_literal(name))) {
            throw std::invalid_argument("not a host: " + host);
        }
        entries_.push_back({std::string(name), std::string(port), wildcard});
    }
}

bool KnownHosts::contains(std::string_view host, std::string_view scheme) const {
    const auto [name, told_port] = split_port(host);
    const auto port = told_port.empty() ? port_of_scheme(scheme) : told_port;
    return std::any_of(entries_.begin(), entries_.end(), [&, n = name](const Entry& entry) {
        if (!entry.port.empty() && entry.port != port) return false;
        if (!entry.wildcard) return n == entry.name;
        if (n.size() <= entry.name.size() + 1 || !n.ends_with(entry.name)) return false;
        const auto label = n.substr(0, n.size() - entry.name.size());
        return label.ends_with('.') && label.find('.') == label.size() - 1;
    });
}

Result<void> check_origin(const Request& request) {
    if (!is_state_changing(request.method) || !request.headers.has("Cookie")) return {};
    const auto origins = request.headers.get_all("Origin");
    if (!origins.empty()) {
        if (origins.size() != 1) return fail(errors::cross_origin);
        const auto separator = origins.front().find("://");
        if (separator == std::string_view::npos) return fail(errors::cross_origin);
        const auto scheme = origins.front().substr(0, separator);
        const auto host = normalise_host(origins.front().substr(separator + 3), scheme);
        if (scheme != request.scheme || host != request.host) return fail(errors::cross_origin);
        return {};
    }
    // "none" is the person himself, by an address typed or a bookmark.
    const auto site = request.header("Sec-Fetch-Site");
    if (site == "same-origin" || site == "none") return {};
    return fail(errors::cross_origin);
}

void add_security_headers(const Request& request, Response& response) {
    auto& headers = response.headers;
    headers.set_if_absent("Content-Security-Policy", content_security_policy);
    headers.set_if_absent("X-Content-Type-Options", "nosniff");
    headers.set_if_absent("Referrer-Policy", "no-referrer");
    headers.set_if_absent("Cross-Origin-Opener-Policy", "same-origin");
    headers.set_if_absent("Cross-Origin-Embedder-Policy", "require-corp");
    headers.set_if_absent("Cross-Origin-Resource-Policy", "same-origin");
    if (request.scheme == "https") headers.set_if_absent("Strict-Transport-Security", "max-age=31536000");
    headers.set_if_absent("Cache-Control", "no-store");
    headers.set("X-Request-Id", request.request_id);
}

}  // namespace portico::http
