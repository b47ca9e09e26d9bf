#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/post.hpp>
#include <stdexcept>

#include "platform/http/detail/connection.h"
#include "platform/http/detail/random.h"
#include "platform/http/detail/target.h"
#include "platform/http/detail/text.h"
#include "platform/http/errors.h"

namespace portico::http::detail {

namespace beast_http = boost::beast::http;

namespace {

constexpr std::size_t first_buffer = 16 * 1024;

const ErrorKind& kind_of(const ErrorCode& error, bool has_target) {
    if (error == beast_http::error::header_limit)
        return has_target ? errors::headers_too_large : errors::target_too_long;
    if (error == beast_http::error::bad_version) return errors::version_not_supported;
    return errors::bad_request;
}

bool is_request_id(std::string_view text) {
    return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
        return is_alphanumeric(c) || c == '-' || c == '_' || c == '.';
    });
}

// Bodies are taken as they come: nothing is unpacked, and nothing packed is read as if it were not (RFC 9110, 8.4).
bool is_packed(const Request& request) {
    const auto coding = trim(request.header("Content-Encoding"));
    return !coding.empty() && !equals_ignoring_case(coding, "identity");
}

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

std::span<char> InputBuffer::room(std::size_t most) {
    if (begin_ == end_) begin_ = end_ = 0;
    if (end_ == data_.size() && begin_ > 0) {
        std::copy(data_.begin() + static_cast<std::ptrdiff_t>(begin_),
                  data_.begin() + static_cast<std::ptrdiff_t>(end_), data_.begin());
        end_ -= begin_;
        begin_ = 0;
    }
    if (end_ == data_.size() || data_.size() < most / 4) {
        const auto wanted = std::max(first_buffer, std::min(most, data_.size() * 4));
        if (wanted > data_.size()) data_.resize(wanted);
    }
    return {data_.data() + end_, data_.size() - end_};
}

void InputBuffer::shrink() {
    if (!empty() || data_.size() <= first_buffer) return;
    data_ = std::vector<char>(first_buffer);
    begin_ = end_ = 0;
}

Connection::Connection(ServerShared& shared, Tcp::socket socket, std::string peer)
    : shared_(shared),
      limits_(shared.options.limits),
      strand_(socket.get_executor()),
      transport_(std::move(socket), shared.tls ? &*shared.tls : nullptr),
      signal_(strand_),
      socket_peer_(std::move(peer)) {}

std::function<void()> Connection::waker() {
    return [weak = weak_from_this()] {
        if (auto self = weak.lock()) asio::post(self->strand_, [self] { self->signal_.wake(); });
    };
}

void Connection::drain() {
    asio::post(strand_, [self = shared_from_this()] {
        if (self->idle_) self->transport_.cancel();
        self->signal_.wake();
    });
}

void Connection::abort() {
    aborted_ = true;
    asio::post(strand_, [self = shared_from_this()] {
        self->transport_.abort();
        self->signal_.wake();
    });
}

Awaitable<void> Connection::run() {
    asio::co_spawn(
        strand_, [self = shared_from_this()] { return self->transport_.watch(); }, asio::detached);
    transport_.set_deadline(limits_.header);
    const bool connected = co_await transport_.handshake();
    transport_.clear_deadline();
    if (connected) co_await serve_requests();
    transport_.abort();
}

Awaitable<void> Connection::refuse() {
    asio::co_spawn(
        strand_, [self = shared_from_this()] { return self->transport_.watch(); }, asio::detached);
    if (!transport_.is_tls()) {
        begin_request();
        co_await respond(problem_response(errors::too_many_connections, request_));
        co_await transport_.finish(Transport::Unread::yes);
    }
    transport_.abort();
}

Awaitable<void> Connection::serve_requests() {
    bool clean = true;
    while (true) {
        auto arrived = co_await read_head();
        if (arrived && !*arrived) break;
        auto keep = Keep::closed;
        if (arrived) {
            keep = co_await serve();
        } else {
            keep_alive_ = false;
            keep = co_await respond(problem_response(arrived.error(), request_));
        }
        first_request_ = false;
        clean = arrived.has_value() && parser_->is_done();
        if (keep == Keep::closed) break;
    }
    co_await transport_.finish(clean ? Transport::Unread::no : Transport::Unread::yes);
}

