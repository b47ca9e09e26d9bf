// Media types in Content-Type and Accept (RFC 9110, 8.3 and 12.5.1), with quoted and unquoted parameters.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace portico::http {

struct MediaType {
    std::string type;                                             // lower case; "*" in a range
    std::string subtype;                                          // lower case; "*" in a range
    std::vector<std::pair<std::string, std::string>> parameters;  // names lower case, values unquoted

    std::string name() const { return type + "/" + subtype; }
    // The first parameter of that (lower-case) name.
    std::optional<std::string_view> parameter(std::string_view parameter_name) const;
};

// One entry of an Accept header. `quality` in thousandths: 1000 unless told, 0 means "not this".
struct AcceptEntry {
    MediaType range;
    int quality = 1000;
};

// Nothing when the text is not a media type.
std::optional<MediaType> parse_media_type(std::string_view text);
// In order of preference: quality, then the more specific, then order of the header. Entries that are not valid are
// left out. An empty header gives nothing: take it as "*/*".
std::vector<AcceptEntry> parse_accept(std::string_view header);

// "a/b; name=value" with quotes where they are needed.
std::string to_string(const MediaType& type);

// True when the range ("*/*", "image/*", "image/png") covers type/subtype; parameters are not looked at.
bool covers(const MediaType& range, std::string_view type, std::string_view subtype);

// Which of the offers ("application/dicom+json") the header prefers; the first of equals. An empty header takes the
// first. Nothing: 406.
std::optional<std::string_view> negotiate(std::string_view accept, const std::vector<std::string_view>& offers);

}  // namespace portico::http
