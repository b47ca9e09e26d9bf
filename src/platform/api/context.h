// One request on its way through a typed route.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/caller.h"
#include "core/result.h"
#include "platform/api/dto.h"
#include "platform/api/route_info.h"
#include "platform/http/message.h"

namespace portico::api {

// Errors of requests as such.
namespace request_errors {
inline constexpr ErrorKind precondition_failed{"precondition_failed", 412, 0x0110,
                                               "Somebody else changed this in the meantime."};
inline constexpr ErrorKind precondition_required{"precondition_required", 428, 0x0110,
                                                 "Say which version is to be changed (If-Match)."};
inline constexpr ErrorKind bad_idempotency_key{"bad_idempotency_key", 400, 0xC000, "The Idempotency-Key is not valid."};
inline constexpr ErrorKind idempotency_key_reused{"idempotency_key_reused", 422, 0xA900,
                                                  "This Idempotency-Key was used for another request."};
inline constexpr ErrorKind idempotency_in_progress{"idempotency_in_progress", 409, 0x0110,
                                                   "The same request is still being worked on."};
}  // namespace request_errors

// What a handler sees of its request and may say about its answer. Lives as long as the request, on its thread.
class Context {
public:
    Context(http::Request& request, const RouteInfo& route, Caller caller);

    http::Request& request() const { return *request_; }
    const RouteInfo& route() const { return *route_; }
    // Whoever asks. On a public route this says nothing about rights.
    const Caller& caller() const { return caller_; }

    // Path parameters, checked before the handler runs. Asking for one that the pattern has not (or as another kind)
    // is a mistake of the program: std::logic_error.
    template <class IdType>
    IdType id(std::string_view name) const {
        return IdType::trusted(std::string(path_value(name, ParameterKind::id)));
    }
    std::string_view text(std::string_view name) const { return path_value(name, ParameterKind::text); }
    std::string_view rest(std::string_view name) const { return path_value(name, ParameterKind::rest); }
    std::int64_t number(std::string_view name) const;

    // Query parameters of a route whose input is its body, or of a raw one (declare them in Doc::query).
    template <HasDto Query>
    Result<Query> query() const {
        return read_query<Query>(request_->query);
    }

    // The answer, when it is a success. Cookies go with errors too.
    void status(int status) { status_ = status; }
    void header(std::string_view name, std::string_view value) { headers_.emplace_back(name, value); }
    void set_cookie(const http::SetCookie& cookie) { cookies_.push_back(http::serialise(cookie)); }
    void clear_cookie(std::string_view name) { cookies_.push_back(http::expired_cookie(name)); }
    // The version of what is answered, as a strong entity tag; a GET that has it already (If-None-Match) gets 304.
    // `version`: letters, digits, '.', '-', '_'.
    void etag(std::string_view version);
    void etag(std::int64_t version) { etag(std::to_string(version)); }

    // For changes of things that two people may edit (GEN-7): 428 without If-Match, 412 for another version.
    // A weak tag is taken as a strong one, since compressing proxies weaken them.
    Result<void> require_if_match(std::string_view version) const;
    Result<void> require_if_match(std::int64_t version) const { return require_if_match(std::to_string(version)); }

    // For the machinery of routes.
    http::Response finish(http::Response response) const;
    void add_cookies(http::Response& response) const;

private:
    std::string_view path_value(std::string_view name, ParameterKind kind) const;

    http::Request* request_;
    const RouteInfo* route_;
    Caller caller_;
    int status_ = 0;
    std::string etag_;
    std::vector<std::pair<std::string, std::string>> headers_;
    std::vector<std::string> cookies_;
};

}  // namespace portico::api
