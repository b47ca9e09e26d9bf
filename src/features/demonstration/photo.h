// Photos of the demonstration's departments: pictures that the program draws itself.
#pragma once

#include <string>

namespace portico::demonstration {

enum class PhotoScene {
    riverside,  // a light building by a river
    lakeside,   // a house with gables by a lake, mountains behind it
};

// A PNG of 1024 × 1024 pixels; the same scene always gives the same picture.
std::string draw_photo(PhotoScene scene);

}  // namespace portico::demonstration
