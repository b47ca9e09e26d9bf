// Responses on the wire.
#include <fmt/format.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <ctime>

#include "platform/http/detail/connection.h"

namespace portico::http::detail {

namespace {

// IMF-fixdate of RFC 9110, 5.6.7.
std::string http_date() {
    static constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                             "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t now = std::time(nullptr);
    std::tm utc{};
    ::gmtime_r(&now, &utc);
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT", days[static_cast<std::size_t>(utc.tm_wday)],
                       utc.tm_mday, months[static_cast<std::size_t>(utc.tm_mon)], utc.tm_year + 1900, utc.tm_hour,
                       utc.tm_min, utc.tm_sec);
}

bool has_no_body(int status) { return status == 204 || status == 304; }

std::optional<std::uint64_t> known_size(const Body& body) {
    if (const auto* text = std::get_if<std::string>(&body)) return text->size();
    if (const auto* segments = std::get_if<std::vector<Segment>>(&body)) return size_of(*segments);
    if (const auto* source = std::get_if<SegmentSource>(&body)) return source->content_length;
    return std::nullopt;
}

}  // namespace

void Connection::set_framing(Response& response) {
    auto& headers = response.headers;
    headers.remove("Content-Length");
    headers.remove("Transfer-Encoding");
    headers.set("Date", http_date());
    chunked_response_ = false;
    if (has_no_body(response.status)) {
        response.body = std::string();
    } else if (const auto size = known_size(response.body)) {
        headers.set("Content-Length", std::to_string(*size));
    } else if (http_1_1_) {
        headers.set("Transfer-Encoding", "chunked");
        chunked_response_ = true;
    } else {
        keep_alive_ = false;  // HTTP/1.0: the end of the connection is the end of the body
    }
    if (!keep_alive_) {
        headers.set("Connection", "close");
    } else if (!http_1_1_) {
        headers.set("Connection", "keep-alive");
    }
}

std::string Connection::head_text(const Response& response) const {
    auto text = fmt::format("HTTP/1.1 {} {}\r\n", response.status, reason_phrase(response.status));
    for (const auto& [name, value] : response.headers) text.append(name).append(": ").append(value).append("\r\n");
    return text + "\r\n";
}

Awaitable<Connection::Keep> Connection::respond(Response response) {
    if (!co_await skip_body() || shared_.draining) keep_alive_ = false;
    add_security_headers(request_, response);
    set_framing(response);
    const auto before = transport_.bytes_written();
    const auto head = head_text(response);
    bool complete = false;
    if (request_.method == Method::head || has_no_body(response.status)) {
        const std::vector<std::string_view> pieces{head};
        complete = co_await transport_.write(pieces, Transport::More::no, limits_.write_stall);
    } else if (const auto* text = std::get_if<std::string>(&response.body)) {
        const std::vector<std::string_view> pieces{head, *text};
        complete = co_await transport_.write(pieces, Transport::More::no, limits_.write_stall);
    } else {
        auto* segments = std::get_if<std::vector<Segment>>(&response.body);
        // An empty one at the end would leave the others waiting in the kernel for more.
        if (segments) std::erase_if(*segments, [](const Segment& segment) { return size_of(segment) == 0; });
        const bool at_once = segments && !segments->empty();
        std::vector<std::string_view> pieces{head};
        std::string first;  // goes with the head
        if (auto* leading = at_once ? std::get_if<std::string>(&segments->front()) : nullptr) {
            first = std::move(*leading);
            segments->erase(segments->begin());
            pieces.emplace_back(first);
        }
        const bool more = at_once && !segments->empty();
        complete =
            co_await transport_.write(pieces, more ? Transport::More::yes : Transport::More::no, limits_.write_stall) &&
            co_await write_response(response);
    }
    const auto written = transport_.bytes_written() - before;
    log(response, complete, written - std::min<std::uint64_t>(written, head.size()));
    if (!complete) transport_.abort();
    co_return complete&& keep_alive_ ? Keep::open : Keep::closed;
}

Awaitable<bool> Connection::write_response(Response& response) {
    if (auto* segments = std::get_if<std::vector<Segment>>(&response.body))
        co_return co_await write_segments(*segments);
    if (auto* source = std::get_if<SegmentSource>(&response.body)) co_return co_await write_source(*source);
    co_return co_await write_events(std::get<EventStream>(response.body));
}

Awaitable<bool> Connection::write_segments(std::vector<Segment>& segments) {
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const auto more = i + 1 < segments.size() ? Transport::More::yes : Transport::More::no;
        if (!co_await write_segment(segments[i], more)) co_return false;
        segments[i] = std::string();  // a file that has been sent is let go
    }
    co_return true;
}

