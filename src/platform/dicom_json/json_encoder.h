// Values of the DICOM JSON Model as bytes of explicit VR little endian; for this room only.
#pragma once

#include <boost/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "core/result.h"
#include "platform/dicom/tag.h"

namespace portico::dicom::json {

// "00100020", in either case.
std::optional<Tag> tag_of(std::string_view name);
bool is_vr(std::string_view vr);
// VRs with a length of 32 bits (PS3.5 7.1.2).
bool has_long_length(std::string_view vr);

void put_tag(std::string& out, Tag tag);
// A short text element, padded.
void put_short(std::string& out, Tag tag, std::string_view vr, std::string value);
// The element with its value, padded; false when the value is too long for its VR.
bool put_value(std::string& out, Tag tag, std::string_view vr, std::string value);

// What stands in Value or InlineBinary; empty where there is neither. Errors: malformed with the tag.
Result<std::string> value_bytes(const boost::json::object& element, std::string_view vr, Tag tag);

// The first value of an element as text or number; empty, nothing when there is none.
std::string first_text(const boost::json::object& set, std::string_view name);
std::optional<std::int64_t> first_number(const boost::json::object& set, std::string_view name);

}  // namespace portico::dicom::json
