#include "platform/storage/file_ops.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>

namespace portico::storage {

namespace {

template <class Call>
auto retried(Call call) -> decltype(call()) {
    for (;;) {
        const auto result = call();
        if (result >= 0) return result;
        if (errno != EINTR) return -errno;
    }
}

bool not_supported(int error) {
    return error == -EINVAL || error == -ENOSYS || error == -EOPNOTSUPP || error == -ESPIPE;
}

}  // namespace

int FileOps::create_file(const std::filesystem::path& path) {
    return retried([&] { return ::open(path.c_str(), O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600); });
}

int FileOps::open_read(const std::filesystem::path& path) {
    return retried([&] { return ::open(path.c_str(), O_RDONLY | O_CLOEXEC); });
}

int FileOps::open_folder(const std::filesystem::path& path) {
    return retried([&] { return ::open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC); });
}

int FileOps::make_folder(const std::filesystem::path& path) {
    return retried([&] { return ::mkdir(path.c_str(), 0700); });
}

ssize_t FileOps::write(int fd, std::span<const std::byte> data) {
    return retried([&] { return ::write(fd, data.data(), data.size()); });
}

ssize_t FileOps::read(int fd, std::span<std::byte> into, std::uint64_t offset) {
    return retried([&] { return ::pread(fd, into.data(), into.size(), static_cast<off_t>(offset)); });
}

int FileOps::start_flush(int fd) {
    const int result = retried([&] { return ::sync_file_range(fd, 0, 0, SYNC_FILE_RANGE_WRITE); });
    return not_supported(result) ? 0 : result;
}

int FileOps::finish_flush(int fd) {
    constexpr unsigned everything = SYNC_FILE_RANGE_WAIT_BEFORE | SYNC_FILE_RANGE_WRITE | SYNC_FILE_RANGE_WAIT_AFTER;
    const int result = retried([&] { return ::sync_file_range(fd, 0, 0, everything); });
    if (!not_supported(result)) return result;
    return retried([&] { return ::fdatasync(fd); });
}

int FileOps::sync(int fd) {
    // Not repeated after EINTR: what the kernel thinks of the pages after a failed fsync is not ours to guess.
    return ::fsync(fd) == 0 ? 0 : -errno;
}

int FileOps::rename(const std::filesystem::path& from, const std::filesystem::path& to) {
    return ::rename(from.c_str(), to.c_str()) == 0 ? 0 : -errno;
}

int FileOps::remove(const std::filesystem::path& path) { return ::unlink(path.c_str()) == 0 ? 0 : -errno; }

int FileOps::close(int fd) { return ::close(fd) == 0 ? 0 : -errno; }

}  // namespace portico::storage
