// One connection of a client: reads requests, has them answered, writes responses, one after the other.
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <boost/beast/http/buffer_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "platform/http/detail/address.h"
#include "platform/http/detail/signal.h"
#include "platform/http/detail/transport.h"
#include "platform/http/detail/worker_pool.h"
#include "platform/http/security.h"
#include "platform/http/server.h"

namespace portico::http::detail {

// What all connections of a server use. Outlives them.
struct ServerShared {
    ServerShared(ServerOptions given, const Router& routes)
        : options(std::move(given)),
          router(routes),
          hosts(options.hosts),
          proxies(options.trusted_proxies),
          workers(options.worker_threads, options.worker_queue),
          uploads(options.upload_threads, options.upload_queue) {}

    void report(std::string_view message, std::string_view request_id) const {
        if (options.on_failure) options.on_failure(message, request_id);
    }

    ServerOptions options;
    const Router& router;
    KnownHosts hosts;
    TrustedProxies proxies;
    WorkerPool workers;
    WorkerPool uploads;
    std::optional<asio::ssl::context> tls;
    std::atomic<bool> draining{false};
};

// Bytes that have arrived and are not parsed yet.
class InputBuffer {
public:
    std::string_view text() const { return {data_.data() + begin_, end_ - begin_}; }
    bool empty() const { return begin_ == end_; }
    void consume(std::size_t count) { begin_ += count; }
    // Room for more, growing up to `most`; empty when the buffer is full.
    std::span<char> room(std::size_t most);
    void added(std::size_t count) { end_ += count; }
    void shrink();  // back to the first size, when empty

private:
    std::vector<char> data_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

// The handler's end of a streaming body. Reads from the socket on the handler's own thread where that is possible
// (`read_here`), which costs no change of threads; else it asks the connection's coroutine for bytes and blocks until
// they are there.
class StreamingBody final : public BodyReader {
public:
    using ReadHere = std::function<std::optional<Result<std::size_t>>(std::span<std::byte>)>;  // nothing: not possible

    StreamingBody(std::function<void()> wake_connection, ReadHere read_here, std::optional<std::uint64_t> length)
        : wake_connection_(std::move(wake_connection)), read_here_(std::move(read_here)), length_(length) {}

    Result<std::size_t> read(std::span<std::byte> into) override;
    std::optional<std::uint64_t> declared_length() const override { return length_; }

    // For the connection: the buffer that waits to be filled, and its filling.
    std::optional<std::span<std::byte>> wanted();
    void answer(Result<std::size_t> result);

private:
    Result<std::size_t> ask(std::span<std::byte> into);

    std::function<void()> wake_connection_;
    ReadHere read_here_;
    std::optional<std::uint64_t> length_;
    std::mutex mutex_;
    std::condition_variable answered_;
    std::optional<std::span<std::byte>> wanted_;
    std::optional<Result<std::size_t>> result_;
    std::optional<Error> error_;  // the handler's thread alone
};

// Everything runs on the strand of the socket, but drain and abort, which may be called from any thread, and what says
// so.
class Connection : public std::enable_shared_from_this<Connection> {
public:
    Connection(ServerShared& shared, Tcp::socket socket, std::string peer);

    // Serves until either side ends.
    Awaitable<void> run();
    // Answers 429 and ends: this address has too many connections.
    Awaitable<void> refuse();
    // Ends when idle, else after the response under way.
    void drain();
    // Ends now.
    void abort();

private:
    using Parser = boost::beast::http::request_parser<boost::beast::http::buffer_body>;
    enum class Keep { open, closed };
    // What a body may still bring before its stall time is over.
    struct StallWindow {
        Milliseconds left;
        std::size_t bytes = 0;
    };

    // connection.cpp: requests
    Awaitable<void> serve_requests();
    Awaitable<Result<bool>> read_head();  // false: no more requests
    void begin_request();
    Result<bool> parse_head();  // true: complete
    Result<void> take_head();
    Result<void> take_framing();
    Result<void> take_target();
    Awaitable<Keep> serve();
    Result<const Route*> find_route();  // none: answer OPTIONS
    void trust_forwarding();

    // connection_body.cpp: request bodies and handlers
    Awaitable<std::size_t> fill(std::size_t most);
    Awaitable<Result<std::size_t>> read_body(std::span<std::byte> into);
    Result<std::size_t> take_body(std::span<std::byte> into);
    // On the thread of a handler, while the coroutine waits for it.
    std::optional<Result<std::size_t>> read_body_here(int socket, std::span<std::byte> into);
    void count_stall(SteadyClock::time_point since, std::size_t bytes);
    Awaitable<Result<void>> read_whole_body();
    Awaitable<bool> skip_body();
    Awaitable<void> send_continue();
    Awaitable<Response> answer(const Route& route);
    Response call_handler(const Route& route);
    Awaitable<bool> run_task(WorkerPool& pool, WorkerPool::Admission admission, std::function<void()> task);

    // connection_write.cpp: responses
    Awaitable<Keep> respond(Response response);
    Awaitable<bool> write_response(Response& response);
    Awaitable<bool> write_segments(std::vector<Segment>& segments);
    Awaitable<bool> write_segment(const Segment& segment, Transport::More more);
    Awaitable<bool> write_source(SegmentSource& source);
    Awaitable<bool> write_events(EventStream& stream);
    Awaitable<bool> write_chunk(const Segment& segment);
    std::string head_text(const Response& response) const;
    void set_framing(Response& response);
    void log(const Response& response, bool complete, std::uint64_t bytes) const;

    std::function<void()> waker();

    ServerShared& shared_;
    const Limits& limits_;
    asio::any_io_executor strand_;
    Transport transport_;
    Signal signal_;
    std::string socket_peer_;

    InputBuffer input_;
    std::optional<Parser> parser_;
    bool first_request_ = true;
    bool idle_ = false;
    std::atomic<bool> aborted_{false};

    // The request under way.
    Request request_;
    std::string method_text_;
    SteadyClock::time_point started_;
    bool http_1_1_ = true;
    bool keep_alive_ = false;
    bool chunked_response_ = false;
    bool expects_continue_ = false;
    bool head_complete_ = false;  // the headers were read and are valid
    std::optional<std::uint64_t> content_length_;
    std::uint64_t body_limit_ = 0;
    std::uint64_t body_received_ = 0;
    StallWindow stall_{};
    const Route* route_ = nullptr;
    std::vector<Method> allowed_;
    std::unique_ptr<StreamingBody> streaming_;
    std::atomic<bool> task_done_{false};
};

}  // namespace portico::http::detail
