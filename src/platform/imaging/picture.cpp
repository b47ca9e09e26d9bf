#include "platform/imaging/picture.h"

#include <gd.h>
#include <gdfontmb.h>

#include <cstring>
#include <memory>

namespace portico::imaging {
namespace {

struct Deleter {
    void operator()(gdImagePtr image) const { gdImageDestroy(image); }
};
using Image = std::unique_ptr<gdImage, Deleter>;

// Grey stays grey: 256 shades as a palette, so that every format keeps each of them.
Image grey_image(const Shades& shades) {
    Image image(gdImageCreate(static_cast<int>(shades.width), static_cast<int>(shades.height)));
    if (!image) return image;
    for (int i = 0; i < 256; ++i) gdImageColorAllocate(image.get(), i, i, i);
    for (std::uint32_t y = 0; y < shades.height; ++y)
        std::memcpy(image->pixels[y], shades.bytes.data() + std::size_t{y} * shades.width, shades.width);
    return image;
}

Image colour_image(const Shades& shades) {
    Image image(gdImageCreateTrueColor(static_cast<int>(shades.width), static_cast<int>(shades.height)));
    if (!image) return image;
    const auto* from = shades.bytes.data();
    for (std::uint32_t y = 0; y < shades.height; ++y)
        for (std::uint32_t x = 0; x < shades.width; ++x, from += 3)
            image->tpixels[y][x] = gdTrueColor(from[0], from[1], from[2]);
    return image;
}

// White on a black edge, readable on everything.
void draw(gdImagePtr image, const std::vector<std::string>& lines) {
    auto* font = gdFontGetMediumBold();
    const int white = gdImageColorClosest(image, 255, 255, 255), black = gdImageColorClosest(image, 0, 0, 0);
    int y = 4;
    for (const auto& line : lines) {
        std::string text = line;
        auto* bytes = reinterpret_cast<unsigned char*>(text.data());
        for (int dx = -1; dx <= 1; ++dx)
            for (int dy = -1; dy <= 1; ++dy) gdImageString(image, font, 4 + dx, y + dy, bytes, black);
        gdImageString(image, font, 4, y, bytes, white);
        y += font->h + 2;
    }
}

struct Encoded {
    int size = 0;
    std::unique_ptr<void, void (*)(void*)> bytes{nullptr, gdFree};
};

Encoded encode(gdImagePtr image, const Rendering& rendering) {
    Encoded encoded;
    switch (rendering.format) {
        case PictureFormat::jpeg:
            encoded.bytes.reset(gdImageJpegPtr(image, &encoded.size, rendering.quality));
            break;
        case PictureFormat::png:
            encoded.bytes.reset(gdImagePngPtr(image, &encoded.size));
            break;
        case PictureFormat::gif:
            if (gdImageTrueColor(image)) gdImageTrueColorToPalette(image, 1, 256);
            encoded.bytes.reset(gdImageGifPtr(image, &encoded.size));
            break;
    }
    return encoded;
}

}  // namespace

Result<Picture> picture_of(const Shades& shades, const Rendering& rendering) {
    gdSetErrorMethod([](int, const char*, va_list) {});  // what is wrong is told by the result
    const auto image = shades.channels == 1 ? grey_image(shades) : colour_image(shades);
    if (!image) return fail(errors::cannot_be_shown, "no memory for a picture");
    draw(image.get(), rendering.annotation);
    const auto encoded = encode(image.get(), rendering);
    if (!encoded.bytes || encoded.size <= 0) return fail(errors::cannot_be_shown, "the picture cannot be written");
    return Picture{{static_cast<const char*>(encoded.bytes.get()), static_cast<std::size_t>(encoded.size)},
                   shades.width,
                   shades.height};
}

}  // namespace portico::imaging
