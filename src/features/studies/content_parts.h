// What contents are put together from; for this room.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"
#include "features/studies/api/archive.h"
#include "platform/storage/blob_store.h"

namespace portico::studies {

void add_part(Content& content, ContentPart part);  // nothing when it is empty
void add_bytes(Content& content, std::string bytes);

// The object as received, unless it is damaged. Errors: content_damaged and those of the store.
Result<std::shared_ptr<const storage::OpenFile>> whole_blob(storage::BlobStore& blobs, const InstanceRecord& instance);

// Where the data set begins in an object that starts with a head of ours. Error: unreadable.
inline constexpr std::size_t begin_of_head = 144;
Result<std::uint64_t> data_set_of_head(std::string_view begin);

}  // namespace portico::studies
