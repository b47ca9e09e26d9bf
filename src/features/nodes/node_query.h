// What the identifier of a C-FIND, C-MOVE or C-GET asks for (PS3.4 C.4, C.6), without relational queries: pure, no I/O.
#pragma once

#include <string>
#include <vector>

#include "features/studies/api/search.h"
#include "platform/dicom/identifier.h"

namespace portico::nodes {

enum class QueryRoot { patient, study };
enum class QueryLevel { patient, study, series, image };

// As in (0008,0052): "PATIENT", "STUDY", "SERIES", "IMAGE".
std::string_view name_of(QueryLevel level);

struct NodeQuery {
    QueryLevel level = QueryLevel::study;
    studies::SearchQuery search;     // at level_of_search()
    std::vector<dicom::Tag> asked;   // what the answers hold beside the unique keys, in the request's order
    bool with_availability = false;  // Instance Availability was asked for
    bool all_keys_supported = true;  // else 0xFF01
    std::string charset;             // Specific Character Set of the request

    studies::Level level_of_search() const;
    std::vector<dicom::Tag> unique_keys;  // of the level and those above
};

// Errors: identifier_mismatch (0xA900: no or wrong level, a unique key of a higher level is missing or not a single
// value, a key that is not of this level), unable_to_process (0xC000: a value that cannot be matched).
Result<NodeQuery> read_find(QueryRoot root, const dicom::Identifier& identifier);

// The objects that a retrieval is about: a search for studies, and UIDs within them (none: everything).
struct RetrieveKeys {
    portico::studies::SearchQuery studies;
    std::vector<std::string> series, instances;
};
Result<RetrieveKeys> read_retrieve(QueryRoot root, const dicom::Identifier& identifier);

// For the audit trail: "PatientID=P1 StudyDate=2024…", keys with values only.
std::string describe(const dicom::Identifier& identifier);

namespace errors {
inline constexpr ErrorKind identifier_mismatch{"identifier_mismatch", 400, 0xA900,
                                               "The keys do not fit the level of the query."};
inline constexpr ErrorKind unable_to_process{"unable_to_process", 400, 0xC000, "A key cannot be matched."};
inline constexpr ErrorKind too_many_matches{"too_many_matches", 413, 0xA700, "There are too many matches."};
}  // namespace errors

}  // namespace portico::nodes
