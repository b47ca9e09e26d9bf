// RLE (PS3.5 Annex G). Written here: DCMTK's decoder reads beyond segments that are cut.
#include <array>

#include "platform/imaging/codecs.h"

namespace portico::imaging::codecs {
namespace {

constexpr std::size_t header_bytes = 64;
constexpr std::size_t most_segments = 15;

std::uint32_t little_endian(std::span<const std::uint8_t> bytes, std::size_t at) {
    return std::uint32_t{bytes[at]} | std::uint32_t{bytes[at + 1]} << 8 | std::uint32_t{bytes[at + 2]} << 16 |
           std::uint32_t{bytes[at + 3]} << 24;
}

// Calls `put` with each byte of a segment in its order; false when it ends before `count` of them.
template <class Put>
bool unpack(std::span<const std::uint8_t> segment, std::size_t count, Put put) {
    std::size_t done = 0, at = 0;
    while (done < count) {
        if (at >= segment.size()) return false;
        const auto control = segment[at++];
        if (control == 128) continue;
        const bool literal = control < 128;
        const std::size_t length = literal ? control + std::size_t{1} : std::size_t{257} - control;
        if (at + (literal ? length : 1) > segment.size()) return false;
        for (std::size_t i = 0; i < length && done < count; ++i) put(done++, segment[at + (literal ? i : 0)]);
        at += literal ? length : 1;
    }
    return true;
}

}  // namespace

Result<Samples> run_length(const dicom::ImageHeader& image, std::span<const std::uint8_t> bytes) {
    const std::size_t width = image.bits_allocated / 8, pixels = std::size_t{image.rows} * image.columns;
    const std::size_t segments = width * image.samples;
    if (segments == 0 || segments > most_segments || bytes.size() < header_bytes || little_endian(bytes, 0) != segments)
        return fail(errors::cannot_be_shown, "another number of segments than declared");
    Samples samples{image, std::vector<std::uint8_t>(decoded_bytes(image))};
    for (std::size_t i = 0; i < segments; ++i) {
        const std::size_t begin = little_endian(bytes, 4 + 4 * i);
        const std::size_t end = i + 1 < segments ? little_endian(bytes, 8 + 4 * i) : bytes.size();
        if (begin < header_bytes || begin > end || end > bytes.size())
            return fail(errors::cannot_be_shown, "a segment outside of the frame");
        // Segments are planes, of each sample the most significant byte first.
        const std::size_t sample = i / width, byte = width - 1 - i % width;
        const std::size_t step = (image.by_plane ? 1 : image.samples) * width;
        const std::size_t first = (image.by_plane ? sample * pixels : sample) * width + byte;
        auto* out = samples.bytes.data();
        if (!unpack(bytes.subspan(begin, end - begin), pixels,
                    [&](std::size_t pixel, std::uint8_t value) { out[first + pixel * step] = value; }))
            return fail(errors::cannot_be_shown, "a segment is cut");
    }
    return samples;
}

}  // namespace portico::imaging::codecs
