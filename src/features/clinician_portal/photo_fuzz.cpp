// Any bytes as a picture, cut by the numbers of the first two bytes: what is accepted becomes a JPEG that is accepted
// again.
#include <cstdlib>

#include "features/clinician_portal/api/photo.h"

using namespace portico::clinician_portal;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2) return 0;
    const std::string_view file(reinterpret_cast<const char*>(data) + 2, size - 2);
    const Crop crop{data[0] - 50, data[1] - 50, data[0] * 3 - 100};
    for (const auto& asked : {std::optional<Crop>(), std::optional(crop)}) {
        const auto photo = square_photo(file, asked);
        if (!photo && photo.error().detail() == "no memory for a picture") std::abort();
        if (photo && !square_photo(*photo, std::nullopt)) std::abort();
    }
    return 0;
}
