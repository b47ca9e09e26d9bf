// Bytes in and out of one connection, plain or TLS, with one deadline.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/http/body.h"
#include "platform/http/detail/asio.h"

namespace boost::asio::ssl {
class context;
}

namespace portico::http::detail {

// Owned by a Connection; everything runs on its strand. When the deadline passes, the operation under way (or the next
// one) fails until take_expired is asked.
class Transport {
public:
    Transport(Tcp::socket socket, asio::ssl::context* tls);
    Transport(const Transport&) = delete;
    Transport& operator=(const Transport&) = delete;
    ~Transport();

    bool is_tls() const { return tls_ != nullptr; }
    Awaitable<bool> handshake();

    // 0: the peer has ended, or failed, or the deadline passed.
    Awaitable<std::size_t> read_some(std::span<char> into);

    // More follows at once: the kernel may wait to fill its packets.
    enum class More { no, yes };
    // False: broken. The time of write_stall runs from the last progress.
    Awaitable<bool> write(std::vector<std::string_view> pieces, More more, Milliseconds write_stall);
    // Also false when the file is shorter than the range.
    Awaitable<bool> send_file(const FileRange& range, Milliseconds write_stall);

    // Returns when the peer has left or sends what is not expected; for streams that only write.
    Awaitable<void> wait_for_leave();

    void set_deadline(Milliseconds from_now);
    void clear_deadline();
    // Whether the deadline has passed; asked once, then the connection can be used again, to say so.
    bool take_expired() { return std::exchange(expired_, false); }
    // A second descriptor of a plain connection, for one thread that reads while no coroutine does; it must close it.
    // -1: there is none (TLS, or no descriptors are left). Reads end when the connection is closed here. `whole`:
    // nothing is read or written here until take_back(), and the event loop does not hear of what arrives meanwhile.
    enum class Lending { shared, whole };
    int lend_descriptor(Lending lending);
    void take_back();
    // Fails the read or write under way.
    void cancel();
    // The coroutine that keeps the deadline; ends after close.
    Awaitable<void> watch();

    // Ends politely: what was sent arrives. With `unread`, waits a moment for the peer to stop sending, or its answer
    // would be lost in a reset.
    enum class Unread { no, yes };
    Awaitable<void> finish(Unread unread);
    // Ends with a reset: the peer sees that the answer is not whole.
    void abort();

    std::uint64_t bytes_written() const { return bytes_written_; }

private:
    struct Tls;
    Awaitable<bool> wait_writable(Milliseconds write_stall);
    Awaitable<bool> write_plain(std::vector<std::string_view> pieces, More more, Milliseconds write_stall);
    Awaitable<bool> write_tls(std::string_view piece, Milliseconds write_stall);
    Awaitable<bool> send_file_plain(const FileRange& range, Milliseconds write_stall);
    Awaitable<bool> send_file_tls(const FileRange& range, Milliseconds write_stall);
    void close();

    Tcp::socket socket_;
    std::unique_ptr<Tls> tls_;
    asio::steady_timer timer_;
    SteadyClock::time_point deadline_ = SteadyClock::time_point::max();
    bool expired_ = false;
    bool closed_ = false;
    bool lent_ = false;
    Tcp protocol_ = Tcp::v4();
    int lent_whole_ = -1;  // our own descriptor, out of the event loop
    std::uint64_t bytes_written_ = 0;
};

}  // namespace portico::http::detail
