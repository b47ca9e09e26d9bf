// What can go wrong with the store, as its callers meet it.
#pragma once

#include "core/result.h"

namespace portico::storage::errors {

inline constexpr ErrorKind storage_full{"storage_full", 507, 0xA700, "The archive has no space left."};
inline constexpr ErrorKind store_read_only{
    "store_read_only", 503, 0xA700, "The archive takes nothing new: its storage has failed and must be looked at."};
inline constexpr ErrorKind store_busy{"store_busy", 503, 0xA700, "The archive cannot take this just now."};
inline constexpr ErrorKind blob_not_found{"blob_not_found", 404, 0x0112, "This is no longer in the archive."};
inline constexpr ErrorKind blob_unreadable{"blob_unreadable", 500, 0x0110, "The archive could not read this."};

}  // namespace portico::storage::errors
