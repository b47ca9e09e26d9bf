// Rules that hold for every request and response (SEC-2, SEC-3). The server applies them; they stand apart to be
// tested.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "platform/http/message.h"

namespace portico::http {

// A state-changing request with cookies must come from our own pages: Origin (or, without it, Sec-Fetch-Site) must be
// this host. Error: cross_origin.
Result<void> check_origin(const Request& request);

// Adds the security headers, X-Request-Id and Cache-Control: no-store, each unless the handler set its own.
void add_security_headers(const Request& request, Response& response);

// The hosts that a server answers for; see ServerOptions::hosts.
class KnownHosts {
public:
    explicit KnownHosts(
        const std::vector<std::string>& hosts);  // throws std::invalid_argument for an entry that is none
    bool contains(std::string_view host, std::string_view scheme) const;

private:
    struct Entry {
        std::string name;  // without the "*."
        std::string port;  // empty: any
        bool wildcard;
    };
    std::vector<Entry> entries_;
};

// Lower case, without the scheme's own port; nothing when the text is no host[:port].
std::optional<std::string> normalise_host(std::string_view host, std::string_view scheme);

// gzip for text of some size when the client takes it; sets Content-Encoding and Vary, makes the ETag weak and takes
// Accept-Ranges away.
void compress_if_useful(const Request& request, Response& response);

}  // namespace portico::http
