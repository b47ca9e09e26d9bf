#include "platform/pictures/picture.h"

#include <gd.h>

#include <optional>

namespace portico::pictures {
namespace {

constexpr std::int64_t most_pixels = 50'000'000;
constexpr std::int64_t longest_side = 12'000;
// Each scan of a JPEG goes over the whole picture and may take few bytes: usual ones have up to a dozen.
constexpr std::int64_t most_pixels_of_scans = 1'000'000'000;

struct Size {
    std::int64_t width = 0, height = 0;
};

std::int64_t byte_at(std::string_view file, std::size_t at) {
    return at < file.size() ? static_cast<unsigned char>(file[at]) : 0;
}
std::int64_t big_endian(std::string_view file, std::size_t at, std::size_t bytes) {
    std::int64_t value = 0;
    for (std::size_t i = 0; i < bytes; ++i) value = value << 8 | byte_at(file, at + i);
    return value;
}
std::int64_t little_endian(std::string_view file, std::size_t at, std::size_t bytes) {
    std::int64_t value = 0;
    for (std::size_t i = bytes; i-- > 0;) value = value << 8 | byte_at(file, at + i);
    return value;
}

enum class Kind { jpeg, png, webp };

std::optional<Kind> kind_of(std::string_view file) {
    if (file.starts_with("\xFF\xD8\xFF")) return Kind::jpeg;
    if (file.starts_with("\x89PNG\r\n\x1A\n")) return Kind::png;
    if (file.size() >= 12 && file.starts_with("RIFF") && file.substr(8, 4) == "WEBP") return Kind::webp;
    return std::nullopt;
}

// ITU-T T.81 B.2.2: the frame header is the first SOFn marker segment.
std::optional<Size> jpeg_size(std::string_view file) {
    std::size_t at = 2;
    while (at + 9 < file.size()) {
        if (byte_at(file, at) != 0xFF) return std::nullopt;
        auto marker = byte_at(file, at + 1);
        bool frame = marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
        if (frame) return Size{big_endian(file, at + 7, 2), big_endian(file, at + 5, 2)};
        if (marker == 0xFF) {
            ++at;  // fill byte
            continue;
        }
        at += 2 + static_cast<std::size_t>(big_endian(file, at + 2, 2));
    }
    return std::nullopt;
}

// The next marker from here on; in entropy-coded data FF 00 and restart markers are none (T.81 B.1.1.2, B.1.1.5).
std::size_t next_marker(std::string_view file, std::size_t at) {
    for (; at + 1 < file.size(); ++at) {
        auto next = byte_at(file, at + 1);
        bool marker = next != 0x00 && next != 0xFF && !(next >= 0xD0 && next <= 0xD7);
        if (byte_at(file, at) == 0xFF && marker) return at;
    }
    return file.size();
}

// How many scans a picture has; nothing when it does not go on to its end-of-image marker: gd would fill up what is
// missing.
std::optional<std::int64_t> jpeg_scans(std::string_view file) {
    std::int64_t scans = 0;
    for (auto at = next_marker(file, 2); at < file.size(); at = next_marker(file, at)) {
        auto marker = byte_at(file, at + 1);
        if (marker == 0xD9) return scans;
        if (marker == 0xDA) ++scans;
        at += 2 + static_cast<std::size_t>(big_endian(file, at + 2, 2));
    }
    return std::nullopt;
}

// WebP container specification: VP8 (lossy), VP8L (lossless), VP8X (extended).
std::optional<Size> webp_size(std::string_view file) {
    auto chunk = file.substr(12, 4);
    if (chunk == "VP8 ") return Size{little_endian(file, 26, 2) & 0x3FFF, little_endian(file, 28, 2) & 0x3FFF};
    if (chunk == "VP8L") {
        auto bits = little_endian(file, 21, 4);
        return Size{(bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1};
    }
    if (chunk == "VP8X") return Size{little_endian(file, 24, 3) + 1, little_endian(file, 27, 3) + 1};
    return std::nullopt;
}

std::optional<Size> size_of(std::string_view file, Kind kind) {
    switch (kind) {
        case Kind::jpeg:
            return jpeg_size(file);
        case Kind::png:
            return Size{big_endian(file, 16, 4), big_endian(file, 20, 4)};
        case Kind::webp:
            return webp_size(file);
    }
    return std::nullopt;
}

Image decode(std::string_view file, Kind kind) {
    // gd takes a mutable pointer and does not write through it.
    std::string copy(file);
    auto length = static_cast<int>(copy.size());
    switch (kind) {
        case Kind::jpeg:
            return Image(gdImageCreateFromJpegPtrEx(length, copy.data(), 0));
        case Kind::png:
            return Image(gdImageCreateFromPngPtr(length, copy.data()));
        case Kind::webp:
            return Image(gdImageCreateFromWebpPtr(length, copy.data()));
    }
    return nullptr;
}

}  // namespace

void ImageDeleter::operator()(gdImageStruct* image) const { gdImageDestroy(image); }

Result<Image> read(std::string_view file) {
    auto kind = kind_of(file);
    if (!kind) return fail(errors::not_an_image);
    auto size = size_of(file, *kind);
    if (!size || size->width < 1 || size->height < 1) return fail(errors::not_an_image);
    if (size->width > longest_side || size->height > longest_side || size->width * size->height > most_pixels)
        return fail(errors::image_too_large);
    if (*kind == Kind::jpeg) {
        auto scans = jpeg_scans(file);
        if (!scans) return fail(errors::not_an_image);
        if (size->width * size->height * *scans > most_pixels_of_scans) return fail(errors::image_too_large);
    }
    gdSetErrorMethod([](int, const char*, va_list) {});  // what is wrong with a picture is told by the result
    auto image = decode(file, *kind);
    if (!image) return fail(errors::not_an_image);
    return image;
}

Result<Raster> read_raster(std::string_view file) {
    PORTICO_TRY(const auto image, read(file));
    Raster raster;
    raster.width = static_cast<std::uint32_t>(gdImageSX(image.get()));
    raster.height = static_cast<std::uint32_t>(gdImageSY(image.get()));
    raster.rgb.reserve(std::size_t{3} * raster.width * raster.height);
    // What is transparent shows white paper.
    const auto over_white = [](int colour, int alpha) {
        return static_cast<char>((colour * (127 - alpha) + 255 * alpha) / 127);
    };
    for (int y = 0; y < gdImageSY(image.get()); ++y) {
        for (int x = 0; x < gdImageSX(image.get()); ++x) {
            const int pixel = gdImageGetTrueColorPixel(image.get(), x, y);
            const int alpha = gdTrueColorGetAlpha(pixel);
            raster.rgb.push_back(over_white(gdTrueColorGetRed(pixel), alpha));
            raster.rgb.push_back(over_white(gdTrueColorGetGreen(pixel), alpha));
            raster.rgb.push_back(over_white(gdTrueColorGetBlue(pixel), alpha));
        }
    }
    return raster;
}

}  // namespace portico::pictures
