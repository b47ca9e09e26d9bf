// The history of an object as its screen shows it (GEN-11). Private to this room.
#pragma once

#include <string>
#include <vector>

#include "core/clock.h"
#include "features/audit/audit.h"

namespace portico::accounts {

struct HistoryEntry {
    Timestamp at;
    std::string by;
    std::string change;
};

std::vector<HistoryEntry> history_of(db::Session&, const audit::AuditTrail&, const TenantId&, std::string_view object);

}  // namespace portico::accounts
