// Content that never changes, kept in blobs: received objects, heads, prepared metadata, photographs (STU-20).
//
// A blob is written once into a staging file, committed, and from then on only read or removed; it has no name but its
// own id, so nothing that comes from outside (UIDs, AE titles, file names) ever reaches a path. A store knows nothing
// of what the bytes mean and keeps no checksums; its callers keep those in the database.
//
// GEN-3: commit() returns success only when content and name are durable. The first I/O error that is not "no space"
// makes the store read-only until the process starts again; it is never retried into success.
// All functions are thread-safe.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/id.h"
#include "core/result.h"
#include "platform/storage/errors.h"

namespace portico::storage {

class StagingFile;

// A file in the store's staging folder that is being filled; move-only, owned by one thread at a time. Dropped without
// commit(), it is removed.
class Staged {
public:
    explicit Staged(std::unique_ptr<StagingFile> file);
    Staged(Staged&&) noexcept;
    Staged& operator=(Staged&&) noexcept;
    ~Staged();

    // The blob's id, known before it is committed. Nobody can open it until then.
    const BlobId& id() const;
    // For a parser that wants to read the file back while it is staged.
    const std::filesystem::path& path() const;
    int fd() const;
    std::uint64_t size() const;  // bytes written so far through write()

    // Appends. storage_full or store_read_only when it cannot; the file is then fit for nothing but being dropped.
    Result<void> write(std::span<const std::byte> data);
    Result<void> write(std::string_view data);

    // All of it has been written: it may go to the disk meanwhile. Only makes commit() quicker.
    void begin_flush();

    std::unique_ptr<StagingFile> release();  // for stores only

private:
    std::unique_ptr<StagingFile> file_;
};

// An open blob. The descriptor is shared: use pread or sendfile with an offset, never its file position.
class OpenFile {
public:
    OpenFile(int fd, std::uint64_t size) : fd_(fd), size_(size) {}
    ~OpenFile();
    OpenFile(const OpenFile&) = delete;
    OpenFile& operator=(const OpenFile&) = delete;

    int fd() const { return fd_; }
    std::uint64_t size() const { return size_; }
    // Exactly `length` bytes from `offset`; blob_unreadable when they are not all there.
    Result<std::string> read(std::uint64_t offset, std::size_t length) const;

private:
    int fd_;
    std::uint64_t size_;
};

struct Usage {
    std::uint64_t blobs = 0;
    std::uint64_t bytes = 0;
};

struct Space {
    std::uint64_t total_bytes = 0;
    std::uint64_t free_bytes = 0;  // what this process may still use
};

class BlobStore {
public:
    virtual ~BlobStore() = default;

    virtual Result<Staged> stage() = 0;

    // Makes staged files durable and opens them to readers under their ids: all of them, or none is acknowledged.
    // Blocks until it is done; callers on many threads share one round of disk flushes.
    virtual Result<void> commit(std::vector<Staged> files) = 0;
    Result<BlobId> commit(Staged file);

    // stage, write and commit in one, for small content.
    Result<BlobId> put(std::span<const std::byte> content);
    Result<BlobId> put(std::string_view content);

    virtual Result<std::shared_ptr<const OpenFile>> open(const BlobId& id) = 0;
    // Removing what is not there succeeds. Files that are open stay readable to those who have them.
    virtual Result<void> remove(const BlobId& id) = 0;

    // Calls `visit` with every committed blob and its size until it returns false; in no order, and blobs that come or
    // go meanwhile may be missed. For checks of what no row refers to.
    virtual Result<void> list(const std::function<bool(const BlobId&, std::uint64_t size)>& visit) = 0;
    virtual Result<Usage> usage();  // walks everything: for reports, not for requests
    virtual Result<Space> space() = 0;

    // The reason why the store takes nothing more; nothing while it is well. For the readiness probe and the log.
    virtual std::optional<std::string> failure() const = 0;
};

}  // namespace portico::storage
