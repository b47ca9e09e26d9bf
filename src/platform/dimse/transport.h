// Bytes in and out of a connected, non-blocking socket: plain, or under TLS (tls.h). Used by one thread at a time.
#pragma once

#include <cstddef>
#include <memory>
#include <span>

namespace portico::dimse {

class Transport {
public:
    // What must happen before it can go on. closed: nothing comes or goes any more.
    enum class Wait { none, readable, writable, closed };
    struct Moved {
        std::size_t bytes = 0;
        Wait wait = Wait::none;  // none with bytes > 0
    };

    virtual ~Transport() = default;
    virtual Moved read(std::span<std::byte> into) = 0;
    virtual Moved write(std::span<const std::byte> from) = 0;
    // Bytes that came already and that poll() does not tell of.
    virtual bool pending() const { return false; }
    // Tells the peer that nothing more comes, as far as the protocol has a word for it. Does not wait.
    virtual void say_goodbye() {}
};

std::unique_ptr<Transport> plain_transport(int fd);  // `fd` is not owned

}  // namespace portico::dimse
