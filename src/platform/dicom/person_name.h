// DICOM person names (VR PN, PS3.5 6.2.1).
#pragma once

#include <string>
#include <string_view>

namespace portico::dicom {

struct NameComponents {
    std::string family, given, middle, prefix, suffix;
    bool empty() const { return family.empty() && given.empty() && middle.empty() && prefix.empty() && suffix.empty(); }
    bool operator==(const NameComponents&) const = default;
};

struct PersonName {
    NameComponents alphabetic, ideographic, phonetic;
    bool operator==(const PersonName&) const = default;
};

// Never fails: what is too much is left out, surrounding spaces are removed.
PersonName parse_person_name(std::string_view utf8);
// "Family, Given" (GEN-8), from the first group that has something; with middle name, without prefix and suffix.
std::string display_name(std::string_view pn);
// For exact matching of names: family^given of the alphabetic group (or the first that has something), case folded,
// without diacritics, punctuation and spaces collapsed to one space: "O'Brien-Smith^Éva" -> "o brien smith^eva". Empty
// for empty names.
std::string normalised_name(std::string_view pn);

}  // namespace portico::dicom
