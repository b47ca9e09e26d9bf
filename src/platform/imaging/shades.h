// From samples to what eyes see: Modality LUT, VOI LUT, palettes, colour spaces (PS3.3 C.11.1, C.11.2, C.7.6.3.1.2,
// C.7.9). Pure; private to this room.
#pragma once

#include "platform/imaging/codecs.h"

namespace portico::imaging {

// 8 bits a channel, rows one after the other; 1 channel (grey) or 3 (red, green, blue).
struct Shades {
    std::uint32_t width = 0, height = 0, channels = 1;
    std::vector<std::uint8_t> bytes;
};

// `window` overrules the object's. Errors: cannot_be_shown for photometric interpretations that are not known.
Result<Shades> shades_of(const Samples&, const std::optional<dicom::Window>& window);

// The part of the image that the viewport names, as large as fits into it. Errors: cannot_be_shown when the part lies
// outside of the image.
Result<Shades> scaled(const Shades&, const Viewport&);

// y of PS3.3 C.11.2.1.2 for an output from 0 to 255.
double voi(const dicom::Window&, double x);

}  // namespace portico::imaging
