// DICOM unique identifiers (PS3.5 clause 9).
#pragma once

#include <string>
#include <string_view>

namespace portico::dicom {

// 1 to 64 characters, digits and dots, no empty component, no leading zero in one (PS3.5 9.1).
bool is_valid_uid(std::string_view uid);
// The same but leading zeros allowed, which real equipment sends; what the archive accepts.
bool is_acceptable_uid(std::string_view uid);
// "2.25." and a random UUID as a number (PS3.5 B.2).
std::string new_uid();
// "2.25." and a number made from the seed alone, for objects that must be the same every time.
std::string uid_from(std::string_view seed);

}  // namespace portico::dicom
