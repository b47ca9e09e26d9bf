// Searching other archives (STU-4): DICOM nodes by C-FIND, DICOMweb servers by QIDO-RS. Nothing of what they answer is
// kept.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/result.h"

namespace portico::nodes {

namespace errors {
inline constexpr ErrorKind source_unreachable{"source_unreachable", 502, 0x0110, "The other archive does not answer."};
inline constexpr ErrorKind source_refused{"source_refused", 502, 0x0110, "The other archive refuses this."};
inline constexpr ErrorKind source_unauthorized{"source_unauthorized", 502, 0x0110,
                                               "The other archive does not accept our credentials."};
inline constexpr ErrorKind source_not_secure{"source_not_secure", 502, 0x0110,
                                             "No secure connection to the other archive."};
inline constexpr ErrorKind source_broken{"source_broken", 502, 0x0110,
                                         "The other archive broke off or gave an answer that cannot be read."};
inline constexpr ErrorKind source_address_refused{"source_address_refused", 502, 0x0110,
                                                  "The other archive's address may not be called from here."};
inline constexpr ErrorKind source_knows_no_destination{"source_knows_no_destination", 502, 0xA801,
                                                       "The other archive does not know where to send the study."};
inline constexpr ErrorKind source_gone{"source_gone", 409, 0x0110,
                                       "This source was removed or turned off, or studies are not fetched from it."};
inline constexpr ErrorKind study_not_at_source{"study_not_at_source", 404, 0x0112,
                                               "The other archive does not have this study."};
}  // namespace errors

// What is wrong, in the words above; errors of other kinds stay what they are.
Error as_source_error(Error error);

// Texts may hold DICOM wildcards. Dates YYYYMMDD; empty: any.
struct RemoteQuery {
    std::string study_uid, patient_id, patient_name, accession_number, date_from, date_to, modality;
    bool empty() const {
        return study_uid.empty() && patient_id.empty() && patient_name.empty() && accession_number.empty() &&
               date_from.empty() && date_to.empty() && modality.empty();
    }
};

// Values as in DICOM, as UTF-8; numbers are 0 where the source does not tell them.
struct RemoteStudy {
    std::string study_uid, patient_id, issuer, patient_name, birth_date, sex;
    std::string accession_number, date, time, description;
    std::vector<std::string> modalities;
    std::int64_t series = 0, instances = 0;
    std::int64_t here = 0;  // objects of it that we hold
};

struct RemoteStudies {
    std::vector<RemoteStudy> items;
    bool truncated = false;  // there are more
};

}  // namespace portico::nodes
