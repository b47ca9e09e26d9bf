// Pictures from outside (JPEG, PNG, WebP): looked at before they are decoded, then decoded by libgd within the process
// (docs/decisions/0011). What is kept is always made anew from the pixels (SEC-5).
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "core/result.h"

struct gdImageStruct;

namespace portico::pictures {

namespace errors {
inline constexpr ErrorKind not_an_image{"not_an_image", 415, 0x0110,
                                        "This is not a picture. Choose a JPEG, PNG or WebP file."};
inline constexpr ErrorKind image_too_large{"image_too_large", 413, 0xA700,
                                           "This picture is larger than what is accepted."};
}  // namespace errors

struct ImageDeleter {
    void operator()(gdImageStruct* image) const;
};
using Image = std::unique_ptr<gdImageStruct, ImageDeleter>;  // for those who include <gd.h>

// At most 50 million pixels and 12,000 a side; some 200 MB while it is decoded. Errors: not_an_image, image_too_large.
Result<Image> read(std::string_view file);

struct Raster {
    std::uint32_t width = 0, height = 0;
    std::string rgb;  // three bytes a pixel, line by line; transparent parts over white
};
Result<Raster> read_raster(std::string_view file);

}  // namespace portico::pictures
