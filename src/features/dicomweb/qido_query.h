// A QIDO-RS query as it is understood (PS3.18 10.6): pure, no I/O. Private to this room.
#pragma once

#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "platform/dicom/tag.h"

namespace portico::dicomweb {

enum class Level { study, series, instance };

// How values of an attribute are matched (PS3.4 C.2.2.2).
enum class Matching { text, person_name, uid, date, time, number, modalities, none };

// An attribute that the index knows: where it stands and how it is matched.
struct Attribute {
    dicom::Tag tag;
    Level level;
    std::string_view vr;
    std::string_view column;  // SQL over the aliases s (study), p (patient), e (series), i (instance)
    Matching matching;
    bool always;  // in every answer of its level; others only when asked for (includefield)
};
std::span<const Attribute> attributes();
const Attribute* find_attribute(dicom::Tag tag);

struct Condition {
    const Attribute* attribute;
    std::string value;
};

struct QidoQuery {
    std::vector<Condition> conditions;
    std::set<dicom::Tag> include;  // beyond what is always there
    bool include_all = false;
    bool fuzzy = false;
    std::int64_t limit = 0;  // 0: as many as the server gives
    std::int64_t offset = 0;
};

namespace errors {
inline constexpr ErrorKind bad_query_parameter{"bad_query_parameter", 400, 0xA900,
                                               "A parameter of this search is not known or not valid."};
}

// `lowest` is the level that is searched: matching attributes of deeper levels are refused. Errors:
// bad_query_parameter with the parameter as path.
Result<QidoQuery> parse_qido(Level lowest, const std::vector<std::pair<std::string, std::string>>& query);

// A date or time range "a-b", "a-", "-b" or a single value, each end with the digits that DICOM allows.
struct ValueRange {
    std::string from, until;  // empty: open
};
std::optional<ValueRange> parse_date_range(std::string_view text);
// Times are padded to "HHMMSS", so that texts compare.
std::optional<ValueRange> parse_time_range(std::string_view text);

// DICOM wildcards (PS3.4 C.2.2.2.4) as a pattern for LIKE … ESCAPE '!'.
std::string like_pattern(std::string_view wildcard);
bool has_wildcard(std::string_view text);
// "a\b,c" as a list of UIDs.
std::vector<std::string> split_uids(std::string_view text);

}  // namespace portico::dicomweb
