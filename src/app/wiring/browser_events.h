// Tells browsers what happened elsewhere (GEN-5, GEN-9): domain events become server-sent events without content; pages
// fetch again what they show.
#pragma once

#include "app/wiring/foundation.h"
#include "platform/api/route.h"
#include "platform/http/events.h"
#include "platform/jobs/event_delivery.h"

namespace portico::app {

class BrowserEvents {
public:
    // Adds GET /api/v1/events.
    void add_routes(api::Api&);
    // Follows the outbox from now on.
    void follow(jobs::EventDelivery&);

private:
    void forward(const jobs::StoredEvent&);
    http::EventHub hub_;
};

}  // namespace portico::app
