// The only maker of proofs; private to this room.
#pragma once

#include "features/access/api/uploads.h"

namespace portico {

class ProofMaker {
public:
    static TenantScope scope(TenantId tenant) { return TenantScope(std::move(tenant)); }
    static PermissionProof permission(Caller caller, TenantId tenant, Permission permission) {
        return PermissionProof(std::move(caller), scope(std::move(tenant)), permission);
    }
    static access::UploadProof upload(Caller caller, TenantId tenant) {
        return access::UploadProof(std::move(caller), scope(std::move(tenant)));
    }
    static StudyAccess study(Caller caller, TenantId tenant, StudyId study, StudyRights rights, std::string source) {
        return StudyAccess(std::move(caller), scope(std::move(tenant)), std::move(study), rights, std::move(source));
    }
};

}  // namespace portico
