// The system calls that the store makes, one virtual function each, so that a test can let the N-th one fail.
//
// Every function returns 0 (or a descriptor, or a count) when it succeeded and -errno when not; nothing throws, nothing
// is retried except after EINTR. Thread-safe.
#pragma once

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <span>

namespace portico::storage {

class FileOps {
public:
    virtual ~FileOps() = default;

    virtual int create_file(const std::filesystem::path& path);  // read-write, must not exist, mode 0600: descriptor
    virtual int open_read(const std::filesystem::path& path);    // descriptor
    virtual int open_folder(const std::filesystem::path& path);  // descriptor, for sync()
    virtual int make_folder(const std::filesystem::path& path);  // mode 0700; there already: -EEXIST
    virtual ssize_t write(int fd, std::span<const std::byte> data);
    virtual ssize_t read(int fd, std::span<std::byte> into, std::uint64_t offset);
    virtual int start_flush(int fd);   // begins writing dirty pages out, does not wait
    virtual int finish_flush(int fd);  // waits until they are written; no promise about metadata or the disk's cache
    virtual int sync(int fd);          // fsync: durable when it returns 0
    virtual int rename(const std::filesystem::path& from, const std::filesystem::path& to);
    virtual int remove(const std::filesystem::path& path);
    virtual int close(int fd);
};

}  // namespace portico::storage
