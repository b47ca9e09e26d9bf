// The parts of this room's routes. Private to it.
#pragma once

#include "features/messages/messages.h"

namespace portico::messages {

void add_message_routes(api::Api& api, const RouteServices& services);
void add_report_routes(api::Api& api, const RouteServices& services);

}  // namespace portico::messages
