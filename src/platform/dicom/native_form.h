// An object in Explicit VR Little Endian, whatever it is stored in (PS3.18 8.7.3.5): what stands around its pixels. The
// pixels themselves are the caller's: decoded elsewhere, or ranges of the file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "core/result.h"
#include "platform/dicom/instance_file.h"

namespace portico::dicom {

struct NativePixels {
    std::uint64_t length = 0;  // of all frames; below 4 GiB
    std::string photometric;   // as they are now
};
struct NativeForm {
    std::string before;  // preamble to the header of the pixel element
    std::string after;   // padding of the pixels, and what follows them
};
// `header` gives what stands before the pixels, corrected or not; `original` the rest. They may be the same. Both are
// of no further use. Errors: too_complex.
Result<NativeForm> native_form(InstanceFile& header, InstanceFile& original, const std::optional<NativePixels>& pixels);

}  // namespace portico::dicom
