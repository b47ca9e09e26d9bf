// Something that happened and has consequences. Written in the transaction of its cause, handled by workers afterwards
// (architecture, idea 4); nothing is sent from inside a request.
#pragma once

#include <optional>
#include <string>

#include "core/id.h"

namespace portico {

struct DomainEvent {
    std::string name;                // "study.validated", "access.changed", "access_request.made" …
    std::optional<TenantId> tenant;  // whose event it is; none for events of the system
    std::string payload;             // a small JSON object
};

}  // namespace portico
