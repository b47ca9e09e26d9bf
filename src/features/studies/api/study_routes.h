// HTTP routes of the studies feature; the objects must outlive the api.
#pragma once

#include "features/studies/api/clinician_access.h"
#include "features/studies/api/clinician_uploads.h"
#include "features/studies/api/keeping.h"
#include "features/studies/api/recalls.h"
#include "features/studies/api/study_list.h"
#include "features/studies/api/validation.h"

namespace portico::api {
class Api;
}

namespace portico::studies {

// /api/v1/studies, /api/v1/studies/{study}, /api/v1/studies/{study}/opened
void add_study_routes(api::Api&, StudyList&);
// /api/v1/studies/{study}/access, /api/v1/studies/{study}/grantable, /api/v1/grants, /api/v1/tenant/clinicians
void add_clinician_access_routes(api::Api&, ClinicianAccess&, const StudyList&);
// /api/v1/clinician/upload-departments, /api/v1/clinician/uploads
void add_clinician_upload_routes(api::Api&, const ClinicianUploads&);
// /api/v1/tenant/validation-queue, /api/v1/tenant/patients
void add_validation_routes(api::Api&, Validation&, const StudyList&);

// /api/v1/studies/{study}/deletion and legal-hold, /api/v1/tenant/deleted-studies, /api/v1/tenant/retention
void add_keeping_routes(api::Api&, Keeping&, db::UnitsOfWork&);

// /api/v1/studies/{study}/recalls, /api/v1/tenant/recalls, /api/v1/recall-notices
void add_recall_routes(api::Api&, Recalls&);

}  // namespace portico::studies
