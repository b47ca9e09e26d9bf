// A connected TCP socket with a read buffer; owned by one association's thread. Only cut() may come from elsewhere.
//
// Acknowledges what it has read at once (TCP_QUICKACK, which the kernel forgets and must be told again): senders that
// leave Nagle's algorithm on otherwise wait 40 ms for our delayed ACK with every object.
#pragma once

#include <chrono>
#include <cstddef>
#include <span>
#include <string>
#include <vector>

namespace portico::dimse {

enum class Io { ok, closed, timed_out, stopped };

// Whether a read ends when the listener is asked to stop: yes between messages, no within one.
enum class OnStop { leave, go_on };

class PeerSocket {
public:
    using Deadline = std::chrono::steady_clock::time_point;

    // Takes over `fd`. `stop_fd` becomes readable when the listener stops and is not owned.
    PeerSocket(int fd, int stop_fd, std::chrono::milliseconds idle_timeout);
    ~PeerSocket();
    PeerSocket(const PeerSocket&) = delete;
    PeerSocket& operator=(const PeerSocket&) = delete;

    int fd() const { return fd_; }
    std::string peer_address() const;  // numeric

    // Waits until at least `count` bytes lie in the buffer (at most buffer_size). Each wait for the peer lasts at most
    // the idle timeout, and all together end at the deadline.
    Io ensure(std::size_t count, OnStop on_stop, Deadline deadline = Deadline::max());
    std::span<const std::byte> buffered() const { return {buffer_.data() + begin_, end_ - begin_}; }
    void consume(std::size_t count) { begin_ += count; }

    bool write(std::span<const std::byte> data);  // all of it, or false

    // Ends politely: says that nothing more comes and waits a little for the peer to close, so that what was written
    // last is not lost to a reset.
    void linger();
    void cut();  // any thread: makes every read and write end

    static constexpr std::size_t buffer_size = 256 * 1024;

private:
    Io fill(OnStop on_stop, Deadline deadline);
    void acknowledge_now();

    int fd_;
    int stop_fd_;
    std::chrono::milliseconds idle_timeout_;
    std::vector<std::byte> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace portico::dimse
