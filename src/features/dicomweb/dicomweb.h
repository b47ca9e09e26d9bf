// DICOMweb (PS3.18): STOW-RS, QIDO-RS and WADO-RS at a tenant's root, and QIDO-RS over everything that the caller may
// see (STU-2, STU-29 to STU-31).
#pragma once

#include <string>

#include "features/access/access.h"
#include "features/audit/audit.h"
#include "features/studies/studies.h"
#include "platform/api/route.h"
#include "platform/db/unit_of_work.h"
#include "platform/imaging/decoders.h"

namespace portico::dicomweb {

struct RouteServices {
    db::UnitsOfWork& units;
    const access::AccessService& access;
    audit::AuditTrail& trail;
    studies::Archive& archive;
    studies::Receiver& receiver;
    imaging::Decoders& decoders;
    const Clock& clock;
};
// All of them must outlive the API.
void add_routes(api::Api&, const RouteServices&);

}  // namespace portico::dicomweb
