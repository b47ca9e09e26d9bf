// Shades as a JPEG, PNG or GIF file. Private to this room.
#pragma once

#include <string>

#include "platform/imaging/shades.h"

namespace portico::imaging {

struct Picture {
    std::string file;
    std::uint32_t width = 0, height = 0;
};

// Draws the annotation and encodes, by libgd. Errors: cannot_be_shown.
Result<Picture> picture_of(const Shades&, const Rendering&);

}  // namespace portico::imaging
