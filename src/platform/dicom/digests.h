// Checksums of a stored file, in one pass (STU-20, STU-21).
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "core/result.h"

namespace portico::dicom {

struct Digests {
    std::uint64_t size = 0;
    std::string sha256;                    // of the file as stored, lower-case hex
    std::uint32_t head_crc32 = 0;          // of the bytes before the split, as stored
    std::uint32_t neutral_head_crc32 = 0;  // the same with a zeroed preamble, as it leaves (SEC-5)
    std::uint32_t tail_crc32 = 0;          // of the bytes from the split
};

// Errors: unreadable.
Result<Digests> digest_file(const std::filesystem::path& file, std::uint64_t split);

}  // namespace portico::dicom
