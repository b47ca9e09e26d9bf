// Who decides: every typed route asks here, and nowhere else, who is calling and what they may do.
#pragma once

#include "core/authorized.h"
#include "core/result.h"
#include "platform/api/route_info.h"
#include "platform/http/message.h"

namespace portico::api {

// Implemented by the features that know sessions and rights. Thread-safe.
class Gatekeeper {
public:
    virtual ~Gatekeeper() = default;

    // The caller that the request's credentials (session cookie or bearer key) name, with address and device; an
    // anonymous one when there are none; an error when they are not good (any more).
    virtual Result<Caller> identify(const http::Request& request) = 0;
    // Asked for state-changing requests of a known caller: refuses when the request is authenticated by a cookie and
    // its X-CSRF-Token does not belong to the session (SEC-3). API keys need none.
    virtual Result<void> check_csrf(const http::Request& request, const Caller& caller) = 0;
    virtual Result<PermissionProof> prove(const Caller& caller, Permission permission) = 0;
    // errors::not_found when the caller may not know of the study, errors::forbidden when only the right is missing.
    virtual Result<StudyAccess> study(const Caller& caller, const StudyId& study, StudyRight right) = 0;
    // A guard said no: to be recorded in the audit trail. Must not throw.
    virtual void refused(const Caller& caller, const RouteInfo& route, const Error& error) = 0;
};

}  // namespace portico::api
