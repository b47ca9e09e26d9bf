// Who got to see a study.
#include <tuple>

#include "features/audit/audit.h"
#include "features/audit/details_json.h"

namespace portico::audit {

std::vector<Recipient> AuditTrail::recipients(db::Session& session, const TenantScope& scope, const StudyId& study,
                                              Timestamp until) const {
    using Text = std::string;
    // By id where there is one: names change.
    std::map<std::pair<Text, Text>, Recipient> all;
    session.for_each<Timestamp, Text, Text, Text, Text, Text>(
        db::Sql("SELECT at, event, actor_kind, actor_id, actor_name, details FROM audit_entry"
                " WHERE chain = ? AND study = ? AND at <= ? AND outcome = 'success'"
                " AND event IN ('study.viewed', 'study.downloaded', 'study.sent') ORDER BY at, id",
                scope.tenant(), study, until),
        [&](Timestamp at, const Text& event, Text kind, Text id, Text name, const Text& details) {
            if (event == "study.sent") {
                // The entry is by who had it sent; who has it is the node.
                auto sending = from_json(details);
                kind = "dicom_node";
                id.clear();
                if (auto to = sending.find("to"); to != sending.end()) name = to->second;
            }
            auto& one = all.try_emplace({kind, id.empty() ? name : id}, Recipient{.first_at = at}).first->second;
            one.kind = std::move(kind);
            one.id = std::move(id);
            one.name = std::move(name);
            one.last_at = at;
            auto& count = event == "study.viewed" ? one.views : event == "study.sent" ? one.sendings : one.downloads;
            ++count;
        });
    std::vector<Recipient> found;
    for (auto& [key, one] : all) found.push_back(std::move(one));
    return found;
}

}  // namespace portico::audit
