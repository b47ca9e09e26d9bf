// HTTP routes of the audit trail's reading screen.
#pragma once

#include "features/audit/audit.h"
#include "platform/api/route.h"

namespace portico::audit {

void add_routes(api::Api&, AuditTrail&, db::UnitsOfWork&);

}  // namespace portico::audit
