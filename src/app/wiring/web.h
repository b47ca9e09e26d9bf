// The web front-end's files, and the probes for load balancers.
#pragma once

#include "app/wiring/foundation.h"
#include "platform/http/router.h"

namespace portico::app {

// /healthz (the process runs), /readyz (database and storage work), and everything that is no API as a page.
void add_web_routes(http::Router&, Foundation&);

}  // namespace portico::app
