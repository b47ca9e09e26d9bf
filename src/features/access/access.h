// The one place that decides who may do what (GEN-1, GEN-2, GEN-5): makes the proofs of core/authorized.h, answers
// "may I?", "what may I see?" and "why do I see it?", and keeps the rows that say why.
//
// Reads rights live from small tables at every question and caches nothing, so a change holds with its commit.
// Thread-safe; owns no data. Sessions and units of work belong to the caller.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/authorized.h"
#include "core/clock.h"
#include "core/result.h"
#include "features/access/policy.h"
#include "platform/db/database.h"
#include "platform/db/sql.h"
#include "platform/db/unit_of_work.h"

namespace portico::access {

namespace errors {
inline constexpr ErrorKind portal_not_enabled{"clinician_portal_not_enabled", 409, 0x0110,
                                              "The clinician portal of this department is not enabled."};
inline constexpr ErrorKind clinician_not_allowed{"clinician_not_allowed", 409, 0x0110,
                                                 "This clinician has no access to the department."};
inline constexpr ErrorKind end_in_the_past{"end_in_the_past", 422, 0x0110, "The end lies in the past."};
}  // namespace errors

// A study in a list: what the caller may see of the decision; the study's own columns are read by features/studies.
struct VisibleStudy {
    StudyId study;
    TenantId tenant;
    Timestamp study_at;
};

// Position in a list that is sorted by study_at and id, newest first.
struct ListKey {
    Timestamp study_at;
    StudyId study;
};

struct ListQuestion {
    db::Sql filter;                  // " AND …" over alias s (table study); empty: everything
    std::optional<TenantId> tenant;  // only this tenant
    // Only these, some thousands at most: read one by one instead of along the list of a tenant.
    std::optional<std::vector<StudyId>> among;
    std::vector<Source> sources;   // only studies seen by one of these; empty: any
    std::optional<ListKey> after;  // the last of the page before
    std::int64_t offset = 0;       // for QIDO's offset; keyset pages leave it 0
    std::int64_t limit = 50;
    bool only_released = false;  // staff lists hold every state unless this is set; clinicians' always only released
};

struct StudyReasons {
    StudyId study;
    std::vector<Reason> reasons;
    StudyRights rights;
};

// One clinician who can see a study, with the reasons (CLA-7, "Current Access").
struct CurrentAccess {
    MembershipId membership;
    std::vector<Reason> reasons;
};

struct GrantRequest {
    std::vector<StudyId> studies;
    std::vector<MembershipId> memberships;
    std::optional<Timestamp> ends_at;
    std::string note;
};

// Access of work that no person asked for: workers, the command line, a DICOM node that was let in. Only
// features/access makes scopes, so these name who they are for.
class SystemScopes {
public:
    static TenantScope for_worker(const TenantId& tenant);
    // A DICOM node or API key whose tenant has been looked up (Caller::tenant is set). Throws std::logic_error without.
    static TenantScope for_machine(const Caller& caller);
    // The operator on the command line, who holds every permission of every tenant.
    template <Permission P>
    static Authorized<P> for_operator(const Caller& caller, const TenantId& tenant) {
        return Authorized<P>(operator_proof(caller, tenant, P));
    }
    static TenantScope for_operator_scope(const Caller& caller, const TenantId& tenant);

private:
    static PermissionProof operator_proof(const Caller& caller, const TenantId& tenant, Permission permission);
};

class AccessService {
public:
    explicit AccessService(const Clock& clock) : clock_(clock) {}

    // --- may I? ---
    // Errors: sign_in_required for anonymous callers, forbidden.
    Result<PermissionProof> prove(const Caller& caller, Permission permission) const;
    // Errors: not_found when the caller may not know of the study (also when it does not exist), forbidden when the
    // caller sees it but lacks the right.
    Result<StudyAccess> study(db::Session&, const Caller& caller, const StudyId& study, StudyRight right) const;
    // The same for any right: opening the study's page.
    Result<StudyAccess> study(db::Session&, const Caller& caller, const StudyId& study) const;
    // By UID within one tenant; not_found as above.
    Result<StudyAccess> study_by_uid(db::Session&, const Caller& caller, const TenantId& tenant,
                                     std::string_view study_instance_uid, StudyRight right) const;

    // --- what may I see? --- newest first
    std::vector<VisibleStudy> list(db::Session&, const Caller& caller, const ListQuestion& question) const;

    // --- why do I see it? --- for studies that list() or study() gave
    std::vector<StudyReasons> reasons(db::Session&, const Caller& caller, const std::vector<StudyId>& studies) const;

    // --- who sees it? (CLA-7) ---
    Result<std::vector<CurrentAccess>> current_access(db::Session&,
                                                      const Authorized<Permission::manage_clinician_access>&,
                                                      const StudyId& study) const;
    // Members of allowed accounts who may be given a study, by folded name; `already` tells who holds a grant.
    struct Grantable {
        MembershipId membership;
        bool already_granted = false;
    };
    std::vector<Grantable> grantable(db::Session&, const TenantScope&, std::string_view folded_text,
                                     const std::optional<StudyId>& study, std::int64_t limit,
                                     std::int64_t offset) const;

    // --- explicit grants --- audit entries and events are added to the unit of work; the caller commits.
    // Errors: not_found (a study that is not this tenant's), clinician_not_allowed, portal_not_enabled,
    // end_in_the_past. All or nothing. Returns how many new grants were made; who holds one already keeps it, with the
    // new end.
    Result<std::int64_t> grant(db::UnitOfWork&, const Authorized<Permission::explicit_access_grant>&,
                               const Authorized<Permission::manage_clinician_access>&, const GrantRequest&) const;
    Result<void> revoke(db::UnitOfWork&, const Authorized<Permission::explicit_access_grant>&,
                        const Authorized<Permission::manage_clinician_access>&, const GrantId&) const;

    // --- consequences --- each keeps study_access and patient_referral true to their causes, in the caller's unit of
    // work, and emits access.changed for the principals concerned.
    void study_released(db::UnitOfWork&, const TenantScope&, const StudyId&) const;
    void study_moved(db::UnitOfWork&, const TenantScope&, const StudyId&) const;  // another patient, date or referrer
    void study_withdrawn(db::UnitOfWork&, const TenantScope&, const StudyId&) const;
    void number_confirmed(db::UnitOfWork&, const TenantScope&, const ProfessionalNumberId&) const;
    void number_unconfirmed(db::UnitOfWork&, const TenantScope&, const ProfessionalNumberId&) const;
    void referrer_linked(db::UnitOfWork&, const TenantScope&, const std::string& referrer_link_id) const;
    void referrer_unlinked(db::UnitOfWork&, const TenantScope&, const std::string& referrer_link_id) const;
    // Allow Access turned on or off, a role of a link or of the tenant changed: nothing to write, only to tell.
    void link_changed(db::UnitOfWork&, const TenantId&, const AccountId&) const;
    void role_changed(db::UnitOfWork&, const TenantId&, const RoleId&) const;
    void tenant_changed(db::UnitOfWork&, const TenantId&) const;  // a setting that concerns all its clinicians

private:
    const Clock& clock_;
};

}  // namespace portico::access
