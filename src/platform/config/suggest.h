// What somebody may have meant who wrote a name that does not exist.
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace portico::config {

// Changes of one character (insert, delete, replace, swap neighbours) that lead from one text to the other.
std::size_t edit_distance(std::string_view a, std::string_view b);

// The known name that is nearest, or empty when none is near. "listen" finds "http.listen".
std::string nearest(std::string_view unknown, std::span<const std::string> known);

}  // namespace portico::config
