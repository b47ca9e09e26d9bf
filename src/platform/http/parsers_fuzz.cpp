// Fuzzes the small parsers of outside text: request targets, cookies, media types, Range, hosts, forwarded addresses,
// origins. The first byte chooses.
#include <cstdlib>

#include "platform/http/cookies.h"
#include "platform/http/detail/address.h"
#include "platform/http/detail/encoding.h"
#include "platform/http/detail/target.h"
#include "platform/http/detail/text.h"
#include "platform/http/media_type.h"
#include "platform/http/problem.h"
#include "platform/http/ranges.h"
#include "platform/http/security.h"

using namespace portico::http;
using namespace std::string_view_literals;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

void target(std::string_view text) {
    const auto parsed = detail::parse_target(text);
    if (!parsed || parsed->path == "*") return;
    require(parsed->path.starts_with('/') && detail::is_utf8(parsed->path));
    require((parsed->path + "/").find("/../") == std::string::npos);
    require(parsed->path.find('\\') == std::string::npos && parsed->path.find('\0') == std::string::npos);
    for (const auto& [name, value] : parsed->query) require(detail::is_utf8(name) && detail::is_utf8(value));
}

void media_type(std::string_view text) {
    if (const auto type = parse_media_type(text)) {
        const auto again = parse_media_type(to_string(*type));
        require(again && again->name() == type->name() && again->parameters == type->parameters);
    }
    for (const auto& entry : parse_accept(text)) require(entry.quality >= 0 && entry.quality <= 1000);
    negotiate(text, {"application/json", "image/jpeg"});
}

void range(std::string_view text) {
    for (const std::uint64_t total : {std::uint64_t{0}, std::uint64_t{1}, std::uint64_t{1000}, UINT64_MAX}) {
        const auto outcome = parse_range(text, total);
        require((outcome.kind == RangeOutcome::Kind::parts) == !outcome.parts.empty());
        for (const auto& part : outcome.parts)
            require(part.length > 0 && part.length <= total && part.offset <= total - part.length);
    }
    any_tag_matches(text, "\"x\"");
    any_tag_matches_strongly(text, "\"x\"");
}

void forwarding(std::string_view text) {
    static const detail::TrustedProxies proxies({"10.0.0.0/8", "fd00::/9"});
    const auto client = proxies.client_behind("10.1.2.3", text);
    require(detail::normalise_address(client) == client);
    // Whoever is named by somebody who is no proxy counts for nothing.
    require(proxies.client_behind("192.0.2.1", text) == "192.0.2.1");
    if (const auto address = detail::normalise_address(text))
        require(detail::normalise_address(*address) == address && proxies.contains(text) == proxies.contains(*address));
}

void origin(std::string_view text) {
    Request request;
    request.method = Method::post;
    request.host = "archive.example:8080";
    request.scheme = "https";
    request.headers = {{"Cookie", "a=b"}, {"Origin", std::string(text)}};
    // Only our own origin, in any case of its letters and with the port as it may be written.
    if (check_origin(request)) {
        require(detail::lower(text).starts_with("https://archive.example:"));
        require(text.find_first_of("/@?#", 8) == std::string_view::npos);
    }
    static const KnownHosts hosts({"*.archive.example", "[::1]:8080"});
    if (const auto host = normalise_host(text, "https"); host && hosts.contains(*host, "https"))
        require(host->find(".archive.example") != std::string::npos || *host == "[::1]:8080");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
    switch (data[0] % 8) {
        case 0:
            target(text);
            break;
        case 1:
            parse_cookies(text);
            break;
        case 2:
            media_type(text);
            break;
        case 3:
            range(text);
            break;
        case 4:
            if (const auto host = normalise_host(text, "http")) require(normalise_host(*host, "http") == host);
            detail::accepts_coding(text, "gzip");
            break;
        case 5:
            forwarding(text);
            break;
        case 6:
            if (text.find_first_of("\r\n\0"sv) == std::string_view::npos) origin(text);
            break;
        default:
            require(detail::is_utf8(json_string(text)));
            break;
    }
    return 0;
}
