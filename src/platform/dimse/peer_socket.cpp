#include "platform/dimse/peer_socket.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>

namespace portico::dimse {

namespace {

using std::chrono::steady_clock;

constexpr std::chrono::milliseconds longest_linger{2000};
constexpr std::chrono::milliseconds watch_interval{500};

}  // namespace

PeerSocket::PeerSocket(int fd, int stop_fd, std::chrono::milliseconds idle_timeout)
    : fd_(fd), stop_fd_(stop_fd), idle_timeout_(idle_timeout), transport_(plain_transport(fd)), buffer_(buffer_size) {
    const int on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(fd_, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    acknowledge_now();
}

PeerSocket::~PeerSocket() { ::close(fd_); }

std::string PeerSocket::peer_address() const {
    sockaddr_storage address{};
    socklen_t length = sizeof address;
    if (::getpeername(fd_, reinterpret_cast<sockaddr*>(&address), &length) != 0) return {};
    std::array<char, INET6_ADDRSTRLEN> text{};
    if (address.ss_family == AF_INET) {
        ::inet_ntop(AF_INET, &reinterpret_cast<sockaddr_in&>(address).sin_addr, text.data(), text.size());
    } else {
        const auto& six = reinterpret_cast<sockaddr_in6&>(address).sin6_addr;
        // IPv4 on an IPv6 socket is shown as the IPv4 address that was registered for the node.
        if (IN6_IS_ADDR_V4MAPPED(&six))
            ::inet_ntop(AF_INET, &six.s6_addr[12], text.data(), text.size());
        else
            ::inet_ntop(AF_INET6, &six, text.data(), text.size());
    }
    return text.data();
}

Io PeerSocket::ensure(std::size_t count, OnStop on_stop, Deadline deadline) {
    while (end_ - begin_ < count) {
        if (begin_ > 0) {
            std::memmove(buffer_.data(), buffer_.data() + begin_, end_ - begin_);
            end_ -= begin_;
            begin_ = 0;
        }
        if (Io result = fill(on_stop, deadline); result != Io::ok) return result;
    }
    return Io::ok;
}

Io PeerSocket::fill(OnStop on_stop, Deadline deadline) {
    for (;;) {
        if (!may_go_on()) return Io::stopped;
        const auto moved = transport_->read(std::span(buffer_).subspan(end_));
        if (moved.bytes > 0) {
            end_ += moved.bytes;
            acknowledge_now();
            return Io::ok;
        }
        if (moved.wait == Transport::Wait::none) continue;
        if (Io io = wait_for(moved.wait, on_stop, deadline); io != Io::ok) return io;
    }
}

bool PeerSocket::may_go_on() {
    if (!goes_on_ || refused_) return !refused_;
    const auto now = steady_clock::now();
    if (now < asked_at_ + watch_interval) return true;
    asked_at_ = now;
    refused_ = !goes_on_();
    return !refused_;
}

Io PeerSocket::wait_for(Transport::Wait what, OnStop on_stop, Deadline deadline) {
    if (what == Transport::Wait::closed) return Io::closed;
    const auto end = std::min(deadline, steady_clock::now() + idle_timeout_);
    const short event = what == Transport::Wait::writable ? POLLOUT : POLLIN;
    for (;;) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - steady_clock::now());
        if (left.count() <= 0) return Io::timed_out;
        if (!may_go_on()) return Io::stopped;
        const auto slice = goes_on_ ? std::min(left, watch_interval) : left;
        std::array<pollfd, 2> events{{{fd_, event, 0}, {stop_fd_, POLLIN, 0}}};
        const nfds_t watched = on_stop == OnStop::leave && stop_fd_ >= 0 ? 2 : 1;
        const int ready = ::poll(events.data(), watched, static_cast<int>(slice.count()));
        if (ready < 0 && errno != EINTR) return Io::closed;
        if (ready <= 0) continue;
        if (watched == 2 && events[1].revents != 0) return Io::stopped;
        return Io::ok;
    }
}

bool PeerSocket::readable_now() {
    if (begin_ < end_ || transport_->pending()) return true;
    pollfd event{fd_, POLLIN, 0};
    return ::poll(&event, 1, 0) > 0;
}

void PeerSocket::acknowledge_now() {
    const int on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

bool PeerSocket::write(std::span<const std::byte> data) {
    while (!data.empty()) {
        if (!may_go_on()) return false;
        const auto moved = transport_->write(data);
        data = data.subspan(moved.bytes);
        if (moved.bytes > 0 || moved.wait == Transport::Wait::none) continue;
        if (wait_for(moved.wait, OnStop::go_on, Deadline::max()) != Io::ok) return false;
    }
    return true;
}

void PeerSocket::linger() {
    goes_on_ = nullptr;
    refused_ = false;
    transport_->say_goodbye();
    ::shutdown(fd_, SHUT_WR);
    const auto deadline = steady_clock::now() + longest_linger;
    for (;;) {
        begin_ = end_ = 0;
        if (fill(OnStop::leave, deadline) != Io::ok || steady_clock::now() >= deadline) return;
    }
}

void PeerSocket::cut() {
    cut_ = true;
    ::shutdown(fd_, SHUT_RDWR);
}

}  // namespace portico::dimse
