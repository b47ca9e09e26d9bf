// Checksums of a stored file, in one pass (STU-20, STU-21).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/result.h"

namespace portico::dicom {

struct Digests {
    std::uint64_t size = 0;
    std::string data_set_sha256;           // of the bytes after the file meta information, lower-case hex
    std::uint32_t head_crc32 = 0;          // of the bytes before the split, as stored
    std::uint32_t neutral_head_crc32 = 0;  // the same with a zeroed preamble, as it leaves (SEC-5)
    std::uint32_t tail_crc32 = 0;          // of the bytes from the split
    std::uint32_t file_crc32 = 0;          // of the whole file as stored
};

// `data_set` is where the data set begins: what stands before it differs from sender to sender of the same object
// (PS3.10 clause 7.1: preamble, implementation, source AE title), so that it takes no part in telling objects apart
// (STU-5). Errors: unreadable.
Result<Digests> digest_file(const std::filesystem::path& file, std::uint64_t data_set, std::uint64_t split);

}  // namespace portico::dicom
