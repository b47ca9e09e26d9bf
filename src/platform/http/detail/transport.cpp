#include "platform/http/detail/transport.h"

#include <fcntl.h>
#include <sys/sendfile.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <cerrno>

namespace portico::http::detail {

namespace {

constexpr std::size_t file_piece = 128 * 1024;           // read and encrypted at once
constexpr std::size_t fair_share = 2 * 1024 * 1024;      // sent before others get a turn
constexpr std::size_t most_discarded = 4 * 1024 * 1024;  // read and thrown away at the end of a connection
constexpr Milliseconds finish_time{2'000};

bool would_block(int error) { return error == EAGAIN || error == EWOULDBLOCK; }

}  // namespace

struct Transport::Tls {
    Tls(Tcp::socket& socket, asio::ssl::context& context) : stream(socket, context) {}
    asio::ssl::stream<Tcp::socket&> stream;
};

Transport::Transport(Tcp::socket socket, asio::ssl::context* tls)
    : socket_(std::move(socket)), timer_(socket_.get_executor()) {
    ErrorCode ignored;
    socket_.set_option(Tcp::no_delay(true), ignored);
    socket_.native_non_blocking(true, ignored);
    timer_.expires_at(SteadyClock::time_point::max());
    if (tls) tls_ = std::make_unique<Tls>(socket_, *tls);
}

Transport::~Transport() = default;

Awaitable<bool> Transport::handshake() {
    if (!tls_) co_return true;
    const auto [error] = co_await tls_->stream.async_handshake(asio::ssl::stream_base::server, no_throw);
    co_return !error;
}

Awaitable<std::size_t> Transport::read_some(std::span<char> into) {
    if (expired_ || closed_) co_return 0;
    const auto buffer = asio::buffer(into.data(), into.size());
    if (tls_) {
        const auto [error, count] = co_await tls_->stream.async_read_some(buffer, no_throw);
        co_return error ? 0 : count;
    }
    const auto [error, count] = co_await socket_.async_read_some(buffer, no_throw);
    co_return error ? 0 : count;
}

Awaitable<bool> Transport::wait_writable(Milliseconds write_stall) {
    set_deadline(write_stall);
    const auto [error] = co_await socket_.async_wait(Tcp::socket::wait_write, no_throw);
    clear_deadline();
    co_return !error && !expired_ && !closed_;
}

Awaitable<bool> Transport::write(std::vector<std::string_view> pieces, More more, Milliseconds write_stall) {
    if (expired_ || closed_) co_return false;
    if (!tls_) co_return co_await write_plain(std::move(pieces), more, write_stall);
    // One record for several small pieces; large ones go as they are.
    std::string joined;
    for (const auto piece : pieces) {
        if (joined.size() + piece.size() <= file_piece) {
            joined.append(piece);
            continue;
        }
        if (!joined.empty() && !co_await write_tls(joined, write_stall)) co_return false;
        joined.clear();
        if (!co_await write_tls(piece, write_stall)) co_return false;
    }
    co_return joined.empty() || co_await write_tls(joined, write_stall);
}

Awaitable<bool> Transport::write_tls(std::string_view piece, Milliseconds write_stall) {
    while (!piece.empty()) {
        set_deadline(write_stall);
        const auto [error, count] =
            co_await tls_->stream.async_write_some(asio::buffer(piece.data(), piece.size()), no_throw);
        clear_deadline();
        bytes_written_ += count;
        if (error || expired_ || closed_) co_return false;
        piece.remove_prefix(count);
    }
    co_return true;
}

Awaitable<bool> Transport::write_plain(std::vector<std::string_view> pieces, More more, Milliseconds write_stall) {
    constexpr std::size_t most_vectors = 16;
    std::size_t first = 0;
    while (true) {
        while (first < pieces.size() && pieces[first].empty()) ++first;
        if (first == pieces.size()) co_return true;
        std::array<iovec, most_vectors> vectors{};
        std::size_t used = 0;
        for (std::size_t i = first; i < pieces.size() && used < most_vectors; ++i) {
            vectors[used++] = {const_cast<char*>(pieces[i].data()), pieces[i].size()};
        }
        msghdr message{};
        message.msg_iov = vectors.data();
        message.msg_iovlen = used;
        const bool last = first + used == pieces.size();
        const int flags = MSG_NOSIGNAL | (more == More::yes || !last ? MSG_MORE : 0);
        const auto sent = ::sendmsg(socket_.native_handle(), &message, flags);
        if (sent < 0) {
            if (errno == EINTR) continue;
            if (!would_block(errno) || !co_await wait_writable(write_stall)) co_return false;
            continue;
        }
        auto count = static_cast<std::size_t>(sent);
        bytes_written_ += count;
        while (count > 0) {
            const auto taken = std::min(count, pieces[first].size());
            pieces[first].remove_prefix(taken);
            count -= taken;
            if (pieces[first].empty()) ++first;
        }
    }
}

Awaitable<bool> Transport::send_file(const FileRange& range, Milliseconds write_stall) {
    if (expired_ || closed_) co_return false;
    if (tls_) co_return co_await send_file_tls(range, write_stall);
    co_return co_await send_file_plain(range, write_stall);
}

Awaitable<bool> Transport::send_file_plain(const FileRange& range, Milliseconds write_stall) {
    auto offset = static_cast<off_t>(range.offset);
    auto left = range.length;
    std::size_t turn = 0;
    while (left > 0) {
        const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(left, fair_share));
        const auto sent = ::sendfile(socket_.native_handle(), range.file->descriptor(), &offset, wanted);
        if (sent == 0) co_return false;  // the file is shorter than its range
        if (sent < 0) {
            if (errno == EINTR) continue;
            if (!would_block(errno) || !co_await wait_writable(write_stall)) co_return false;
            turn = 0;
            continue;
        }
        const auto count = static_cast<std::size_t>(sent);
        bytes_written_ += count;
        left -= count;
        turn += count;
        if (turn >= fair_share && left > 0) {
            turn = 0;
            co_await asio::post(socket_.get_executor(), asio::use_awaitable);
            if (closed_) co_return false;
        }
    }
    co_return true;
}

Awaitable<bool> Transport::send_file_tls(const FileRange& range, Milliseconds write_stall) {
    std::string piece;
    for (std::uint64_t done = 0; done < range.length;) {
        piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(range.length - done, file_piece)));
        const auto got =
            ::pread(range.file->descriptor(), piece.data(), piece.size(), static_cast<off_t>(range.offset + done));
        if (got < 0 && errno == EINTR) continue;
        if (got <= 0) co_return false;
        const auto count = static_cast<std::size_t>(got);
        if (!co_await write_tls(std::string_view(piece).substr(0, count), write_stall)) co_return false;
        done += count;
    }
    co_return true;
}

