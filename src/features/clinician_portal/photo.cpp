#include "features/clinician_portal/api/photo.h"

#include <gd.h>

#include <algorithm>
#include <memory>

namespace portico::clinician_portal {
namespace {

Crop within(const std::optional<Crop>& asked, int width, int height) {
    int largest = std::min(width, height);
    if (!asked || asked->size <= 0) return {(width - largest) / 2, (height - largest) / 2, largest};
    int size = std::min(asked->size, largest);
    return {std::clamp(asked->x, 0, width - size), std::clamp(asked->y, 0, height - size), size};
}

}  // namespace

Result<std::string> square_photo(std::string_view file, const std::optional<Crop>& crop) {
    if (file.size() > photo_max_bytes) return fail(errors::image_too_large);
    PORTICO_TRY(const auto image, pictures::read(file));
    auto part = within(crop, gdImageSX(image.get()), gdImageSY(image.get()));
    pictures::Image square(gdImageCreateTrueColor(photo_side, photo_side));
    if (!square) return fail(portico::errors::unavailable, "no memory for a picture");
    gdImageFilledRectangle(square.get(), 0, 0, photo_side - 1, photo_side - 1, gdTrueColor(255, 255, 255));
    gdImageCopyResampled(square.get(), image.get(), 0, 0, part.x, part.y, photo_side, photo_side, part.size, part.size);
    int length = 0;
    std::unique_ptr<void, void (*)(void*)> bytes(gdImageJpegPtr(square.get(), &length, 88), gdFree);
    if (!bytes) return fail(portico::errors::unavailable, "a picture could not be encoded");
    return std::string(static_cast<const char*>(bytes.get()), static_cast<std::size_t>(length));
}

}  // namespace portico::clinician_portal
