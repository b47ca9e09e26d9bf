// What can be wrong with showing an image, as callers meet it.
#pragma once

#include "core/result.h"

namespace portico::imaging::errors {

// The frame is damaged, in a form that no decoder knows, or made to break decoders. 406: other representations of the
// object (its bytes as they lie) can still be had.
inline constexpr ErrorKind cannot_be_shown{"image_cannot_be_shown", 406, 0x0110, "This image cannot be shown."};
inline constexpr ErrorKind image_too_large{"image_too_large_to_show", 406, 0x0110,
                                           "This image is too large to be shown."};
inline constexpr ErrorKind decoders_busy{"decoders_busy", 503, 0xA700,
                                         "Too many images are being prepared. Try again in a moment."};

}  // namespace portico::imaging::errors
