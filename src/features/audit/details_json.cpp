#include "features/audit/details_json.h"

#include <boost/json.hpp>

namespace portico::audit {

std::string to_json(const std::vector<std::pair<std::string, std::string>>& details) {
    boost::json::object object;
    for (const auto& [key, value] : details) object[key] = value;
    return boost::json::serialize(object);
}

std::map<std::string, std::string> from_json(std::string_view json) {
    std::map<std::string, std::string> details;
    boost::system::error_code error;
    auto value = boost::json::parse(boost::json::string_view(json.data(), json.size()), error);
    if (error || !value.is_object()) return details;
    for (const auto& [key, text] : value.get_object())
        if (text.is_string()) details.emplace(std::string(key), std::string(text.get_string()));
    return details;
}

}  // namespace portico::audit