Awaitable<bool> Connection::write_segment(const Segment& segment, Transport::More more) {
    if (const auto* range = std::get_if<FileRange>(&segment))
        co_return co_await transport_.send_file(*range, limits_.write_stall);
    std::vector<std::string_view> pieces;
    if (const auto* text = std::get_if<std::string>(&segment)) {
        pieces.emplace_back(*text);
    } else {
        pieces.emplace_back(*std::get<std::shared_ptr<const std::string>>(segment));
    }
    co_return co_await transport_.write(std::move(pieces), more, limits_.write_stall);
}

Awaitable<bool> Connection::write_chunk(const Segment& segment) {
    const auto size = size_of(segment);
    if (!chunked_response_) co_return co_await write_segment(segment, Transport::More::no);
    const auto line = fmt::format("{:x}\r\n", size);
    const std::vector<std::string_view> before{line};
    const std::vector<std::string_view> after{"\r\n"};
    co_return co_await transport_.write(before, Transport::More::yes, limits_.write_stall) &&
        co_await write_segment(segment, Transport::More::yes) &&
        co_await transport_.write(after, Transport::More::no, limits_.write_stall);
}

Awaitable<bool> Connection::write_source(SegmentSource& source) {
    std::uint64_t total = 0;
    while (true) {
        Result<std::optional<Segment>> next = std::optional<Segment>();
        const bool ran = co_await run_task(shared_.workers, WorkerPool::Admission::continued_work, [&] {
            try {
                next = source.next();
            } catch (const std::exception& exception) {
                next = fail(portico::errors::internal, exception.what());
            }
        });
        if (!ran) co_return false;
        if (!next) {
            // A right that ended in the middle (GEN-5) is no failure of the server.
            if (next.error().kind().http_status >= 500)
                shared_.report(
                    "response broken off: " + std::string(next.error().kind().code) + " " + next.error().detail(),
                    request_.request_id);
            co_return false;
        }
        if (!*next) break;
        const auto size = size_of(**next);
        if (size == 0) continue;
        total += size;
        if (source.content_length && total > *source.content_length) {
            shared_.report("response longer than its Content-Length", request_.request_id);
            co_return false;
        }
        if (!co_await write_chunk(**next)) co_return false;
    }
    if (source.content_length && total != *source.content_length) {
        shared_.report("response shorter than its Content-Length", request_.request_id);
        co_return false;
    }
    if (!chunked_response_) co_return true;
    const std::vector<std::string_view> last{"0\r\n\r\n"};
    co_return co_await transport_.write(last, Transport::More::no, limits_.write_stall);
}

Awaitable<bool> Connection::write_events(EventStream& stream) {
    keep_alive_ = false;
    auto left = std::make_shared<bool>(false);
    asio::co_spawn(
        strand_,
        [self = shared_from_this(), left]() -> Awaitable<void> {
            co_await self->transport_.wait_for_leave();
            *left = true;
            self->signal_.wake();
        },
        asio::detached);
    stream.on_ready(waker());
    bool sent = co_await write_chunk(Segment(std::string("retry: 3000\n\n")));
    while (sent) {
        auto pending = stream.take();
        if (!pending.text.empty()) sent = co_await write_chunk(Segment(std::move(pending.text)));
        if (!sent || !pending.open || *left || shared_.draining || aborted_) break;
        const auto before = SteadyClock::now();
        co_await signal_.wait(limits_.heartbeat);
        if (SteadyClock::now() - before >= limits_.heartbeat)
            sent = co_await write_chunk(Segment(std::string(":\n\n")));
    }
    stream.on_ready({});
    stream.close();
    if (!sent || *left) co_return sent;
    const std::vector<std::string_view> last{"0\r\n\r\n"};
    if (!chunked_response_) co_return true;
    co_return co_await transport_.write(last, Transport::More::no, limits_.write_stall);
}

void Connection::log(const Response& response, bool complete, std::uint64_t bytes) const {
    if (!shared_.options.on_access) return;
    AccessRecord record;
    record.request_id = request_.request_id;
    record.method = method_text_;
    const bool hidden = route_ && route_->options.path_in_log == PathInLog::pattern_only;
    record.path = hidden ? route_->pattern : request_.path;
    record.route = request_.route;
    record.peer_address = request_.peer_address;
    record.host = request_.host;
    record.user_agent = std::string(request_.header("User-Agent"));
    record.status = response.status;
    record.bytes_sent = bytes;
    record.duration = std::chrono::duration_cast<std::chrono::microseconds>(SteadyClock::now() - started_);
    record.complete = complete;
    shared_.options.on_access(record);
}

}  // namespace portico::http::detail
