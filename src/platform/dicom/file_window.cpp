#include "platform/dicom/file_window.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "platform/dicom/errors.h"

namespace portico::dicom {
namespace {

// Reads until `length` bytes are there or the file ends; an I/O error reads as the end, which the parser refuses.
std::size_t read_fully(int fd, std::uint8_t* to, std::size_t length, std::uint64_t offset) {
    std::size_t done = 0;
    while (done < length) {
        const auto n = ::pread(fd, to + done, length - done, static_cast<off_t>(offset + done));
        if (n < 0 && errno == EINTR) continue;
        if (n <= 0) break;
        done += static_cast<std::size_t>(n);
    }
    return done;
}

}  // namespace

FileDescriptor& FileDescriptor::operator=(FileDescriptor&& other) noexcept {
    if (this != &other) {
        if (fd_ >= 0) ::close(fd_);
        fd_ = std::exchange(other.fd_, -1);
    }
    return *this;
}

FileDescriptor::~FileDescriptor() {
    if (fd_ >= 0) ::close(fd_);
}

Result<FileDescriptor> open_for_reading(const std::filesystem::path& file) {
    FileDescriptor fd(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
    if (!fd) return fail(errors::unreadable, fmt::format("{}: {}", file.string(), std::strerror(errno)));
    struct stat status {};
    if (::fstat(fd.get(), &status) != 0 || !S_ISREG(status.st_mode))
        return fail(errors::unreadable, file.string() + " is not a plain file");
    return fd;
}

FileWindow::FileWindow(int fd) : fd_(fd), buffer_(window_size) {
    struct stat status {};
    if (::fstat(fd, &status) == 0 && status.st_size > 0) size_ = static_cast<std::uint64_t>(status.st_size);
}

std::span<const std::uint8_t> FileWindow::at(std::uint64_t offset, std::size_t length) {
    if (length > window_size || offset > size_ || length > size_ - offset) return {};
    if (offset < start_ || offset + length > start_ + filled_) {
        // After a jump over a value one header is wanted, not the pixels that follow it.
        const bool jump = filled_ != 0 && (offset < start_ || offset > start_ + filled_ + 4096);
        const auto wanted = std::max<std::size_t>(length, jump ? 512 : window_size);
        start_ = offset;
        filled_ = read_fully(fd_, buffer_.data(),
                             static_cast<std::size_t>(std::min<std::uint64_t>(wanted, size_ - offset)), offset);
        if (filled_ < length) return {};
    }
    return std::span<const std::uint8_t>(buffer_).subspan(static_cast<std::size_t>(offset - start_), length);
}

std::string FileWindow::copy(std::uint64_t offset, std::uint64_t length) {
    if (offset >= size_) return {};
    std::string bytes(static_cast<std::size_t>(std::min(length, size_ - offset)), '\0');
    bytes.resize(read_fully(fd_, reinterpret_cast<std::uint8_t*>(bytes.data()), bytes.size(), offset));
    return bytes;
}

}  // namespace portico::dicom
