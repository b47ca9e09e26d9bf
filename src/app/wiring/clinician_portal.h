// The clinician portal's services, wired.
#pragma once

#include "app/wiring/people.h"
#include "features/clinician_portal/clinician_portal.h"

namespace portico::app {

struct ClinicianPortal {
    explicit ClinicianPortal(People& given)
        : people(given),
          portals(people.base.units, *people.base.blobs, people.passwords, people.access, people.base.clock),
          access_control(people.base.units, people.access, people.base.messages, people.base.clock),
          directory(people.base.units, people.access, people.base.clock),
          referrers(people.base.units, people.access, people.base.clock) {}

    void add_routes(api::Api& api) {
        clinician_portal::add_routes(api, {people.base.units, *people.base.blobs, people.base.trail, portals,
                                           access_control, directory, referrers});
    }

    People& people;
    clinician_portal::Portals portals;
    clinician_portal::AccessControl access_control;
    clinician_portal::Directory directory;
    clinician_portal::Referrers referrers;
};

}  // namespace portico::app
