// The audit trail's worker and routes, wired.
#pragma once

#include "app/wiring/foundation.h"
#include "platform/api/route.h"
#include "platform/jobs/workers.h"

namespace portico::app {

void add_audit_routes(api::Api&, Foundation&);
// Seals committed entries every second, and exports the heads of the chains once a day to <data>/audit-heads.jsonl.
void serve_audit(jobs::Workers&, Foundation&);

// The heads that were exported, for `portico audit verify`.
std::vector<audit::ChainHead> exported_heads(const std::filesystem::path& data);

}  // namespace portico::app
