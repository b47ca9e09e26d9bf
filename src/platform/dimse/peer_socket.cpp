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

}  // namespace

PeerSocket::PeerSocket(int fd, int stop_fd, std::chrono::milliseconds idle_timeout)
    : fd_(fd), stop_fd_(stop_fd), idle_timeout_(idle_timeout), buffer_(buffer_size) {
    const int on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::setsockopt(fd_, SOL_SOCKET, SO_KEEPALIVE, &on, sizeof on);
    timeval patience{};
    patience.tv_sec = idle_timeout.count() / 1000;
    patience.tv_usec = static_cast<suseconds_t>(idle_timeout.count() % 1000 * 1000);
    ::setsockopt(fd_, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
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
        const ssize_t count = ::recv(fd_, buffer_.data() + end_, buffer_.size() - end_, MSG_DONTWAIT);
        if (count > 0) {
            end_ += static_cast<std::size_t>(count);
            acknowledge_now();
            return Io::ok;
        }
        if (count == 0) return Io::closed;
        if (errno == EINTR) continue;
        if (errno != EAGAIN && errno != EWOULDBLOCK) return Io::closed;

        auto wait = idle_timeout_;
        if (deadline != Deadline::max()) {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - steady_clock::now());
            if (left.count() <= 0) return Io::timed_out;
            wait = std::min(wait, left);
        }
        std::array<pollfd, 2> events{{{fd_, POLLIN, 0}, {stop_fd_, POLLIN, 0}}};
        const nfds_t watched = on_stop == OnStop::leave && stop_fd_ >= 0 ? 2 : 1;
        const int ready = ::poll(events.data(), watched, static_cast<int>(wait.count()));
        if (ready < 0 && errno == EINTR) continue;
        if (ready < 0) return Io::closed;
        if (ready == 0) return Io::timed_out;
        if (watched == 2 && events[1].revents != 0) return Io::stopped;
    }
}

void PeerSocket::acknowledge_now() {
    const int on = 1;
    ::setsockopt(fd_, IPPROTO_TCP, TCP_QUICKACK, &on, sizeof on);
}

bool PeerSocket::write(std::span<const std::byte> data) {
    while (!data.empty()) {
        const ssize_t count = ::send(fd_, data.data(), data.size(), MSG_NOSIGNAL);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) return false;
        data = data.subspan(static_cast<std::size_t>(count));
    }
    return true;
}

void PeerSocket::linger() {
    ::shutdown(fd_, SHUT_WR);
    const auto deadline = steady_clock::now() + longest_linger;
    for (;;) {
        begin_ = end_ = 0;
        if (fill(OnStop::leave, deadline) != Io::ok || steady_clock::now() >= deadline) return;
    }
}

void PeerSocket::cut() { ::shutdown(fd_, SHUT_RDWR); }

}  // namespace portico::dimse
