// Routes of first start, sign-in, registration, roles, users and settings.
#pragma once

#include <string>

#include "features/accounts/accounts.h"
#include "platform/api/route.h"

namespace portico::accounts {

struct RouteServices {
    db::UnitsOfWork& units;
    audit::AuditTrail& trail;
    identity::SignIn& sign_in;
    identity::Sessions& sessions;
    identity::Passwords& passwords;
    Tenants& tenants;
    Roles& roles;
    Members& members;
    Registrations& registrations;
    const messaging::MessageOutbox& outbox;
    const Clock& clock;
    bool demonstration = false;  // shows messages to everyone
    std::string product_version;
};
// All of them must outlive the API.
void add_routes(api::Api& api, const RouteServices& services);

}  // namespace portico::accounts
