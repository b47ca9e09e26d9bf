// Walks the element structure of a DICOM Part 10 file without believing it: every declared length is held against what
// is left of its parent before anything is allocated, nesting and numbers are counted (STU-6). read_instance() walks
// first, so that DCMTK, whose recursion has no bound, sees only structures that passed.
//
// No state between calls; memory is one read window. Offsets are bytes from the start of the file.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "platform/dicom/tag.h"

namespace portico::dicom {

struct FileRange {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    bool operator==(const FileRange&) const = default;
    std::uint64_t end() const { return offset + length; }
};

struct ReadLimits {
    std::uint32_t depth = 64;                                 // nested sequences
    std::uint64_t elements = 1'000'000;                       // of the whole object, items included
    std::uint64_t value_in_memory = 64 * 1024;                // longer values stay in the file
    std::uint64_t values_in_memory = 32ULL * 1024 * 1024;     // sum of those that are read
    std::uint64_t inflated = 128ULL * 1024 * 1024;            // of a deflated data set
    std::uint64_t decoded_frame = 1ULL * 1024 * 1024 * 1024;  // rows × columns × samples × bytes
};

enum class PixelKind { none, native, encapsulated };

// Where things lie in a file.
struct FileLayout {
    std::uint64_t file_size = 0;
    std::uint64_t data_set_offset = 0;  // first byte after the file meta information
    std::string transfer_syntax;        // UID
    std::string media_sop_class;        // (0002,0002), may be empty
    std::string media_sop_instance;     // (0002,0003), may be empty
    std::string source_ae_title;        // (0002,0016), may be empty
    std::uint64_t elements = 0;         // of the data set, items included, fragments not
    bool explicit_vr = true;
    bool big_endian = false;
    bool deflated = false;

    // As they stand at the top of the data set, padding removed; of deflated objects too.
    std::string sop_class, sop_instance, study_uid, series_uid;

    PixelKind pixels = PixelKind::none;
    Tag pixel_tag;             // Pixel Data, Float or Double Float Pixel Data
    bool pixel_words = false;  // VR OW
    std::uint64_t tail_offset =
        0;  // where the pixel element's tag stands: head before, tail from here; file size without one
    std::uint64_t pixel_value_offset = 0;
    std::uint64_t pixel_value_length =
        0;  // native: the declared length; encapsulated: from Basic Offset Table to delimiter, both whole
    std::uint64_t after_pixels = 0;    // first byte after the pixel element; file size without one
    std::vector<FileRange> fragments;  // encapsulated: values of the fragments, without the Basic Offset Table
    std::vector<std::uint32_t> basic_offsets;
    std::vector<std::uint64_t> extended_offsets;  // Extended Offset Table (7FE0,0001)
    std::vector<std::uint64_t> extended_lengths;  // (7FE0,0002)
};

Result<FileLayout> walk_file(const std::filesystem::path& file, const ReadLimits& limits = {});

// One value somewhere in an object, for bulk data (PS3.18 8.4.1.2, bulkdata).
struct ValueLocation {
    FileRange range;
    std::string vr;
    bool big_endian = false;
};
// `path` is made of tags and item numbers from 1: "00420011", "54000100/1/54001010", as to_json() gives it to
// bulk_data_uri. Deflated objects have no ranges (no_such_element); encapsulated pixel data are served by FrameIndex.
Result<ValueLocation> find_value(const std::filesystem::path& file, std::string_view path,
                                 const ReadLimits& limits = {});

}  // namespace portico::dicom
