// Which handler answers which address.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/http/message.h"

namespace portico::http {

// How a route takes its body. Buffered: read whole before the handler gets a thread. Streaming: the handler runs on the
// upload threads and reads from Request::body_stream. A route without a body refuses one with 413.
struct BodyPolicy {
    enum class Kind : std::uint8_t { none, buffered, streaming };
    Kind kind = Kind::none;
    std::uint64_t max_bytes = 0;

    static constexpr BodyPolicy none() { return {}; }
    static constexpr BodyPolicy buffered(std::uint64_t max_bytes = 1024 * 1024) { return {Kind::buffered, max_bytes}; }
    static constexpr BodyPolicy streaming(std::uint64_t max_bytes) { return {Kind::streaming, max_bytes}; }
};

enum class PathInLog : std::uint8_t { whole, pattern_only };  // pattern_only where the path itself is a secret
enum class HostCheck : std::uint8_t { known_hosts, any };     // any: probes that ask by address
enum class OriginCheck : std::uint8_t { cookie_requests, none };

struct RouteOptions {
    BodyPolicy body = BodyPolicy::none();
    PathInLog path_in_log = PathInLog::whole;
    HostCheck host_check = HostCheck::known_hosts;
    OriginCheck origin_check = OriginCheck::cookie_requests;
};

// Called on a worker thread (an upload thread for streaming bodies); may block. HEAD comes to the GET handler, its body
// is not sent.
using Handler = std::function<Response(Request&)>;

struct Route {
    Method method;
    std::string pattern;
    RouteOptions options;
    Handler handler;
    bool state_changing;
};

// Filled before the server starts, read-only afterwards.
//
// A pattern is a path whose segments may be parameters ("/t/{tenant}/studies/{study}"); the last may be "{name...}",
// which takes the whole rest of the path, also an empty one. A literal segment wins over a parameter, a parameter over
// a rest.
class Router {
public:
    Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;
    ~Router();

    // Throws std::logic_error for a pattern that is not valid or a route that is there already.
    void add(Method method, std::string_view pattern, RouteOptions options, Handler handler);

    struct Match {
        const Route* route = nullptr;  // none: see allowed
        std::vector<Method> allowed;   // what the path takes; empty: no such path
        std::vector<std::pair<std::string, std::string>> parameters;
    };
    // `path` is decoded, as Request::path is.
    Match find(Method method, std::string_view path) const;

    // All routes, in order of adding; for the access matrix and the API description.
    std::vector<const Route*> routes() const;

private:
    struct Node;
    std::unique_ptr<Node> root_;
    std::vector<std::unique_ptr<Route>> routes_;
};

}  // namespace portico::http
