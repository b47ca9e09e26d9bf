// Opening and walking a file in one go, keeping what read_instance() goes on with; for this room only.
#pragma once

#include "platform/dicom/element_walker.h"
#include "platform/dicom/file_window.h"

namespace portico::dicom {

struct WalkedFile {
    FileDescriptor file;
    FileLayout layout;
    FileDescriptor inflated;  // deflated objects: the data set unpacked
    FileLayout inner;         // and where things lie in that
};

Result<WalkedFile> open_and_walk(const std::filesystem::path& file, const ReadLimits& limits);
// Walks from layout.data_set_offset to the end and fills in where the pixels lie.
Result<void> walk_data_set(FileWindow& window, const ReadLimits& limits, FileLayout& layout);

}  // namespace portico::dicom
