// The file behind a Staged: open for writing in the staging folder until it is committed or dropped.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <span>

#include "core/id.h"
#include "core/result.h"
#include "platform/storage/file_ops.h"
#include "platform/storage/health.h"

namespace portico::storage {

class StagingFile {
public:
    StagingFile(std::shared_ptr<FileOps> files, std::shared_ptr<Health> health, BlobId id, std::filesystem::path path,
                int fd)
        : files_(std::move(files)), health_(std::move(health)), id_(std::move(id)), path_(std::move(path)), fd_(fd) {}
    ~StagingFile();  // closes, and removes the file unless it was renamed away
    StagingFile(const StagingFile&) = delete;
    StagingFile& operator=(const StagingFile&) = delete;

    Result<void> write(std::span<const std::byte> data);
    void begin_flush();

    const BlobId& id() const { return id_; }
    const std::filesystem::path& path() const { return path_; }
    int fd() const { return fd_; }
    std::uint64_t size() const { return size_; }
    const std::optional<Error>& broken() const { return broken_; }  // a write failed: must not be committed

    // It lies at `path` now; what is left to do with it there is the store's business.
    void moved_to(std::filesystem::path path) {
        path_ = std::move(path);
        staged_ = false;
    }

private:
    std::shared_ptr<FileOps> files_;
    std::shared_ptr<Health> health_;
    BlobId id_;
    std::filesystem::path path_;
    int fd_;
    std::uint64_t size_ = 0;
    bool staged_ = true;
    std::optional<Error> broken_;
};

}  // namespace portico::storage
