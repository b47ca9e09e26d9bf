#include "app/wiring/people.h"

#include "app/version.h"
#include "features/accounts/api/routes.h"
#include "features/identity/api/routes.h"

namespace portico::app {

People::People(Foundation& given, std::function<std::string()> public_url)
    : base(given),
      access(base.clock),
      sessions(base.units, base.clock),
      passwords(base.units, base.hasher, sessions, base.clock),
      sign_in(base.units, base.trail, base.hasher, base.keys, sessions, base.messages, base.clock),
      api_keys(base.units, base.clock),
      tenants(base.units, passwords, sessions, base.clock),
      roles(base.units, access, base.clock),
      members(base.units, passwords, sessions, base.clock),
      registrations(base.units, passwords, base.keys, base.messages, base.clock,
                    {.enabled = base.settings.registration_enabled, .public_url = std::move(public_url)}),
      gate(base.units, sessions, api_keys, access, base.trail, base.clock) {}

void People::add_routes(api::Api& api) {
    identity::add_routes(api, {base.units, sessions, passwords, api_keys, base.clock});
    accounts::add_routes(api, {.units = base.units,
                               .trail = base.trail,
                               .sign_in = sign_in,
                               .sessions = sessions,
                               .passwords = passwords,
                               .tenants = tenants,
                               .roles = roles,
                               .members = members,
                               .registrations = registrations,
                               .outbox = base.messages,
                               .clock = base.clock,
                               .demonstration = base.settings.demo,
                               .product_version = std::string(version)});
}

void People::serve(jobs::Workers& workers) {
    constexpr int five_minutes = 300, a_day = 86'400;
    workers.every("identity.prune_sessions", five_minutes, [this] {
        auto work = base.units.begin();
        sessions.prune(work);
        work.commit_technical();
    });
    workers.every("one_time_codes.prune", five_minutes, [this] {
        auto work = base.units.begin();
        base.codes.prune(work);
        work.commit_technical();
    });
    workers.every("identity.prune_throttles", a_day, [this] {
        auto work = base.units.begin();
        sign_in.prune(work);
        registrations.prune(work);
        work.commit_technical();
    });
}

}  // namespace portico::app
