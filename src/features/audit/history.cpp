#include "features/audit/history.h"

namespace portico::audit {

std::vector<HistoryLine> to_lines(const std::vector<HistoryEntry>& history) {
    std::vector<HistoryLine> lines;
    for (const auto& entry : history) {
        std::string facts = entry.reason;
        for (const auto& [key, value] : entry.details) facts += (facts.empty() ? "" : "; ") + key + ": " + value;
        lines.push_back({entry.at, entry.by, facts.empty() ? entry.event : entry.event + " (" + facts + ")"});
    }
    return lines;
}

}  // namespace portico::audit
