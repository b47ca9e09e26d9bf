// Media types of DICOMweb answers and what a caller takes (PS3.18 8.7). Pure; private to this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace portico::dicomweb {

enum class Packing { multipart, single };

// How frames go out: packed, and under which media type. `stored` is the transfer syntax of the object.
struct FrameAnswer {
    Packing packing = Packing::multipart;
    std::string part_type;     // "application/octet-stream; transfer-syntax=…", "image/jls; transfer-syntax=…"
    std::string related_type;  // "application/octet-stream", "image/jls"
};
// Errors: not_acceptable when the caller takes only what would need transcoding. `count` frames are asked for.
Result<FrameAnswer> negotiate_frames(std::string_view accept, std::string_view stored, std::size_t count);

// multipart/related; type="application/dicom", or one object as application/dicom. Errors: not_acceptable.
Result<Packing> negotiate_instances(std::string_view accept, std::string_view stored, bool single_object);

// application/dicom+json (also as application/json and */*). Errors: not_acceptable.
Result<void> negotiate_json(std::string_view accept);

// The numbers of a frame list "1,5,2"; errors: malformed for anything else, also for 0.
Result<std::vector<std::uint64_t>> parse_frame_list(std::string_view text);

}  // namespace portico::dicomweb
