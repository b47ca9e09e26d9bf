// Reading a file at any offset through one small buffer; for this room only.
#pragma once

#include <filesystem>
#include <span>
#include <vector>

#include "core/result.h"

namespace portico::dicom {

// Owns a file descriptor.
class FileDescriptor {
public:
    FileDescriptor() = default;
    explicit FileDescriptor(int fd) : fd_(fd) {}
    FileDescriptor(FileDescriptor&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
    FileDescriptor& operator=(FileDescriptor&& other) noexcept;
    ~FileDescriptor();

    int get() const { return fd_; }
    explicit operator bool() const { return fd_ >= 0; }

private:
    int fd_ = -1;
};

// Errors: unreadable (not there, not a plain file).
Result<FileDescriptor> open_for_reading(const std::filesystem::path& file);

// Not thread-safe. The descriptor must outlive it.
class FileWindow {
public:
    explicit FileWindow(int fd);

    std::uint64_t size() const { return size_; }
    // `length` (at most window_size) bytes at `offset`; empty when the file ends before. Valid until the next call.
    std::span<const std::uint8_t> at(std::uint64_t offset, std::size_t length);
    // The same for any length, copied; shorter when the file ends before.
    std::string copy(std::uint64_t offset, std::uint64_t length);

    static constexpr std::size_t window_size = 32 * 1024;

private:
    int fd_;
    std::uint64_t size_ = 0;
    std::uint64_t start_ = 0;
    std::size_t filled_ = 0;
    std::vector<std::uint8_t> buffer_;
};

}  // namespace portico::dicom
