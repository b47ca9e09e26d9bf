// When an id was made.
#pragma once

#include <optional>
#include <string_view>

#include "core/clock.h"

namespace portico::crypto {

// The time in the text of a UUIDv7 (RFC 9562, 5.7; milliseconds); nothing for what is no id. Tells the age of what is
// known by its id alone; rights never follow from it.
std::optional<Timestamp> time_of_id(std::string_view id);

}  // namespace portico::crypto
