// The version of the program.
#pragma once

#include <string_view>

namespace portico::app {

inline constexpr std::string_view version = PORTICO_VERSION;

}  // namespace portico::app