void Connection::begin_request() {
    parser_.emplace();
    parser_->eager(false);
    parser_->body_limit(boost::none);  // counted in take_body, by the route's limit
    parser_->header_limit(static_cast<std::uint32_t>(limits_.request_line_bytes + limits_.header_bytes));
    request_ = Request();
    request_.request_id = random_hex(16);
    request_.peer_address = socket_peer_;
    request_.scheme = transport_.is_tls() ? "https" : "http";
    request_.translator = shared_.options.translator.get();
    method_text_.clear();
    started_ = SteadyClock::now();
    keep_alive_ = expects_continue_ = head_complete_ = chunked_response_ = false;
    http_1_1_ = true;
    content_length_.reset();
    body_limit_ = body_received_ = 0;
    stall_ = {limits_.body_stall, 0};
    route_ = nullptr;
    allowed_.clear();
    streaming_.reset();
    input_.shrink();
}

Awaitable<Result<bool>> Connection::read_head() {
    begin_request();
    if (shared_.draining) co_return false;
    if (input_.empty()) {
        idle_ = true;
        transport_.set_deadline(first_request_ ? limits_.first_byte : limits_.idle);
        const auto count = co_await fill(first_buffer);
        idle_ = false;
        transport_.clear_deadline();
        if (count == 0) co_return false;
    }
    started_ = SteadyClock::now();
    transport_.set_deadline(limits_.header);
    const auto most = limits_.request_line_bytes + limits_.header_bytes + first_buffer;
    while (true) {
        auto complete = parse_head();
        if (!complete || *complete) {
            transport_.clear_deadline();
            if (!complete) co_return fail(std::move(complete).error());
            co_return true;
        }
        if (co_await fill(most) == 0) {
            transport_.clear_deadline();
            if (transport_.take_expired()) co_return fail(errors::request_timeout);
            co_return false;
        }
    }
}

Result<bool> Connection::parse_head() {
    while (!input_.empty() && !parser_->is_header_done()) {
        // RFC 9112, 2.2: an empty line before a request is passed over.
        if (!parser_->got_some() && input_.text().starts_with("\r\n")) {
            input_.consume(2);
            continue;
        }
        ErrorCode error;
        const auto text = input_.text();
        std::size_t used = 0;
        try {
            used = parser_->put(asio::buffer(text.data(), text.size()), error);
        } catch (const std::length_error&) {
            return fail(errors::headers_too_large);  // the parser cannot hold a field of 64 KiB
        }
        input_.consume(used);
        if (error == beast_http::error::need_more) {
            if (used == 0) return false;
            continue;
        }
        if (error) return fail(kind_of(error, !parser_->get().target().empty()));
    }
    if (!parser_->is_header_done()) return false;
    PORTICO_CHECK(take_head());
    return true;
}

// From the parser's form into ours, with the limits that the parser does not know.
Result<void> Connection::take_head() {
    const auto& message = parser_->get();
    http_1_1_ = message.version() == 11;
    method_text_ = std::string(view(message.method_string()));
    request_.raw_target = std::string(view(message.target()));
    if (method_text_.size() + request_.raw_target.size() + 10 > limits_.request_line_bytes)
        return fail(errors::target_too_long);
    std::size_t bytes = 0;
    std::string cookies;
    for (const auto& field : message) {
        const auto name = view(field.name_string());
        const auto value = view(field.value());
        bytes += name.size() + value.size() + 4;
        if (bytes > limits_.header_bytes || request_.headers.size() >= limits_.header_count) {
            return fail(errors::headers_too_large);
        }
        using namespace std::string_view_literals;
        if (!is_token(name) || value.find_first_of("\r\n\0"sv) != std::string_view::npos)
            return fail(errors::bad_request);
        request_.headers.add(name, value);
        if (equals_ignoring_case(name, "Cookie")) cookies.append(cookies.empty() ? "" : "; ").append(value);
    }
    request_.cookies = parse_cookies(cookies);
    trust_forwarding();
    PORTICO_CHECK(take_framing());
    return take_target();
}

