// Manage Clinician Access (CLA-7): who can see a study and why, and explicit grants. Decisions are features/access's;
// here names are put to them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/authorized.h"
#include "core/result.h"
#include "features/access/access.h"
#include "platform/db/unit_of_work.h"

namespace portico::studies {

struct Clinician {
    MembershipId membership;
    std::string name, account_name, profession, speciality, role, email;
};
struct ClinicianChoice {
    Clinician clinician;
    bool already_granted = false;
};
struct ClinicianPage {
    std::vector<ClinicianChoice> clinicians;
    bool more = false;
};
struct ClinicianWithAccess {
    Clinician clinician;
    std::vector<access::Reason> reasons;
};

// Thread-safe; owns no data.
class ClinicianAccess {
public:
    using MayGrant = Authorized<Permission::explicit_access_grant>;
    using MayManage = Authorized<Permission::manage_clinician_access>;

    ClinicianAccess(db::UnitsOfWork& units, const access::AccessService& access) : units_(units), access_(access) {}

    // By name. Error: not_found.
    Result<std::vector<ClinicianWithAccess>> current(const MayManage&, const StudyId&) const;
    // Members of allowed accounts by name; with a study also whether they hold a grant of it.
    ClinicianPage clinicians(const TenantScope&, const std::string& text, const std::optional<StudyId>&,
                             std::int64_t limit, std::int64_t offset) const;
    // How many new grants; errors as AccessService::grant and revoke.
    Result<std::int64_t> grant(const MayGrant&, const MayManage&, const access::GrantRequest&);
    Result<void> revoke(const MayGrant&, const MayManage&, const GrantId&);

private:
    db::UnitsOfWork& units_;
    const access::AccessService& access_;
};

}  // namespace portico::studies
