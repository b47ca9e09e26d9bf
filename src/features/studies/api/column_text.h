// Text from outside as columns take it.
#pragma once

#include <string>
#include <string_view>

namespace portico::studies {

// Text of an object as a column takes it: UTF-8, without control characters and outer spaces, at most `longest`
// bytes (cut between characters).
std::string column_text(std::string_view text, std::size_t longest = 1000);

}  // namespace portico::studies
