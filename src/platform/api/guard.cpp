#include "platform/api/guard.h"

namespace portico::api {

Result<void> check_caller(const Caller& caller, GuardKind kind) {
    if (caller.kind == CallerKind::anonymous) return fail(errors::sign_in_required);
    bool user = caller.kind == CallerKind::user;
    bool good = false;
    switch (kind) {
        case GuardKind::any_caller:
            good = true;
            break;
        case GuardKind::signed_in:
            good = user;
            break;
        case GuardKind::staff:
            good = caller.is_staff() && (user || caller.kind == CallerKind::api_key);
            break;
        case GuardKind::clinician_account:
            good = user && caller.account_kind != AccountKind::tenant;
            break;
        default:
            break;
    }
    if (!good) return fail(errors::forbidden, "the route is for " + std::string(key_of(kind)));
    return {};
}

Result<std::vector<PermissionProof>> prove_all(Gatekeeper& gatekeeper, const Context& context,
                                               std::span<const Permission> permissions) {
    PORTICO_CHECK(check_caller(context.caller(), GuardKind::any_caller));
    std::vector<PermissionProof> proofs;
    for (Permission permission : permissions) {
        PORTICO_TRY(auto proof, gatekeeper.prove(context.caller(), permission));
        proofs.push_back(std::move(proof));
    }
    return proofs;
}

Result<PermissionProof> prove_any(Gatekeeper& gatekeeper, const Context& context,
                                  std::span<const Permission> permissions) {
    PORTICO_CHECK(check_caller(context.caller(), GuardKind::any_caller));
    Error last = errors::forbidden;
    for (Permission permission : permissions) {
        auto proof = gatekeeper.prove(context.caller(), permission);
        if (proof) return proof;
        last = std::move(proof).error();
    }
    return fail(std::move(last));
}

Result<StudyAccess> prove_study(Gatekeeper& gatekeeper, const Context& context, StudyRight right) {
    PORTICO_CHECK(check_caller(context.caller(), GuardKind::any_caller));
    return gatekeeper.study(context.caller(), context.id<StudyId>("study"), right);
}

}  // namespace portico::api
