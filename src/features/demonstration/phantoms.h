// Studies that the program makes itself for the demonstration and for tests: analytic phantoms that look like what they
// are called. Deterministic: the same input gives the same bytes. No real person's data anywhere.
#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/result.h"
#include "platform/dicom/instance_file.h"

namespace portico::demonstration {

enum class PhantomKind { ct_head, ct_thorax, mr_knee, cr_hand, us_heart, mammogram };

struct PhantomStudy {
    PhantomKind kind;
    std::string_view key;          // "ct_head"
    std::string_view modality;     // "CT"
    std::string_view description;  // default Study Description
    std::size_t instances;
};
std::span<const PhantomStudy> phantom_studies();

struct PhantomPatient {
    std::string id, issuer, name, birth_date, sex;  // DICOM form: "Doe^Jane", "19701231", "F"
};

struct StudyDetails {
    std::string study_uid;  // empty: made from patient, kind and accession number
    std::string accession_number, date, time, description, referring_physician;
    std::vector<dicom::PhysicianIdentifier> physician_identifiers;  // those of the referring physician
    std::string institution;
};

struct WrittenStudy {
    std::string study_uid;
    std::vector<std::filesystem::path> files;
};

// Writes one file an instance into `directory` (made when absent).
Result<WrittenStudy> write_phantom(PhantomKind kind, const PhantomPatient& patient, const StudyDetails& details,
                                   const std::filesystem::path& directory);

}  // namespace portico::demonstration
