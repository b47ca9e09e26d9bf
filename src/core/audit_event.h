// One entry for the audit trail (AUD-1). A unit of work cannot be committed without one.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/caller.h"

namespace portico {

enum class Outcome { success, refused, failure };

struct AuditEvent {
    std::string code;  // stable event code, "<thing>.<what happened>", for example "study.viewed"
    Caller caller;
    std::optional<TenantId> tenant;  // whose chain it goes to; none: the system's own
    Outcome outcome = Outcome::success;
    std::string patient;  // PatientId text, where one is concerned
    std::string study;    // StudyId text
    std::string object;   // id of anything else that is concerned: a role, a link, a user
    std::string reason;   // why: a reason given, or the source of the right
    std::vector<std::pair<std::string, std::string>>
        details;  // small facts (old and new values of settings); no secrets
};

}  // namespace portico
