// Media types of DICOMweb answers and what a caller takes (PS3.18 8.7). Pure; private to this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"

namespace portico::dicomweb {

enum class Packing { multipart, single };
// As it lies in the archive, or decoded to Explicit VR Little Endian.
enum class Form { stored, native };

// What is stored, and whether it can be decoded.
struct StoredSyntax {
    std::string transfer_syntax;
    bool decodable = false;
};

// How frames go out: packed, in which form, and under which media type.
struct FrameAnswer {
    Packing packing = Packing::multipart;
    Form form = Form::stored;
    std::string part_type;     // "application/octet-stream; transfer-syntax=…", "image/jls; transfer-syntax=…"
    std::string related_type;  // "application/octet-stream", "image/jls"
};
// Of equally good ranges one that takes what is stored comes first; else frames are decoded. Octets without a transfer
// syntax are native (PS3.18 8.7.3.3.2), pictures and "*" as stored. Errors: not_acceptable. `count` frames are asked
// for.
Result<FrameAnswer> negotiate_frames(std::string_view accept, const StoredSyntax& stored, std::size_t count);

// multipart/related; type="application/dicom", or one object as application/dicom. `forms` has one for each of what is
// stored; a range without a transfer syntax takes whatever is stored. Errors: not_acceptable.
struct ObjectAnswer {
    Packing packing = Packing::multipart;
    std::vector<Form> forms;
};
Result<ObjectAnswer> negotiate_instances(std::string_view accept, const std::vector<StoredSyntax>& stored,
                                         bool single_object);

// The media type of a picture that is made: image/jpeg, image/png or image/gif. Errors: not_acceptable.
Result<std::string> negotiate_picture(std::string_view accept);

// application/dicom+json (also as application/json and */*). Errors: not_acceptable.
Result<void> negotiate_json(std::string_view accept);

// The numbers of a frame list "1,5,2"; errors: malformed for anything else, also for 0.
Result<std::vector<std::uint64_t>> parse_frame_list(std::string_view text);

}  // namespace portico::dicomweb
