// Before a study leaves: whether it may, and whose it is.
#pragma once

#include <string>

#include "core/result.h"
#include "features/access/access.h"

namespace portico::studies {

// A released study, with the right to take it away. Errors: those of AccessService::study, not_found when it is not
// released (any more).
Result<StudyAccess> open_released(db::Session&, const access::AccessService&, const Caller&, const StudyId&);

// For the audit trail; empty where no patient record is linked.
std::string patient_of(db::Session&, const StudyAccess&);

}  // namespace portico::studies
