#include "features/accounts/routes.h"

namespace portico::accounts {

void add_routes(api::Api& api, const RouteServices& services) {
    add_session_routes(api, services);
    add_registration_routes(api, services);
    add_role_routes(api, services);
    add_tenant_routes(api, services);
}

}  // namespace portico::accounts
