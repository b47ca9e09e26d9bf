#include "features/accounts/history.h"

namespace portico::accounts {
namespace {

// "role.changed" -> "changed"
std::string happened(std::string_view event) {
    std::string word(event.substr(std::min(event.find('.') + 1, event.size())));
    for (char& c : word)
        if (c == '_') c = ' ';
    return word;
}

std::string in_words(const audit::HistoryEntry& entry) {
    std::string details;
    for (const auto& [name, value] : entry.details) details += (details.empty() ? "" : "; ") + name + ": " + value;
    return details.empty() ? happened(entry.event) : happened(entry.event) + " (" + details + ")";
}

}  // namespace

std::vector<HistoryEntry> history_of(db::Session& session, const audit::AuditTrail& trail, const TenantId& tenant,
                                     std::string_view object) {
    std::vector<HistoryEntry> all;
    for (const auto& entry : trail.history(session, tenant, object))
        all.push_back({entry.at, entry.by, in_words(entry)});
    return all;
}

}  // namespace portico::accounts
