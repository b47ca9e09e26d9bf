// Routes about the signed-in person and a tenant's keys; those that need accounts stand in features/accounts.
#pragma once

#include "features/identity/identity.h"
#include "platform/api/route.h"

namespace portico::identity {

struct RouteServices {
    db::UnitsOfWork& units;
    Sessions& sessions;
    Passwords& passwords;
    ApiKeys& api_keys;
    const Clock& clock;
};
// All of them must outlive the API.
void add_routes(api::Api& api, const RouteServices& services);

}  // namespace portico::identity
