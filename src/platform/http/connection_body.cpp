// Request bodies, and the threads that handlers run on.
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <boost/asio/post.hpp>
#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "platform/http/detail/connection.h"
#include "platform/http/errors.h"

namespace portico::http::detail {

namespace beast_http = boost::beast::http;

namespace {

constexpr std::size_t body_buffer = 256 * 1024;
constexpr std::uint64_t most_skipped = 64 * 1024;
constexpr ssize_t timed_out = -1;

// Waits for bytes on a socket that does not block. 0: the peer has ended, or failed.
ssize_t receive(int socket, std::span<char> into, Milliseconds at_most) {
    const auto until = SteadyClock::now() + at_most;
    while (true) {
        const auto count = ::recv(socket, into.data(), into.size(), 0);
        if (count >= 0) return count;
        if (errno == EINTR) continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK) return 0;
        const auto left = std::chrono::ceil<Milliseconds>(until - SteadyClock::now()).count();
        pollfd ready{socket, POLLIN, 0};
        if (left <= 0 || ::poll(&ready, 1, static_cast<int>(std::min<std::int64_t>(left, 60'000))) < 0) {
            if (left > 0 && errno == EINTR) continue;
            return timed_out;
        }
    }
}

// The connection's descriptor in another thread's hands, until the end of the block.
class Lent {
public:
    explicit Lent(Transport& transport) : transport_(transport) {}
    ~Lent() {
        transport_.take_back();
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    Lent(const Lent&) = delete;
    Lent& operator=(const Lent&) = delete;
    void lend(Transport::Lending lending) { descriptor_ = transport_.lend_descriptor(lending); }
    int get() const { return descriptor_; }

private:
    Transport& transport_;
    int descriptor_ = -1;
};

}  // namespace

Result<std::size_t> StreamingBody::read(std::span<std::byte> into) {
    if (error_) return fail(*error_);
    if (into.empty()) return 0;
    std::optional<Result<std::size_t>> got;
    if (read_here_) got = read_here_(into);
    if (!got) got = ask(into);
    if (!*got) error_ = got->error();
    return std::move(*got);
}

Result<std::size_t> StreamingBody::ask(std::span<std::byte> into) {
    std::unique_lock lock(mutex_);
    wanted_ = into;
    result_.reset();
    lock.unlock();
    wake_connection_();
    lock.lock();
    answered_.wait(lock, [&] { return result_.has_value(); });
    wanted_.reset();
    return std::move(*result_);
}

std::optional<std::span<std::byte>> StreamingBody::wanted() {
    const std::lock_guard lock(mutex_);
    return result_ ? std::nullopt : wanted_;
}

void StreamingBody::answer(Result<std::size_t> result) {
    {
        const std::lock_guard lock(mutex_);
        result_ = std::move(result);
    }
    answered_.notify_one();
}

Awaitable<std::size_t> Connection::fill(std::size_t most) {
    const auto room = input_.room(most);
    if (room.empty()) co_return 0;
    const auto count = co_await transport_.read_some(room);
    input_.added(count);
    co_return count;
}

// What the input buffer holds of the body; 0 also when more input is needed.
Result<std::size_t> Connection::take_body(std::span<std::byte> into) {
    auto& body = parser_->get().body();
    body.data = into.data();
    body.size = into.size();
    while (!input_.empty() && !parser_->is_done() && body.size > 0) {
        ErrorCode error;
        const auto text = input_.text();
        std::size_t used = 0;
        try {
            used = parser_->put(asio::buffer(text.data(), text.size()), error);
        } catch (const std::length_error&) {
            return fail(errors::bad_request, "a trailer field that is too large");
        }
        input_.consume(used);
        if (error == beast_http::error::need_more && used == 0) break;
        const bool harmless =
            !error || error == beast_http::error::need_more || error == beast_http::error::need_buffer;
        if (!harmless) return fail(errors::bad_request, error.message());
    }
    const auto count = into.size() - body.size;
    body.data = nullptr;
    body_received_ += count;
    if (body_received_ > body_limit_) return fail(errors::body_too_large);
    return count;
}

Awaitable<Result<std::size_t>> Connection::read_body(std::span<std::byte> into) {
    while (true) {
        auto taken = take_body(into);
        if (!taken) keep_alive_ = false;
        if (!taken || *taken > 0 || parser_->is_done()) co_return taken;
        co_await send_continue();
        const auto before = SteadyClock::now();
        transport_.set_deadline(std::max(stall_.left, Milliseconds(1)));
        const auto count = co_await fill(body_buffer);
        transport_.clear_deadline();
        if (count == 0) {
            keep_alive_ = false;
            co_return fail(transport_.take_expired() && !aborted_ ? errors::request_timeout : errors::body_aborted);
        }
        count_stall(before, count);
    }
}

// Only the time that the client takes is counted, not that of a handler.
void Connection::count_stall(SteadyClock::time_point since, std::size_t bytes) {
    stall_.left -= std::chrono::duration_cast<Milliseconds>(SteadyClock::now() - since);
    stall_.bytes += bytes;
    if (stall_.bytes >= limits_.body_stall_bytes) stall_ = {limits_.body_stall, 0};
}

std::optional<Result<std::size_t>> Connection::read_body_here(int socket, std::span<std::byte> into) {
    while (true) {
        auto taken = take_body(into);
        if (!taken) keep_alive_ = false;
        if (!taken || *taken > 0 || parser_->is_done()) return taken;
        if (expects_continue_) return std::nullopt;  // it has to be told first
        const auto before = SteadyClock::now();
        const auto count = receive(socket, input_.room(body_buffer), std::max(stall_.left, Milliseconds(1)));
        if (count <= 0) {
            keep_alive_ = false;
            return fail(count == timed_out && !aborted_ ? errors::request_timeout : errors::body_aborted);
        }
        input_.added(static_cast<std::size_t>(count));
        count_stall(before, static_cast<std::size_t>(count));
    }
}

Awaitable<void> Connection::send_continue() {
    if (!std::exchange(expects_continue_, false)) co_return;
    if (!input_.empty()) co_return;  // the body comes already
    const std::vector<std::string_view> pieces{"HTTP/1.1 100 Continue\r\n\r\n"};
    co_await transport_.write(pieces, Transport::More::no, limits_.write_stall);
}

Awaitable<Result<void>> Connection::read_whole_body() {
    constexpr std::size_t piece = 64 * 1024;
    if (content_length_)
        request_.body.reserve(static_cast<std::size_t>(std::min<std::uint64_t>(*content_length_, piece)));
    while (!parser_->is_done()) {
        const auto size = request_.body.size();
        auto room = piece;
        if (content_length_) room = static_cast<std::size_t>(std::min<std::uint64_t>(piece, *content_length_ - size));
        request_.body.resize(size + std::max<std::size_t>(room, 1));
        auto got = co_await read_body(std::as_writable_bytes(std::span(request_.body).subspan(size)));
        request_.body.resize(size + got.value_or(0));
        if (!got) co_return fail(std::move(got).error());
    }
    co_return Result<void>();
}

// Reads what a handler left, when that is little; false: there is more, the connection cannot be used again.
Awaitable<bool> Connection::skip_body() {
    if (parser_->is_done()) co_return true;
    if (!keep_alive_ || expects_continue_ || !content_length_) co_return false;
    if (*content_length_ - std::min(*content_length_, body_received_) > most_skipped) co_return false;
    body_limit_ = std::max(body_limit_, *content_length_);
    std::vector<std::byte> discarded(16 * 1024);
    while (!parser_->is_done()) {
        const auto got = co_await read_body(discarded);
        if (!got) co_return false;
    }
    co_return true;
}

Awaitable<bool> Connection::run_task(WorkerPool& pool, WorkerPool::Admission admission, std::function<void()> task) {
    task_done_ = false;
    const bool taken = pool.run(admission, [self = shared_from_this(), work = std::move(task)] {
        work();
        self->task_done_ = true;
        self->waker()();
    });
    if (!taken) co_return false;
    while (!task_done_) {
        co_await signal_.wait();
        if (!streaming_) continue;
        if (const auto wanted = streaming_->wanted()) streaming_->answer(co_await read_body(*wanted));
    }
    co_return true;
}

Response Connection::call_handler(const Route& route) {
    try {
        auto response = route.handler(request_);
        compress_if_useful(request_, response);
        return response;
    } catch (const std::exception& exception) {
        shared_.report(exception.what(), request_.request_id);
    } catch (...) {
        shared_.report("an exception of unknown type", request_.request_id);
    }
    return problem_response(portico::errors::internal, request_);
}

Awaitable<Response> Connection::answer(const Route& route) {
    const bool streams = route.options.body.kind == BodyPolicy::Kind::streaming;
    Lent lent(transport_);
    if (streams) {
        // A client that waits for 100 Continue is answered from here.
        if (!parser_->is_done()) lent.lend(expects_continue_ ? Transport::Lending::shared : Transport::Lending::whole);
        StreamingBody::ReadHere read_here;
        if (lent.get() >= 0)
            read_here = [this, socket = lent.get()](std::span<std::byte> into) { return read_body_here(socket, into); };
        streaming_ = std::make_unique<StreamingBody>(
            waker(), std::move(read_here),
            parser_->is_done() ? std::optional<std::uint64_t>(content_length_.value_or(0)) : content_length_);
        request_.body_stream = streaming_.get();
    } else {
        auto whole = co_await read_whole_body();
        if (!whole) {
            keep_alive_ = false;
            co_return problem_response(whole.error(), request_);
        }
    }
    Response response;
    auto& pool = streams ? shared_.uploads : shared_.workers;
    const bool taken =
        co_await run_task(pool, WorkerPool::Admission::new_work, [&] { response = call_handler(route); });
    request_.body_stream = nullptr;
    streaming_.reset();
    if (!taken) co_return problem_response(errors::server_busy, request_);
    co_return response;
}

}  // namespace portico::http::detail
