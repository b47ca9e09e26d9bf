// The blob store in a directory of one file system.
//
//   <root>/blobs/0192/ab/0192abcd…   one file a blob, mode 0600; folders by the first six characters of its id, which
//                                    are its time, so that what arrives together lies together (a folder holds what
//                                    came within 17 minutes)
//   <root>/staging/<run>/…           files being filled by one process, with `lock` held (flock) while it lives;
//                                    folders of processes that are gone are removed when a store is opened
//
// Several processes may use one root at the same time. Folders have mode 0700.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>

#include "platform/storage/blob_store.h"
#include "platform/storage/file_ops.h"

namespace portico::storage {

struct DirectoryStoreOptions {
    std::filesystem::path root;                        // made when missing; its parent must exist
    std::function<BlobId()> new_id;                    // fresh UUIDv7 ids; called from many threads
    std::size_t open_files = 256;                      // descriptors kept open for readers
    std::shared_ptr<FileOps> files = {};               // none: the real ones
    std::function<void(std::string)> on_failure = {};  // called once when the store turns read-only, with the reason
};

// Fails when the folders cannot be made, locked or read, or lie on different file systems.
Result<std::unique_ptr<BlobStore>> open_directory_store(DirectoryStoreOptions options);

}  // namespace portico::storage
