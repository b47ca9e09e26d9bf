// Deflated data sets (PS3.5 A.5), unpacked into an unnamed temporary file after their size was counted; for this room
// only.
#pragma once

#include "platform/dicom/element_walker.h"
#include "platform/dicom/file_window.h"

namespace portico::dicom {

// The data set from `offset` to the end of the file, inflated. Errors: deflate_bomb, truncated, malformed, unreadable.
Result<FileDescriptor> inflate_data_set(FileWindow& window, std::uint64_t offset, const ReadLimits& limits);
// The opposite: raw deflate (RFC 1951).
std::string deflate(std::string_view bytes);

}  // namespace portico::dicom
