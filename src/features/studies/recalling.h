// Withdrawing and bringing back, for staff and for rejection notes alike. Private to this room.
#pragma once

#include <string>
#include <vector>

#include "features/studies/api/recalls.h"

namespace portico::studies {

struct RecallOrder {
    RecallReason reason = RecallReason::other;
    std::string note;
    bool whole = true;
    std::vector<std::string> sop_instance_uids{};  // of a part; each once, also of what has not arrived yet
    std::optional<std::string> rejection_uid{};
    std::optional<InstanceId> rejection_instance{};
    Caller caller{};
    std::string by;  // who is named as the one who recalled
};

// In the caller's transaction, which holds the study locked and which it commits. Hides, counts anew, tells open
// viewers by access.changed, adds the audit entry study.recalled.
RecallId withdraw(db::UnitOfWork&, const access::AccessService&, const TenantScope&, const StudyId&, const RecallOrder&,
                  const Clock&);

}  // namespace portico::studies
