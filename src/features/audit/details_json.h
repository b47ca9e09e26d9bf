// The details of an entry as the JSON object that stands in the database. Private to this room.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portico::audit {

std::string to_json(const std::vector<std::pair<std::string, std::string>>& details);
// Anything but an object of texts gives an empty map.
std::map<std::string, std::string> from_json(std::string_view json);

}  // namespace portico::audit
