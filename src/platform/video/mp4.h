// What an MP4 file says of the video in it: the boxes of ISO/IEC 14496-12 that tell size, frames, time and codec, read
// without believing them (STU-3, S18). The video itself is never decoded here, nor read into memory.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "core/result.h"

namespace portico::video {

// A file, wherever it lies. `read` gives exactly `length` bytes at `offset`, which together are within `size`; its
// errors end the reading.
struct Source {
    std::uint64_t size = 0;
    std::function<Result<std::string>(std::uint64_t offset, std::size_t length)> read;
};

struct Limits {
    std::uint32_t boxes = 4096;          // that are looked at, all together
    std::uint64_t table = 8'000'000;     // bytes of the table of frame times
    std::uint32_t description = 65'536;  // bytes of the sample description
};

// A video of H.264 (ISO/IEC 14496-10).
struct Mp4 {
    std::uint32_t rows = 0, columns = 0;
    std::uint32_t frames = 0;
    double seconds = 0;        // of all frames; more than 0
    std::uint8_t profile = 0;  // profile_idc: 66, 77, 100
    std::uint8_t level = 0;    // level_idc: 41 is level 4.1
    bool has_sound = false;
    double frame_milliseconds() const { return seconds * 1000 / frames; }
};

// Whether a file that begins so says that it is ISO base media: looks at 12 bytes.
bool is_mp4(std::string_view begin);

// Errors: damaged, other_kind, other_codec, too_demanding, those of the source.
Result<Mp4> read_mp4(const Source&, const Limits& limits = {});

// How many bytes of the source belong to its boxes: what follows the last one, such as the byte that pads a DICOM value
// to an even length, does not. The whole size where that cannot be told. Errors: those of the source.
Result<std::uint64_t> mp4_length(const Source&, const Limits& limits = {});

// The DICOM transfer syntax for it (PS3.5 8.2.7 to 8.2.9): High Profile at level 4.1, else at level 4.2.
std::string_view transfer_syntax_of(const Mp4&);

namespace errors {
inline constexpr ErrorKind damaged{"video_damaged", 422, 0xC000, "This video file is not complete or damaged."};
inline constexpr ErrorKind other_kind{"video_kind_not_supported", 415, 0xC000,
                                      "Only MP4 files with one video, recorded in one piece, are accepted."};
inline constexpr ErrorKind other_codec{"video_codec_not_supported", 415, 0xC000,
                                       "Only videos in H.264 (High, Main or Constrained Baseline Profile) are "
                                       "accepted. Convert this one first."};
inline constexpr ErrorKind too_demanding{"video_level_not_supported", 415, 0xC000,
                                         "Videos are accepted up to H.264 level 4.2: 2048 x 1080 pixels at 60 frames "
                                         "a second. Convert this one first."};
}  // namespace errors

}  // namespace portico::video
