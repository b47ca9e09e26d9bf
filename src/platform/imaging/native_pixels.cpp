// Uncompressed pixels: byte order, single bits, subsampled colour (PS3.5 8.1.1, 8.2; PS3.3 C.7.6.3.1.2).
#include "platform/imaging/codecs.h"

namespace portico::imaging::codecs {
namespace {

bool is_422(const dicom::ImageHeader& image) {
    return image.samples == 3 && (image.photometric == "YBR_FULL_422" || image.photometric == "YBR_PARTIAL_422");
}

std::uint64_t stored_bytes(const FrameTask& task) {
    const auto& image = task.image;
    const auto pixels = std::uint64_t{image.rows} * image.columns;
    if (image.bits_allocated == 1) return (task.first_bit + pixels * image.samples + 7) / 8;
    return pixels * (is_422(image) ? 2 : image.samples) * (image.bits_allocated / 8);
}

void swap_bytes(std::vector<std::uint8_t>& bytes, std::size_t width) {
    for (std::size_t at = 0; at + width <= bytes.size(); at += width)
        std::reverse(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                     bytes.begin() + static_cast<std::ptrdiff_t>(at + width));
}

std::vector<std::uint8_t> single_bits(const FrameTask& task, const std::vector<std::uint8_t>& packed) {
    const auto count = std::size_t{task.image.rows} * task.image.columns * task.image.samples;
    std::vector<std::uint8_t> bytes(count);
    for (std::size_t i = 0; i < count; ++i) {
        const auto bit = i + task.first_bit;
        bytes[i] = static_cast<std::uint8_t>(packed[bit / 8] >> (bit % 8) & 1);
    }
    return bytes;
}

std::vector<std::uint8_t> packed_bits(const std::vector<std::uint8_t>& bits) {
    std::vector<std::uint8_t> bytes((bits.size() + 7) / 8);
    for (std::size_t i = 0; i < bits.size(); ++i)
        bytes[i / 8] = static_cast<std::uint8_t>(bytes[i / 8] | bits[i] << (i % 8));
    return bytes;
}

// Y1 Y2 CB CR → Y CB CR for each of the two pixels.
std::vector<std::uint8_t> full_colour(const dicom::ImageHeader& image, const std::vector<std::uint8_t>& packed) {
    const std::size_t width = image.bits_allocated / 8;
    const auto pixels = std::size_t{image.rows} * image.columns;
    std::vector<std::uint8_t> bytes(pixels * 3 * width);
    for (std::size_t pixel = 0; pixel < pixels; ++pixel) {
        const auto pair = pixel / 2 * 4;
        const std::size_t from[] = {pair + pixel % 2, pair + 2, pair + 3};
        for (std::size_t sample = 0; sample < 3; ++sample) {
            // An odd number of pixels leaves half a pair at the end.
            const auto at = std::min(from[sample] * width, packed.size() - width);
            std::copy_n(packed.begin() + static_cast<std::ptrdiff_t>(at), width,
                        bytes.begin() + static_cast<std::ptrdiff_t>((pixel * 3 + sample) * width));
        }
    }
    return bytes;
}

}  // namespace

Result<Samples> native(const FrameTask& task, std::span<const std::uint8_t> bytes) {
    const auto wanted = stored_bytes(task);
    if (bytes.size() < wanted) return fail(errors::cannot_be_shown, "fewer pixels than declared");
    Samples samples{task.image, {bytes.begin(), bytes.begin() + static_cast<std::ptrdiff_t>(wanted)}};
    auto& image = samples.image;
    if (image.big_endian && (image.bits_allocated > 8 || image.words_of_16))
        swap_bytes(samples.bytes, std::max<std::size_t>(image.bits_allocated / 8, 2));
    image.big_endian = false;
    if (std::holds_alternative<Decoding>(task.wish)) {
        if (task.first_bit != 0) samples.bytes = packed_bits(single_bits(task, samples.bytes));
        return samples;
    }
    if (image.bits_allocated == 1) {
        samples.bytes = single_bits(task, samples.bytes);
        image.bits_allocated = 8;
        image.bits_stored = 1;
        image.high_bit = 0;
    } else if (is_422(image)) {
        samples.bytes = full_colour(image, samples.bytes);
        image.photometric = image.photometric == "YBR_FULL_422" ? "YBR_FULL" : "YBR_PARTIAL";
        image.by_plane = false;
    }
    return samples;
}

}  // namespace portico::imaging::codecs
