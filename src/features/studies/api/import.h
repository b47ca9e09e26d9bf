// Everything DICOM below a folder into the archive (STU-4), for the command line.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "features/studies/api/receiver.h"

namespace portico::studies {

struct ImportCounts {
    std::uint64_t found = 0;  // files so far; grows while the folder is still being read
    bool all_found = false;
    std::uint64_t stored = 0, already_there = 0, refused = 0, not_dicom = 0;
    std::uint64_t bytes = 0;  // of the files that are done
    std::uint64_t done() const { return stored + already_there + refused + not_dicom; }
};

struct ImportRefusal {
    std::filesystem::path file;
    std::string code, text, detail;
};

struct ImportReport {
    ImportCounts counts;
    std::vector<ImportRefusal> refused;  // the first 1000
    std::optional<Error> stopped;        // why it ended early: the archive takes nothing more
    bool cancelled = false;
};

struct ImportOptions {
    int parallel = 4;
    std::size_t batch_files = 32;
    std::uint64_t batch_bytes = 64ULL * 1024 * 1024;
    std::function<void(const ImportCounts&)> progress;  // after each batch, one call at a time, on any thread
    const std::atomic<bool>* cancel = nullptr;
};

// Safe to run again: what is there already is left as it is. Links to folders are not followed; files that are not
// DICOM, and DICOMDIR, are counted and left alone. Errors: not_found when there is no such folder.
Result<ImportReport> import_directory(Receiver&, const TenantScope&, const Sender&, const std::filesystem::path& folder,
                                      const ImportOptions& options = {});

}  // namespace portico::studies
