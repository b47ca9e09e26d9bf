// The clinician portal: the tenant's side (enabling, access control, referrers) and the clinician's (PACS Directory).
#pragma once

#include "features/audit/audit.h"
#include "features/clinician_portal/api/access_control.h"
#include "features/clinician_portal/api/portal.h"
#include "features/clinician_portal/api/referrers.h"
#include "platform/api/route.h"

namespace portico::clinician_portal {

struct RouteServices {
    db::UnitsOfWork& units;
    storage::BlobStore& blobs;
    audit::AuditTrail& trail;
    Portals& portals;
    AccessControl& access_control;
    Directory& directory;
    Referrers& referrers;
};
// All of them must outlive the API.
void add_routes(api::Api&, const RouteServices&);

}  // namespace portico::clinician_portal
