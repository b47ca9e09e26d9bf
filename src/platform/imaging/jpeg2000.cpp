// JPEG 2000 and HTJ2K by OpenJPEG.
#include <openjpeg.h>

#include <cstring>
#include <memory>

#include "platform/imaging/codecs.h"

namespace portico::imaging::codecs {
namespace {

// A stream over memory, for OpenJPEG's callbacks.
struct Memory {
    std::span<const std::uint8_t> bytes;
    std::size_t position = 0;
};
constexpr OPJ_SIZE_T at_end = static_cast<OPJ_SIZE_T>(-1);

OPJ_SIZE_T read_some(void* into, OPJ_SIZE_T length, void* user) {
    auto& memory = *static_cast<Memory*>(user);
    const auto n = std::min<std::size_t>(length, memory.bytes.size() - memory.position);
    if (n == 0) return at_end;
    std::memcpy(into, memory.bytes.data() + memory.position, n);
    memory.position += n;
    return n;
}

OPJ_OFF_T skip(OPJ_OFF_T length, void* user) {
    auto& memory = *static_cast<Memory*>(user);
    if (length < 0) return -1;
    const auto n = std::min<std::uint64_t>(static_cast<std::uint64_t>(length), memory.bytes.size() - memory.position);
    memory.position += static_cast<std::size_t>(n);
    return n == 0 && length > 0 ? -1 : static_cast<OPJ_OFF_T>(n);
}

OPJ_BOOL seek(OPJ_OFF_T position, void* user) {
    auto& memory = *static_cast<Memory*>(user);
    if (position < 0 || static_cast<std::uint64_t>(position) > memory.bytes.size()) return OPJ_FALSE;
    memory.position = static_cast<std::size_t>(position);
    return OPJ_TRUE;
}

// Both handles are void pointers, so each has a deleter of its own.
struct StreamDeleter {
    void operator()(opj_stream_t* stream) const { opj_stream_destroy(stream); }
};
struct CodecDeleter {
    void operator()(opj_codec_t* codec) const { opj_destroy_codec(codec); }
};
struct ImageDeleter {
    void operator()(opj_image_t* image) const { opj_image_destroy(image); }
};
using Stream = std::unique_ptr<opj_stream_t, StreamDeleter>;
using Codec = std::unique_ptr<opj_codec_t, CodecDeleter>;
using Image = std::unique_ptr<opj_image_t, ImageDeleter>;

Stream stream_over(Memory& memory) {
    Stream stream(opj_stream_create(64 * 1024, OPJ_TRUE));
    opj_stream_set_user_data(stream.get(), &memory, nullptr);
    opj_stream_set_user_data_length(stream.get(), memory.bytes.size());
    opj_stream_set_read_function(stream.get(), read_some);
    opj_stream_set_skip_function(stream.get(), skip);
    opj_stream_set_seek_function(stream.get(), seek);
    return stream;
}

bool fits(const opj_image_t& decoded, const dicom::ImageHeader& image) {
    if (decoded.numcomps < image.samples || decoded.x1 - decoded.x0 != image.columns ||
        decoded.y1 - decoded.y0 != image.rows)
        return false;
    for (std::uint32_t i = 0; i < image.samples; ++i) {
        const auto& component = decoded.comps[i];
        if (component.prec > image.bits_allocated || component.prec == 0 || component.dx == 0 || component.dy == 0 ||
            component.dx > 4 || component.dy > 4)
            return false;
    }
    return true;
}

// Header first: what it declares is held against the object before anything is decoded.
Result<Image> decode(const dicom::ImageHeader& image, Memory& memory) {
    const auto jp2 = memory.bytes.size() > 12 && std::memcmp(memory.bytes.data(), "\0\0\0\x0CjP  ", 8) == 0;
    auto stream = stream_over(memory);
    Codec codec(opj_create_decompress(jp2 ? OPJ_CODEC_JP2 : OPJ_CODEC_J2K));
    opj_dparameters_t parameters;
    opj_set_default_decoder_parameters(&parameters);
    if (!stream || !codec || !opj_setup_decoder(codec.get(), &parameters))
        return fail(errors::cannot_be_shown, "no decoder");
    opj_image_t* header = nullptr;
    const bool read = opj_read_header(stream.get(), codec.get(), &header) == OPJ_TRUE;
    Image decoded(header);
    if (!read || !decoded || !fits(*decoded, image))
        return fail(errors::cannot_be_shown, "the compressed frame is of another size");
    if (!opj_decode(codec.get(), stream.get(), decoded.get())) return fail(errors::cannot_be_shown, "damaged frame");
    return decoded;
}

// A value in the bits of its container. The object says whether it has a sign; some streams say otherwise.
std::int32_t as_stored(std::int32_t value, const dicom::ImageHeader& image) {
    const auto bits = image.bits_stored;
    if (!image.is_signed || image.high_bit + 1 != bits || bits >= 32) return value;
    const auto sign = std::uint32_t{1} << (bits - 1), mask = (sign << 1) - 1;
    const auto plain = static_cast<std::uint32_t>(value) & mask;
    return static_cast<std::int32_t>((plain ^ sign) - sign);
}

}  // namespace

Result<Samples> jpeg2000(const dicom::ImageHeader& image, std::span<const std::uint8_t> bytes) {
    if (image.kind != dicom::SampleKind::integer || image.bits_allocated == 1)
        return fail(errors::cannot_be_shown, "compressed numbers");
    Memory memory{bytes};
    PORTICO_TRY(const auto decoded, decode(image, memory));
    Samples samples{image, std::vector<std::uint8_t>(decoded_bytes(image))};
    const std::size_t width = image.bits_allocated / 8, pixels = std::size_t{image.rows} * image.columns;
    for (std::uint32_t s = 0; s < image.samples; ++s) {
        const auto& component = decoded->comps[s];
        if (component.data == nullptr || std::uint64_t{component.w} * component.dx + component.dx <= image.columns ||
            std::uint64_t{component.h} * component.dy + component.dy <= image.rows || component.w == 0 ||
            component.h == 0)
            return fail(errors::cannot_be_shown, "a component is missing");
        for (std::uint32_t y = 0; y < image.rows; ++y) {
            const auto* row = component.data + std::size_t{std::min(y / component.dy, component.h - 1)} * component.w;
            for (std::uint32_t x = 0; x < image.columns; ++x) {
                const auto value = as_stored(row[std::min(x / component.dx, component.w - 1)], image);
                const auto pixel = std::size_t{y} * image.columns + x;
                const auto at = image.by_plane ? s * pixels + pixel : pixel * image.samples + s;
                std::memcpy(samples.bytes.data() + at * width, &value, width);
            }
        }
    }
    // The codec undoes its own colour transformation (PS3.5 8.2.4).
    if (image.photometric == "YBR_RCT" || image.photometric == "YBR_ICT") samples.image.photometric = "RGB";
    return samples;
}

}  // namespace portico::imaging::codecs
