// From the stored bytes of a frame to native pixels. Runs in a worker: the libraries behind it meet hostile bytes.
// Private to this room.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "platform/imaging/frame_task.h"

namespace portico::imaging {

// Native little endian pixels; `image` tells how they lie now. Single-bit pixels have a byte each, subsampled colour
// (YBR_FULL_422) is as large as brightness.
struct Samples {
    dicom::ImageHeader image;
    std::vector<std::uint8_t> bytes;
};

// Loads what the libraries read from files; before the sandbox closes.
void prepare_codecs();

// Errors: cannot_be_shown. `bytes` is the frame as it lies in the object. The task passed check().
Result<Samples> decode_frame(const FrameTask& task, std::span<const std::uint8_t> bytes);

bool is_native(std::string_view transfer_syntax);
// True when decode_frame() knows the transfer syntax.
bool can_decode(std::string_view transfer_syntax);

// The parts of it.
namespace codecs {
Result<Samples> native(const FrameTask& task, std::span<const std::uint8_t> bytes);
Result<Samples> dcmtk(const dicom::ImageHeader& image, std::span<const std::uint8_t> bytes);       // JPEG, JPEG-LS
Result<Samples> run_length(const dicom::ImageHeader& image, std::span<const std::uint8_t> bytes);  // RLE
Result<Samples> jpeg2000(const dicom::ImageHeader& image, std::span<const std::uint8_t> bytes);    // and HTJ2K

// What the frame header of a JPEG or JPEG-LS stream says (ITU-T T.81 B.2.2, T.87 C.2.2).
struct DeclaredSize {
    std::uint32_t rows = 0, columns = 0, components = 0, precision = 0;
};
std::optional<DeclaredSize> jpeg_size(std::span<const std::uint8_t> stream);
}  // namespace codecs

}  // namespace portico::imaging
