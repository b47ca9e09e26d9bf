// Addresses of web servers that an administrator types.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"
#include "platform/outgoing/host_rules.h"

namespace portico::web_client {

// In parts as curl understands them: numbers in odd notations ("0x7f.1") have become addresses, the host is lower case.
struct Url {
    std::string scheme;  // "http", "https"
    std::string host;    // IPv6 with brackets
    std::string port;    // always a number
    std::string path;    // begins with '/', as written
    std::string query;   // without '?'; empty: none

    std::string origin() const { return scheme + "://" + host + ":" + port; }
    std::string text() const { return origin() + path + (query.empty() ? "" : "?" + query); }
};

// Refuses (bad_url) other schemes, users and passwords, fragments, spaces and control characters, backslashes, letters
// beyond ASCII and hosts with percent signs or zones.
Result<Url> parse_url(std::string_view text);

// What requests are made below: also without a query, and its path without a slash at the end (empty for "/").
// Errors: bad_url, outgoing::errors::host_not_allowed.
Result<Url> parse_base_url(std::string_view text, const outgoing::HostRules& rules);

}  // namespace portico::web_client
