// The request target (RFC 9112, 3.2) taken apart.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"

namespace portico::http::detail {

struct Target {
    std::string path;  // see Request::path
    std::vector<std::pair<std::string, std::string>> query;
    std::string authority;  // of the absolute form; empty otherwise
};

// Origin form ("/a?b"), absolute form ("http://host/a") and "*". Errors: bad_path, bad_query.
Result<Target> parse_target(std::string_view raw);

}  // namespace portico::http::detail
