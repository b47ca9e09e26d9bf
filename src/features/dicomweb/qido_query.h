// A QIDO-RS query as it is understood (PS3.18 10.6): pure, no I/O. Private to this room.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "core/result.h"
#include "features/studies/studies.h"

namespace portico::dicomweb {

using studies::Attribute;
using studies::Condition;
using studies::find_attribute;
using studies::has_wildcard;
using studies::Level;
using studies::like_pattern;
using studies::Matching;
using studies::parse_date_range;
using studies::parse_time_range;
using studies::split_uids;
using QidoQuery = studies::SearchQuery;

namespace errors {
inline constexpr ErrorKind bad_query_parameter{"bad_query_parameter", 400, 0xA900,
                                               "A parameter of this search is not known or not valid."};
}

// `lowest` is the level that is searched: matching attributes of deeper levels are refused. Errors:
// bad_query_parameter with the parameter as path.
Result<QidoQuery> parse_qido(Level lowest, const std::vector<std::pair<std::string, std::string>>& query);

}  // namespace portico::dicomweb
