// Unpacks what studies::Archive packed. Private to this room.
#pragma once

#include <string>
#include <string_view>

#include "core/result.h"

namespace portico::dicomweb {

// Errors: unavailable when the bytes are no gzip or unpack to more than 1 GiB.
Result<std::string> gunzip(std::string_view packed);

}  // namespace portico::dicomweb