// RFC 9112, 6: two readers of one request must never disagree about where it ends, so everything unclear is refused.
Result<void> Connection::take_framing() {
    const auto& headers = request_.headers;
    const auto lengths = headers.get_all("Content-Length");
    const auto encodings = headers.get_all("Transfer-Encoding");
    if (lengths.size() > 1 || encodings.size() > 1 || (!lengths.empty() && !encodings.empty()))
        return fail(errors::bad_request);
    if (!encodings.empty() && (!http_1_1_ || !equals_ignoring_case(encodings.front(), "chunked"))) {
        return fail(errors::bad_request);
    }
    if (!lengths.empty()) {
        content_length_ = parse_number(lengths.front());
        if (!content_length_) return fail(errors::bad_request);
    } else if (encodings.empty()) {
        content_length_ = 0;
    }
    if (headers.get_all("Host").size() > 1) return fail(errors::bad_request);
    if (const auto expectation = headers.get("Expect"); expectation && http_1_1_) {
        if (!equals_ignoring_case(*expectation, "100-continue")) return fail(errors::bad_expectation);
        expects_continue_ = !parser_->is_done();
    }
    keep_alive_ = parser_->keep_alive();
    return {};
}

Result<void> Connection::take_target() {
    PORTICO_TRY(auto target, parse_target(request_.raw_target));
    // RFC 9112, 3.2.2: the host of an absolute target stands above the Host header.
    const auto host = target.authority.empty() ? request_.header("Host") : std::string_view(target.authority);
    auto normal = normalise_host(host, request_.scheme);
    if (!normal) return fail(errors::bad_request);
    request_.host = std::move(*normal);
    request_.path = std::move(target.path);
    request_.query = std::move(target.query);
    const auto method = parse_method(method_text_);
    if (!method) return fail(errors::method_not_known);
    request_.method = *method;
    head_complete_ = true;
    return {};
}

void Connection::trust_forwarding() {
    if (!shared_.proxies.contains(socket_peer_)) return;
    std::string forwarded;
    for (const auto value : request_.headers.get_all("X-Forwarded-For")) {
        forwarded.append(forwarded.empty() ? "" : ",").append(value);
    }
    request_.peer_address = shared_.proxies.client_behind(socket_peer_, forwarded);
    const auto schemes = split_list(request_.header("X-Forwarded-Proto"));
    if (!schemes.empty() && (schemes.back() == "http" || schemes.back() == "https")) {
        request_.scheme = std::string(schemes.back());
    }
    if (const auto id = request_.header("X-Request-Id"); is_request_id(id)) request_.request_id = std::string(id);
}

Result<const Route*> Connection::find_route() {
    if (request_.path == "*") {
        if (request_.method != Method::options) return fail(errors::bad_path);
        allowed_ = {Method::get,   Method::head,    Method::post,   Method::put,
                    Method::patch, Method::delete_, Method::options};
        return nullptr;
    }
    auto match = shared_.router.find(request_.method, request_.path);
    route_ = match.route;
    const bool any_host = route_ && route_->options.host_check == HostCheck::any;
    if (!any_host && !shared_.hosts.contains(request_.host, request_.scheme)) return fail(errors::unknown_host);
    allowed_ = std::move(match.allowed);
    if (!route_) {
        if (allowed_.empty()) return fail(errors::no_such_route);
        if (request_.method == Method::options) return nullptr;
        return fail(errors::method_not_allowed);
    }
    request_.parameters = std::move(match.parameters);
    request_.route = route_->pattern;
    if (is_packed(request_)) return fail(errors::unsupported_media_type, "a content coding");
    if (route_->options.origin_check == OriginCheck::cookie_requests) PORTICO_CHECK(check_origin(request_));
    body_limit_ = route_->options.body.kind == BodyPolicy::Kind::none ? 0 : route_->options.body.max_bytes;
    if (content_length_ && *content_length_ > body_limit_) return fail(errors::body_too_large);
    return route_;
}

Awaitable<Connection::Keep> Connection::serve() {
    Response response;
    const auto route = find_route();
    if (route && *route) {
        response = co_await answer(**route);
    } else if (route) {
        response = Response::no_content();
    } else {
        response = problem_response(route.error(), request_);
    }
    const bool tells_methods = !route_ && (route || route.error().is(errors::method_not_allowed));
    if (tells_methods) {
        std::string allow;
        for (const auto method : allowed_) allow.append(allow.empty() ? "" : ", ").append(to_string(method));
        response.headers.set("Allow", allow);
    }
    // RFC 9110, 15.5.16: which codings would have been taken.
    if (response.status == 415 && is_packed(request_)) response.headers.set("Accept-Encoding", "identity");
    co_return co_await respond(std::move(response));
}

}  // namespace portico::http::detail
