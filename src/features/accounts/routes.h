// The two halves of this room's routes. Private to this room.
#pragma once

#include "features/accounts/api/routes.h"

namespace portico::accounts {

void add_session_routes(api::Api& api, const RouteServices& services);
void add_registration_routes(api::Api& api, const RouteServices& services);
void add_role_routes(api::Api& api, const RouteServices& services);
void add_tenant_routes(api::Api& api, const RouteServices& services);

}  // namespace portico::accounts
