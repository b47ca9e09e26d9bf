#include "platform/web_client/url.h"

#include <curl/curl.h>

#include <algorithm>
#include <memory>

#include "platform/web_client/errors.h"

namespace portico::web_client {
namespace {

constexpr std::size_t longest_url = 2000;

struct Cleanup {
    void operator()(CURLU* url) const { curl_url_cleanup(url); }
};
using Handle = std::unique_ptr<CURLU, Cleanup>;

std::string part(CURLU* url, CURLUPart what, unsigned flags = 0) {
    char* text = nullptr;
    if (curl_url_get(url, what, &text, flags) != CURLUE_OK || text == nullptr) return {};
    std::string copy(text);
    curl_free(text);
    return copy;
}

bool is_plain(char c) { return c > 0x20 && c < 0x7F && c != '\\' && c != '"' && c != '<' && c != '>'; }

bool is_host_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '_';
}

bool is_host(std::string_view host) {
    if (host.starts_with('[') && host.ends_with(']')) {
        host = host.substr(1, host.size() - 2);
        return std::ranges::all_of(host, [](char c) { return is_host_character(c) || c == ':'; });
    }
    return !host.empty() && host.size() <= 253 && std::ranges::all_of(host, is_host_character);
}

std::string lower(std::string text) {
    for (char& c : text)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return text;
}

std::string_view authority_of(std::string_view text) {
    const auto begin = text.find("://");
    if (begin == std::string_view::npos) return {};
    text.remove_prefix(begin + 3);
    return text.substr(0, text.find_first_of("/?#"));
}

}  // namespace

Result<Url> parse_url(std::string_view text) {
    if (text.empty() || text.size() > longest_url || !std::ranges::all_of(text, is_plain)) return fail(errors::bad_url);
    // curl would decode or drop these.
    const auto authority = authority_of(text);
    if (authority.empty() || authority.find_first_of("@%") != std::string_view::npos ||
        text.find('#') != std::string_view::npos)
        return fail(errors::bad_url, "user, percent sign or fragment");
    const Handle handle(curl_url());
    if (!handle) return fail(portico::errors::unavailable);
    const std::string copy(text);
    if (curl_url_set(handle.get(), CURLUPART_URL, copy.c_str(), CURLU_DISALLOW_USER | CURLU_PATH_AS_IS) != CURLUE_OK)
        return fail(errors::bad_url);
    Url url;
    url.scheme = lower(part(handle.get(), CURLUPART_SCHEME));
    url.host = lower(part(handle.get(), CURLUPART_HOST));
    url.port = part(handle.get(), CURLUPART_PORT, CURLU_DEFAULT_PORT);
    url.path = part(handle.get(), CURLUPART_PATH);
    url.query = part(handle.get(), CURLUPART_QUERY);
    if (url.scheme != "http" && url.scheme != "https") return fail(errors::bad_url, "scheme");
    if (!is_host(url.host) || url.port.empty() || url.port == "0" || !url.path.starts_with('/'))
        return fail(errors::bad_url, "host, port or path");
    return url;
}

Result<Url> parse_base_url(std::string_view text, const outgoing::HostRules& rules) {
    PORTICO_TRY(auto url, parse_url(text));
    if (!url.query.empty() || text.find('?') != std::string_view::npos) return fail(errors::bad_url, "a query");
    while (url.path.ends_with('/')) url.path.pop_back();
    std::string_view host = url.host;
    if (host.starts_with('[')) host = host.substr(1, host.size() - 2);
    if (!rules.may_call_host(host)) return fail(outgoing::errors::host_not_allowed, std::string(host));
    return url;
}

}  // namespace portico::web_client
