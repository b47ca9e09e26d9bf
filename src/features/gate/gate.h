// The gatekeeper of the API: turns a session cookie or a bearer key into a Caller, and asks features/access for
// everything else.
#pragma once

#include <memory>

#include "features/access/access.h"
#include "features/accounts/accounts.h"
#include "features/audit/audit.h"
#include "features/identity/identity.h"
#include "platform/api/gatekeeper.h"

namespace portico::gate {

// Thread-safe. Decides nothing by itself and caches nothing: disabled, ended and revoked hold with their commit.
class Gate final : public api::Gatekeeper {
public:
    Gate(db::UnitsOfWork& units, identity::Sessions& sessions, identity::ApiKeys& keys,
         const access::AccessService& access, audit::AuditTrail& trail, const Clock& clock);
    ~Gate() override;

    Result<Caller> identify(const http::Request& request) override;
    Result<void> check_csrf(const http::Request& request, const Caller& caller) override;
    Result<PermissionProof> prove(const Caller& caller, Permission permission) override;
    Result<StudyAccess> study(const Caller& caller, const StudyId& study, StudyRight right) override;
    void refused(const Caller& caller, const api::RouteInfo& route, const Error& error) override;

private:
    class Refusals;
    db::UnitsOfWork& units_;
    identity::Sessions& sessions_;
    identity::ApiKeys& keys_;
    const access::AccessService& access_;
    audit::AuditTrail& trail_;
    std::unique_ptr<Refusals> refusals_;
};

}  // namespace portico::gate
