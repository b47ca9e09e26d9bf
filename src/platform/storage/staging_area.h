// This process's own folder for files being filled, so that a server and an import beside it do not touch each other's.
#pragma once

#include <filesystem>
#include <string>

#include "core/result.h"

namespace portico::storage {

// Owns the folder and its lock; the folder goes when the area does. After a crash the kernel drops the lock and the
// next process to open an area below the same top removes what is left.
class StagingArea {
public:
    // `top` exists; `name` is one that no other process takes.
    static Result<StagingArea> open(const std::filesystem::path& top, const std::string& name);

    StagingArea(StagingArea&& other) noexcept;
    StagingArea& operator=(StagingArea&&) = delete;
    ~StagingArea();

    const std::filesystem::path& folder() const { return folder_; }

private:
    StagingArea(std::filesystem::path folder, int lock) : folder_(std::move(folder)), lock_(lock) {}
    std::filesystem::path folder_;
    int lock_;
};

}  // namespace portico::storage
