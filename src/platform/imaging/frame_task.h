// What a decoding worker is asked, and how that is written down for it. Both sides hold a task against check(): the
// server before it spends anything, the worker because it believes nobody.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <variant>
#include <vector>

#include "core/result.h"
#include "platform/dicom/image_header.h"
#include "platform/imaging/errors.h"

namespace portico::imaging {

enum class PictureFormat : std::uint8_t { jpeg, png, gif };

// Which part of the image is shown how large (PS3.18 8.3.5.1.3). Negative sizes of the part mirror it.
struct Viewport {
    std::uint32_t width = 0, height = 0;  // the picture fits into this
    double x = 0, y = 0;
    std::optional<double> part_width, part_height;  // none: up to the image's edge
    bool operator==(const Viewport&) const = default;
};

// A picture for eyes: Modality LUT, VOI LUT, colour, size, text.
struct Rendering {
    PictureFormat format = PictureFormat::jpeg;
    std::uint8_t quality = 90;            // of JPEG, 1 to 100
    std::optional<dicom::Window> window;  // none: the object's
    std::optional<Viewport> viewport;     // none: as large as the image
    std::vector<std::string> annotation;  // lines, as annotation_text() makes them
    bool operator==(const Rendering&) const = default;
};

// The frame as native pixels in Explicit VR Little Endian, planes as `ImageHeader::by_plane` says.
struct Decoding {
    bool operator==(const Decoding&) const = default;
};

struct FrameTask {
    dicom::ImageHeader image;
    std::uint8_t first_bit = 0;  // of single-bit pixels: bits of the first byte that are not of this frame
    std::variant<Decoding, Rendering> wish;
    bool operator==(const FrameTask&) const = default;
};

inline constexpr std::uint64_t most_decoded_bytes = 256ULL * 1024 * 1024;
inline constexpr std::uint32_t longest_picture_side = 16'384;
inline constexpr std::uint64_t most_picture_pixels = 64ULL * 1024 * 1024;

// rows × columns × samples × bytes.
std::uint64_t decoded_bytes(const dicom::ImageHeader&);
// Errors: cannot_be_shown for what makes no sense, image_too_large.
Result<void> check(const FrameTask&);
// How many bytes the answer may have.
std::uint64_t answer_limit(const FrameTask&);

std::string encode_task(const FrameTask&);
// Any bytes; errors: cannot_be_shown, image_too_large. What is given passed check().
Result<FrameTask> decode_task(std::span<const std::uint8_t>);

}  // namespace portico::imaging
