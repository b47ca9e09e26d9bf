// A request as handlers see it, and the response that they return.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "platform/http/body.h"
#include "platform/http/cookies.h"
#include "platform/http/events.h"
#include "platform/http/headers.h"

namespace portico::http {

enum class Method : std::uint8_t { get, head, post, put, patch, delete_, options };

std::string_view to_string(Method method);
std::optional<Method> parse_method(std::string_view text);  // exact upper case, as on the wire
constexpr bool is_state_changing(Method method) {
    return method != Method::get && method != Method::head && method != Method::options;
}

class Translator;

// Everything here has been checked and decoded; header values and the body are as the client sent them.
struct Request {
    Method method = Method::get;
    std::string path;        // decoded, starts with '/', valid UTF-8, no "..", '\\', control characters or encoded '/'
    std::string raw_target;  // as sent; may hold secrets, never log it
    std::vector<std::pair<std::string, std::string>> query;  // decoded, in order, valid UTF-8
    Headers headers;
    Cookies cookies;
    std::string host;          // lower case, with the port unless it is the scheme's own
    std::string scheme;        // "http" or "https"; X-Forwarded-Proto only from a trusted proxy
    std::string peer_address;  // the client's; X-Forwarded-For only from a trusted proxy
    std::string request_id;
    std::vector<std::pair<std::string, std::string>> parameters;  // from the route's pattern
    std::string route;                                            // the pattern that matched
    std::string body;                                             // routes with a buffered body
    BodyReader* body_stream = nullptr;                            // routes with a streaming body
    const Translator* translator = nullptr;                       // for problem.h; none: English

    // A parameter of the pattern; empty when the pattern has none of that name.
    std::string_view parameter(std::string_view name) const;
    // The first query value of that name.
    std::optional<std::string_view> query_value(std::string_view name) const;
    std::vector<std::string_view> query_values(std::string_view name) const;
    std::optional<std::string_view> cookie(std::string_view name) const;
    std::string_view header(std::string_view name) const { return headers.get(name).value_or(std::string_view{}); }
    // scheme://host, as in an Origin header.
    std::string origin() const { return scheme + "://" + host; }
};

using Body = std::variant<std::string, std::vector<Segment>, SegmentSource, EventStream>;

// What goes back. The server adds Content-Length or chunking, Date, X-Request-Id, the security headers and
// Cache-Control: no-store where the handler did not set its own. Content-Length and Transfer-Encoding must not be set.
struct Response {
    int status = 200;
    Headers headers;
    Body body = std::string();

    static Response text(int status, std::string text, std::string_view content_type = "text/plain; charset=utf-8");
    static Response json(int status, std::string text);
    static Response no_content();
    static Response redirect(int status, std::string_view location);  // a path of this server: no open redirects
    static Response files(std::string_view content_type, std::vector<Segment> segments);
    static Response stream(std::string_view content_type, SegmentSource source);
    static Response events(EventStream stream);

    Response& header(std::string_view name, std::string_view value) & {
        headers.set(name, value);
        return *this;
    }
    Response&& header(std::string_view name, std::string_view value) && {
        headers.set(name, value);
        return std::move(*this);
    }
    void set_cookie(const SetCookie& cookie) { headers.add("Set-Cookie", serialise(cookie)); }
};

// "Not Found" for 404; empty for a status that is not known.
std::string_view reason_phrase(int status);

}  // namespace portico::http
