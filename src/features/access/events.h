// Tells everyone who keeps something open that rights changed. Private to this room.
#pragma once

#include <vector>

#include "platform/db/unit_of_work.h"

namespace portico::access {

// Event "access.changed", payload {"memberships": ["…"]}: whose view changed.
void emit_access_changed(db::UnitOfWork&, const TenantId&, std::vector<MembershipId> memberships);

}  // namespace portico::access
