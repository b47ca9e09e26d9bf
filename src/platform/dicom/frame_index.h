// The byte ranges of every frame of one stored file (STU-21), made once when the object arrives and kept as one short
// text in the database, so that frames are served without parsing.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "platform/dicom/element_walker.h"

namespace portico::dicom {

// MPEG-2, H.264 and H.265: one stream whatever its number of frames (PS3.5 A.4.5 and following).
bool is_video(std::string_view transfer_syntax);

class FrameIndex {
public:
    // What the index needs to know of an image besides the file's layout.
    struct Image {
        std::uint32_t rows = 0, columns = 0, frames = 1, samples = 1, bits_allocated = 0;
        std::string photometric;
    };

    FrameIndex() = default;  // no frames
    // Errors: absurd_dimensions when pixels and declared size do not agree.
    static Result<FrameIndex> of(const FileLayout& layout, const Image& image, const ReadLimits& limits = {});

    // base64url of a version byte and variable-length numbers. decode() takes any bytes; errors: malformed.
    std::string encode() const;
    static Result<FrameIndex> decode(std::string_view text);

    std::size_t count() const { return count_; }
    // False when frames cannot be cut out by byte ranges: no pixels, deflated, bit-packed frames that share a byte,
    // fragments that no table assigns to frames, videos.
    bool addressable() const { return addressable_; }
    bool encapsulated() const { return encapsulated_; }
    // Frame `n`, counted from 0; its bytes are these ranges one after the other. Empty when there is no such frame or
    // not addressable.
    std::vector<FileRange> frame(std::size_t n) const;
    std::uint64_t frame_length(std::size_t n) const;
    // A video: all frames are one stream (PS3.5 8.2.5 to 8.2.11), whose bytes are these ranges. Empty for all else.
    std::vector<FileRange> stream() const { return addressable_ ? std::vector<FileRange>() : fragments_; }

    bool operator==(const FrameIndex&) const = default;

private:
    std::size_t count_ = 0;
    bool addressable_ = false;
    bool encapsulated_ = false;
    FileRange first_;                    // native: frame n stands at offset + n × length
    std::vector<FileRange> fragments_;   // encapsulated, of frames or of a stream
    std::vector<std::uint32_t> starts_;  // index of each frame's first fragment
};

}  // namespace portico::dicom