Awaitable<void> Transport::wait_for_leave() {
    const auto [error] = co_await socket_.async_wait(Tcp::socket::wait_read, no_throw);
    static_cast<void>(error);  // whatever came: an event stream's client has nothing to say
}

void Transport::set_deadline(Milliseconds from_now) {
    deadline_ = SteadyClock::now() + from_now;
    if (deadline_ < timer_.expiry()) timer_.cancel();
}

void Transport::clear_deadline() { deadline_ = SteadyClock::time_point::max(); }

void Transport::cancel() {
    expired_ = true;
    ErrorCode ignored;
    socket_.cancel(ignored);
}

Awaitable<void> Transport::watch() {
    while (!closed_) {
        timer_.expires_at(deadline_);
        co_await timer_.async_wait(no_throw);
        if (!closed_ && SteadyClock::now() >= deadline_) {
            deadline_ = SteadyClock::time_point::max();
            cancel();
        }
    }
}

Awaitable<void> Transport::finish(Unread unread) {
    if (closed_) co_return;
    ErrorCode ignored;
    expired_ = false;
    set_deadline(finish_time);
    if (tls_) {
        // Waits for the peer's close_notify too; whoever does not send it is not waited for long.
        co_await tls_->stream.async_shutdown(no_throw);
    }
    socket_.shutdown(Tcp::socket::shutdown_send, ignored);
    if (unread == Unread::yes) {
        std::vector<char> discarded(16 * 1024);
        for (std::size_t total = 0; total < most_discarded && !expired_ && !closed_;) {
            const auto [error, count] =
                co_await socket_.async_read_some(asio::buffer(discarded.data(), discarded.size()), no_throw);
            if (error) break;
            total += count;
        }
    }
    close();
}

void Transport::abort() {
    if (closed_) return;
    take_back();
    ErrorCode ignored;
    socket_.set_option(asio::socket_base::linger(true, 0), ignored);
    close();
}

int Transport::lend_descriptor(Lending lending) {
    if (tls_ || closed_) return -1;
    const int descriptor = ::fcntl(socket_.native_handle(), F_DUPFD_CLOEXEC, 0);
    if (descriptor < 0) return -1;
    lent_ = true;
    if (lending == Lending::whole) {
        ErrorCode error;
        protocol_ = socket_.local_endpoint(error).protocol();
        if (!error) lent_whole_ = socket_.release(error);
        if (error) lent_whole_ = -1;
    }
    return descriptor;
}

void Transport::take_back() {
    if (lent_whole_ < 0) return;
    const int own = std::exchange(lent_whole_, -1);
    ErrorCode error;
    socket_.assign(protocol_, own, error);
    if (error) {  // the event loop has no room for it
        ::close(own);
        return close();
    }
    socket_.native_non_blocking(true, error);
}

void Transport::close() {
    closed_ = true;
    ErrorCode ignored;
    if (lent_) socket_.shutdown(Tcp::socket::shutdown_both, ignored);  // closing alone would not end reads there
    socket_.close(ignored);
    timer_.cancel();
}

}  // namespace portico::http::detail
