// Heads: what stands in front of a stored file's tail when it leaves (architecture, idea 1; STU-12, STU-32, SEC-5).
//
// head.bytes + file[head.tail_offset ..] is a valid Part 10 object in the same transfer syntax with the same pixel
// bytes. Deflated objects have no tail: the head is the whole object and tail_offset the file's size.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/result.h"
#include "platform/dicom/instance_file.h"
#include "platform/dicom/tag.h"

namespace portico::dicom {

struct Correction {
    Tag tag;  // a top-level text element (no sequence, no UID that names the object, nothing from the pixel data on)
    std::string value;  // UTF-8; several values with '\'; empty clears the element
};

// One act of correcting. It is recorded in the object as an item of Original Attributes Sequence (PS3.3 C.12.1.1.9.2).
struct Corrections {
    std::vector<Correction> values;
    enum class Reason { coerce, correct } reason = Reason::correct;
    Timestamp time;
    std::string system;  // Modifying System
    std::string source;  // Source of Previous Values; may be empty
};

struct Head {
    std::string bytes;
    std::uint64_t tail_offset = 0;
};

// Changes the header in memory, so that to_json() and head_of() show the new values. Errors: invalid_correction with
// the field.
// After an error the instance is half changed and of no further use.
Result<void> correct(InstanceFile& instance, const Corrections& corrections);
// The head of an instance as it stands in memory. Errors: unreadable, too_complex.
Result<Head> head_of(const InstanceFile& instance);
// Reads the file, corrects it in the order given and makes its head.
Result<Head> corrected_head(const std::filesystem::path& file, const std::vector<Corrections>& rounds);
// A native object in the other of Implicit and Explicit VR Little Endian (PS3.5 A.1, A.2), without file meta
// information: `before`, then `pixels` of the file as they lie, then `after`. Errors: malformed where the object is in
// no such encoding, too_complex.
struct Recoded {
    std::string before;
    FileRange pixels;
    std::string after;
};
Result<Recoded> recode(const InstanceFile& instance);

// The header as received with its 128-byte preamble zeroed; bytes before the split as Digests::neutral_head_crc32 has
// them.
Result<Head> plain_head(const std::filesystem::path& file, std::uint64_t tail_offset);

}  // namespace portico::dicom
