// SQL of the access feature: fetches facts, keeps rows, decides nothing. Private to this room.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/access/access.h"
#include "features/access/policy.h"
#include "platform/db/session.h"

namespace portico::access::store {

std::optional<StudyFacts> study_facts(db::Session&, const StudyId& study);
std::optional<StudyFacts> study_facts(db::Session&, const TenantId& tenant, std::string_view study_instance_uid);
std::map<StudyId, StudyFacts> study_facts(db::Session&, const std::vector<StudyId>& studies);

// The links of one account as they bear on one of its members: with one tenant, or with all.
std::optional<LinkFacts> link_facts(db::Session&, const AccountId&, const MembershipId&, const TenantId&);
std::vector<LinkFacts> link_facts(db::Session&, const AccountId&, const MembershipId&);
// The link between a membership's account and a tenant, when neither user nor membership is disabled.
std::optional<LinkFacts> link_of_membership(db::Session&, const TenantId&, const MembershipId&);

std::vector<RowFacts> rows(db::Session&, const TenantId&, const StudyId&, const MembershipId& principal);
std::map<StudyId, std::vector<RowFacts>> rows(db::Session&, const MembershipId& principal,
                                              const std::map<StudyId, StudyFacts>& studies);
// Everyone who has a row for the study, and everyone whose role shows all studies.
std::vector<MembershipId> principals_of_study(db::Session&, const TenantId&, const StudyId&);

struct ListedStudy {
    VisibleStudy study;
    std::int64_t arm = 0;
};
// One statement, a union of reads each with its own limit (the architecture's second idea).
std::vector<ListedStudy> list_for_clinician(db::Session&, const MembershipId& principal, const ReadPlan&,
                                            const ListQuestion&, Timestamp now, std::int64_t arm_limit);
std::vector<ListedStudy> list_for_staff(db::Session&, const TenantId&, const ListQuestion&, bool with_rejected,
                                        std::int64_t arm_limit);

std::vector<AccessService::Grantable> grantable(db::Session&, const TenantId&, std::string_view folded_text,
                                                const std::optional<StudyId>&, Timestamp now, std::int64_t limit,
                                                std::int64_t offset);

struct GrantFacts {
    GrantId id;
    StudyId study;
    MembershipId principal;
    bool revoked = false;
};
std::optional<GrantFacts> find_grant(db::Session&, const TenantId&, const GrantId&);
std::optional<GrantId> live_grant(db::Session&, const TenantId&, const StudyId&, const MembershipId&, Timestamp now);
std::string note_of_grant(db::Session&, const TenantId&, const GrantId&);
void insert_grant(db::Session&, const TenantId&, const GrantId&, const StudyFacts&, const MembershipId&,
                  const GrantRequest&, std::string_view granted_by, Timestamp now);
void renew_grant(db::Session&, const GrantId&, const GrantRequest&);
void end_grant(db::Session&, const TenantId&, const GrantId&, std::string_view revoked_by, Timestamp now);

// Referral rows of one study from its referrers; all principals concerned, before and after.
std::vector<MembershipId> refresh_referrals(db::Session&, const TenantId&, const StudyId&, Timestamp now);
void add_referrals_of_number(db::Session&, const TenantId&, const ProfessionalNumberId&, Timestamp now);
void add_referrals_of_link(db::Session&, const TenantId&, std::string_view referrer_link_id, Timestamp now);
// Those who have rows from this source; the rows are removed.
std::vector<MembershipId> remove_source(db::Session&, const TenantId&, Source, std::string_view source_id);
std::vector<MembershipId> principals_of_source(db::Session&, const TenantId&, Source, std::string_view source_id);
std::vector<MembershipId> principals_of_number(db::Session&, const TenantId&, const ProfessionalNumberId&);
std::vector<ProfessionalNumberId> confirmed_numbers_of_account(db::Session&, const TenantId&, const AccountId&);
std::vector<MembershipId> members_of_account(db::Session&, const AccountId&);
std::vector<MembershipId> members_with_role(db::Session&, const TenantId&, const RoleId&);
std::vector<MembershipId> members_of_tenant(db::Session&, const TenantId&);  // of allowed accounts
void remove_rows_of_study(db::Session&, const TenantId&, const StudyId&);

// Makes patient_referral and history rows anew from the referral rows: of one patient, or of one principal.
std::vector<MembershipId> refresh_history_of_patient(db::Session&, const TenantId&, const PatientId&, Timestamp now);
void refresh_history_of_principal(db::Session&, const TenantId&, const MembershipId&, Timestamp now);
std::vector<PatientId> patients_with_history_row(db::Session&, const TenantId&, const StudyId&);

}  // namespace portico::access::store
