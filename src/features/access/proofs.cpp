#include "features/access/proofs.h"

#include <stdexcept>

#include "features/access/access.h"

namespace portico::access {

TenantScope SystemScopes::for_worker(const TenantId& tenant) { return ProofMaker::scope(tenant); }

TenantScope SystemScopes::for_machine(const Caller& caller) {
    if (!caller.tenant) throw std::logic_error("a machine without a tenant");
    return ProofMaker::scope(*caller.tenant);
}

TenantScope SystemScopes::for_operator_scope(const Caller& caller, const TenantId& tenant) {
    return operator_proof(caller, tenant, Permission::view_studies).scope();
}

PermissionProof SystemScopes::operator_proof(const Caller& caller, const TenantId& tenant, Permission permission) {
    if (caller.kind != CallerKind::operator_) throw std::logic_error("not the operator");
    return ProofMaker::permission(caller, tenant, permission);
}

}  // namespace portico::access
