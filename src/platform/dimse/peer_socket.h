// A connected TCP socket with a read buffer; owned by one association's thread. Only cut() may come from elsewhere.
//
// Acknowledges what it has read at once (TCP_QUICKACK, which the kernel forgets and must be told again): senders that
// leave Nagle's algorithm on otherwise wait 40 ms for our delayed ACK with every object.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "platform/dimse/association.h"
#include "platform/dimse/transport.h"

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
    // From now on the bytes go through this; nothing may lie in the buffer.
    void use(std::unique_ptr<Transport> transport, Security security) {
        transport_ = std::move(transport);
        security_ = std::move(security);
    }
    const Security& security() const { return security_; }
    // Asked about twice a second while something is read or written, or waited for; when it says no, the read or write
    // ends as stopped. For rights that may be withdrawn meanwhile.
    void watch(std::function<bool()> goes_on) {
        goes_on_ = std::move(goes_on);
        asked_at_ = std::chrono::steady_clock::now();
    }
    std::string peer_address() const;  // numeric

    // Waits until at least `count` bytes lie in the buffer (at most buffer_size). Each wait for the peer lasts at most
    // the idle timeout, and all together end at the deadline.
    Io ensure(std::size_t count, OnStop on_stop, Deadline deadline = Deadline::max());
    std::span<const std::byte> buffered() const { return {buffer_.data() + begin_, end_ - begin_}; }
    void consume(std::size_t count) { begin_ += count; }

    bool readable_now();                          // something has come, or the peer has gone
    bool write(std::span<const std::byte> data);  // all of it, or false

    // Waits until the socket can be read or written; for the TLS handshake too.
    Io wait_for(Transport::Wait what, OnStop on_stop, Deadline deadline);

    // Ends politely: says that nothing more comes and waits a little for the peer to close, so that what was written
    // last is not lost to a reset.
    void linger();
    void cut();  // any thread: makes every read and write end
    bool is_cut() const { return cut_; }
    bool may_go_on();  // what the watch says

    static constexpr std::size_t buffer_size = 256 * 1024;

private:
    Io fill(OnStop on_stop, Deadline deadline);
    void acknowledge_now();

    int fd_;
    int stop_fd_;
    std::chrono::milliseconds idle_timeout_;
    std::unique_ptr<Transport> transport_;
    Security security_;
    std::function<bool()> goes_on_;
    Deadline asked_at_{};
    bool refused_ = false;
    std::atomic<bool> cut_{false};
    std::vector<std::byte> buffer_;
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
};

}  // namespace portico::dimse
