#include "features/audit/api/history.h"

#include <algorithm>

namespace portico::audit {
namespace {

// "role.name_changed" -> "name changed": the object is known where its history stands.
std::string happened(std::string_view event) {
    std::string word(event.substr(std::min(event.find('.') + 1, event.size())));
    std::replace(word.begin(), word.end(), '_', ' ');
    return word;
}

}  // namespace

std::vector<HistoryLine> to_lines(const std::vector<HistoryEntry>& history, std::string_view topic) {
    std::vector<HistoryLine> lines;
    for (const auto& entry : history) {
        if (!topic.empty() && entry.event.substr(0, entry.event.find('.')) != topic) continue;
        std::string facts = entry.reason;
        for (const auto& [key, value] : entry.details) facts += (facts.empty() ? "" : "; ") + key + ": " + value;
        auto word = happened(entry.event);
        lines.push_back({entry.at, entry.by, facts.empty() ? word : word + " (" + facts + ")"});
    }
    return lines;
}

}  // namespace portico::audit
