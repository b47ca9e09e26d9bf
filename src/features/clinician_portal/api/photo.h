// Pictures from outside made harmless (CLA-1, SEC-5): decoded, cropped to a square and encoded anew, without anything
// else that stood in the file.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/pictures/picture.h"

namespace portico::clinician_portal {

namespace errors {
using pictures::errors::image_too_large;
using pictures::errors::not_an_image;
}  // namespace errors

inline constexpr std::size_t photo_max_bytes = 10 * 1024 * 1024;
inline constexpr int photo_side = 512;  // pixels of the result

// In pixels of the picture as sent; kept within it.
struct Crop {
    int x = 0, y = 0, size = 0;
};

// A JPEG of photo_side × photo_side pixels. Without a crop: the largest square in the middle. The size is read from the
// file's head and held against a limit before anything is decoded.
Result<std::string> square_photo(std::string_view file, const std::optional<Crop>& crop);

}  // namespace portico::clinician_portal
