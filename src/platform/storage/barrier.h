// Group commit: threads hand in staged files and wait; one of them (the leader) flushes for all that wait.
//
// A round goes: write the pages out → rename to the final names → fsync the files and their folders, once each. The
// pages are on their way to the disk before the names exist, so that on journalling file systems a name never appears
// before its content, and name and content become durable with one journal commit. Nothing is acknowledged before all
// fsyncs; a file that failed anywhere on the way is removed again.
#pragma once

#include <atomic>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "core/result.h"
#include "platform/storage/file_ops.h"
#include "platform/storage/health.h"
#include "platform/storage/staging_file.h"

namespace portico::storage {

class Barrier {
public:
    using PathOf = std::function<std::filesystem::path(const BlobId&)>;

    // `path_of` names a file two folders below `top`, which exists.
    Barrier(std::shared_ptr<FileOps> files, std::shared_ptr<Health> health, std::filesystem::path top, PathOf path_of);

    // Blocks until all are durable or have failed. Thread-safe.
    Result<void> commit(std::vector<std::unique_ptr<StagingFile>> files);

    std::uint64_t rounds() const { return rounds_; }  // how many there were; for tests and figures
    std::size_t waiting() const;                      // callers whose round has not begun

private:
    struct Batch {
        std::vector<std::unique_ptr<StagingFile>> files;
        std::optional<Error> error;
        bool done = false;
    };
    using Round = std::vector<Batch*>;
    struct Sync {
        std::filesystem::path path;
        int fd = -1;                  // -1: a folder, still to be opened
        std::vector<Batch*> batches;  // that need it
        std::optional<Error> error;
    };

    void lead(const Round& round);
    void run(const Round& round);
    void write_out(const Round& round);
    void give_names(const Round& round);
    void make_durable(const Round& round);
    void remember_folders(const std::map<std::filesystem::path, std::vector<Batch*>>& folders);
    void take_back(Batch& batch);
    std::optional<Error> make_folders(const std::filesystem::path& folder);
    std::optional<Error> sync_one(const Sync& sync);

    std::shared_ptr<FileOps> files_;
    std::shared_ptr<Health> health_;
    std::filesystem::path top_;
    PathOf path_of_;

    mutable std::mutex mutex_;
    std::condition_variable changed_;
    Round waiting_;         // guarded by mutex_
    bool leading_ = false;  // guarded by mutex_: some thread runs a round
    std::atomic<std::uint64_t> rounds_{0};

    // Touched by the leader only. Folders whose own names are durable.
    std::set<std::filesystem::path> known_folders_;
};

}  // namespace portico::storage
