// The decisions about studies (GEN-1): pure functions from facts to rights. No I/O, no clock; the store fetches facts
// and decides nothing, everything else asks here.
//
// Order of a decision: the account's link with the tenant must be allowed and the portal enabled; then each row that
// gives a reason is checked against the live role, link and grant; rights are the union (CLA-14).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/authorized.h"
#include "core/clock.h"
#include "core/id.h"
#include "core/permission.h"

namespace portico::access {

// Why somebody may see a study (glossary: source). The order is the order of strength for the audit trail.
enum class Source : std::uint8_t { staff, all, explicit_grant, referral, history };

std::string_view key_of(Source source);
std::optional<Source> source_from_key(std::string_view key);

enum class LinkState : std::uint8_t { requested, allowed, declined, suspended, withdrawn };

std::string_view key_of(LinkState state);
std::optional<LinkState> link_state_from_key(std::string_view key);

// What stands between one member of an account and one tenant.
struct LinkFacts {
    TenantId tenant;
    LinkState state = LinkState::withdrawn;
    bool portal_enabled = false;
    ClinicianPermissions role;        // the member's own role, else the account's; empty without a role
    std::int64_t history_days = 365;  // the tenant's window of Referred Patients' History
};

struct StudyFacts {
    TenantId tenant;
    StudyId study;
    bool visible = false;  // released
    bool rejected = false;
    Timestamp study_at;
    PatientId patient;  // empty while unknown
};

// One row of study_access with what its source says today.
struct RowFacts {
    Source source = Source::explicit_grant;
    std::string source_id;
    Timestamp since;
    std::optional<Timestamp> ends_at;           // of a grant
    bool revoked = false;                       // of a grant
    std::optional<Timestamp> last_referral_at;  // for history: the patient's newest referral to this principal
    std::string granted_by;
    std::string note;
};

struct Reason {
    Source source = Source::staff;
    std::string source_id;
    std::optional<Timestamp> since;
    std::optional<Timestamp> until;
    std::string granted_by;
    std::string note;
    StudyRights rights;
};

struct Decision {
    std::vector<Reason> reasons;  // strongest first; none: the study is not there for this caller
    StudyRights rights() const;
    bool may_know() const { return !reasons.empty(); }
};

// What the role of a clinician allows with a study that the clinician may see.
StudyRights rights_of_role(ClinicianPermissions role);

Decision decide_clinician(const StudyFacts& study, const LinkFacts& link, const std::vector<RowFacts>& rows,
                          Timestamp now);

// Staff and API keys of the study's own tenant. A study that is not released is for those who see the worklists only.
Decision decide_staff(const StudyFacts& study, TenantPermissions permissions);

// Which reads make up "what may I see?": one a tenant for `all`, one over all listed tenants for each other source. A
// tenant may stand under several; one that stands under `all` gains no study from the others.
struct HistoryWindow {
    TenantId tenant;
    Timestamp not_before;  // both the study and the referral must be at least this new
};
struct ReadPlan {
    std::vector<TenantId> all;
    std::vector<TenantId> explicit_grants;
    std::vector<TenantId> referrals;
    std::vector<HistoryWindow> history;
    bool empty() const { return all.empty() && explicit_grants.empty(); }
};
ReadPlan plan_reads(const std::vector<LinkFacts>& links, Timestamp now);

}  // namespace portico::access
