#include "platform/dimse/transport.h"

#include <sys/socket.h>

#include <cerrno>

namespace portico::dimse {

namespace {

class PlainTransport final : public Transport {
public:
    explicit PlainTransport(int fd) : fd_(fd) {}

    Moved read(std::span<std::byte> into) override {
        return moved(::recv(fd_, into.data(), into.size(), MSG_DONTWAIT), Wait::readable);
    }
    Moved write(std::span<const std::byte> from) override {
        return moved(::send(fd_, from.data(), from.size(), MSG_DONTWAIT | MSG_NOSIGNAL), Wait::writable);
    }

private:
    static Moved moved(ssize_t count, Wait when_busy) {
        if (count > 0) return {static_cast<std::size_t>(count), Wait::none};
        if (count < 0 && errno == EINTR) return {0, Wait::none};
        if (count < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return {0, when_busy};
        return {0, Wait::closed};
    }
    int fd_;
};

}  // namespace

std::unique_ptr<Transport> plain_transport(int fd) { return std::make_unique<PlainTransport>(fd); }

}  // namespace portico::dimse
