// The routes by topic. Private to this room.
#pragma once

#include "features/clinician_portal/clinician_portal.h"

namespace portico::clinician_portal {

inline constexpr std::string_view routes_tag = "Clinician portal";
void add_portal_routes(api::Api&, const RouteServices&);
void add_access_control_routes(api::Api&, const RouteServices&);
void add_referrer_routes(api::Api&, const RouteServices&);
void add_directory_routes(api::Api&, const RouteServices&);

}  // namespace portico::clinician_portal
