// Parts of a representation and conditions on it (RFC 9110, 13 and 14).
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/message.h"

namespace portico::http {

struct ByteRange {
    std::uint64_t offset = 0;
    std::uint64_t length = 0;
    bool operator==(const ByteRange&) const = default;
};

struct RangeOutcome {
    enum class Kind { whole, parts, unsatisfiable };
    Kind kind = Kind::whole;
    std::vector<ByteRange> parts;
};

// Reads a Range header for a representation of `total` bytes. What is no valid byte range, asks for more than 32 parts,
// or for more than two overlapping ones counts as absent (14.2 allows it): whole.
RangeOutcome parse_range(std::string_view header, std::uint64_t total);

// True when one of the tags (or "*") matches, weakly (If-None-Match, 13.1.2).
bool any_tag_matches(std::string_view header, std::string_view etag);
// True when one of the tags (or "*") matches, strongly (If-Match, 13.1.1; If-Range, 13.1.5).
bool any_tag_matches_strongly(std::string_view header, std::string_view etag);

// Applies If-None-Match, If-Range and Range to a complete 200 response of known size with (where there is one) its ETag
// set: it becomes 304, 206 (multipart/byteranges for several parts) or 416, or stays as it is. Only GET and HEAD.
Response apply_conditions(const Request& request, Response response);

// A body of `size` bytes that is made piece by piece, from wherever it is asked for.
struct RangedSource {
    std::uint64_t size = 0;
    std::function<SegmentSource(ByteRange)> open;  // its content_length is set by apply_conditions
};
// The same for such a body, which becomes that of the response. One range at a time: a request for several gets the
// whole (14.2 allows it).
Response apply_conditions(const Request& request, Response response, const RangedSource& source);

}  // namespace portico::http
