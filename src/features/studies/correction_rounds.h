// What staff corrected in a study, as its objects will carry it (STU-12).
#pragma once

#include <string>
#include <vector>

#include "core/authorized.h"
#include "platform/db/session.h"
#include "platform/dicom/head.h"

namespace portico::studies {

// A row of study_correction; `field` is the key of a CaseField.
struct CorrectionRow {
    std::string field, value;
    Timestamp made_at;
    std::string made_by;
};

// Rows in the order of their making become one round for each act of correcting. Unknown fields are left out.
std::vector<dicom::Corrections> rounds_of(const std::vector<CorrectionRow>& rows);

// The rounds of a study as they stand now; `mark` differs as soon as they differ.
struct StudyCorrections {
    std::vector<dicom::Corrections> rounds;
    std::string mark;
};
StudyCorrections load_corrections(db::Session&, const TenantScope&, const StudyId&);

}  // namespace portico::studies
