// Owners of a file descriptor and of a mapping. Private to this room.
#pragma once

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <cstdint>
#include <span>
#include <utility>

namespace portico::imaging {

class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int fd) : fd_(fd) {}
    Descriptor(Descriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    Descriptor& operator=(Descriptor&& other) noexcept {
        std::swap(fd_, other.fd_);
        return *this;
    }
    ~Descriptor() {
        if (fd_ >= 0) ::close(fd_);
    }
    int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }

private:
    int fd_ = -1;
};

class Mapping {
public:
    // False as a bool when it cannot be made. Nothing is mapped for 0 bytes.
    Mapping(int fd, std::size_t size, int protection) : size_(size) {
        if (size_ > 0) address_ = ::mmap(nullptr, size_, protection, MAP_SHARED, fd, 0);
    }
    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;
    ~Mapping() {
        if (address_ != nullptr && address_ != MAP_FAILED) ::munmap(address_, size_);
    }
    explicit operator bool() const { return size_ == 0 || address_ != MAP_FAILED; }
    std::span<std::uint8_t> bytes() const { return {static_cast<std::uint8_t*>(address_), size_}; }

private:
    void* address_ = nullptr;
    std::size_t size_;
};

}  // namespace portico::imaging
