// People and access, wired: the services of features/identity, accounts, access and gate.
#pragma once

#include <functional>
#include <string>

#include "app/wiring/foundation.h"
#include "features/access/access.h"
#include "features/accounts/accounts.h"
#include "features/gate/gate.h"
#include "features/identity/identity.h"
#include "platform/api/route.h"
#include "platform/jobs/workers.h"

namespace portico::app {

struct People {
    People(Foundation& base, std::function<std::string()> public_url);

    Foundation& base;
    access::AccessService access;
    identity::Sessions sessions;
    identity::Passwords passwords;
    identity::SignIn sign_in;
    identity::ApiKeys api_keys;
    accounts::Tenants tenants;
    accounts::Roles roles;
    accounts::Members members;
    accounts::Registrations registrations;
    gate::Gate gate;

    void add_routes(api::Api& api);
    void serve(jobs::Workers& workers);
};

}  // namespace portico::app
