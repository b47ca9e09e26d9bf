// "May I?", "what may I see?", "why do I see it?" and "who sees it?".
#include <algorithm>

#include "features/access/access.h"
#include "features/access/proofs.h"
#include "features/access/store.h"

namespace portico::access {
namespace {

// A machine of the tenant or the operator stands where staff stand; everyone else comes in through an access link.
Decision decide(db::Session& session, const Caller& caller, const StudyFacts& study, Timestamp now) {
    if (caller.is_staff()) return *caller.tenant == study.tenant ? decide_staff(study, caller.permissions) : Decision();
    if (caller.kind != CallerKind::user) return {};
    auto link = store::link_facts(session, caller.account, caller.membership, study.tenant);
    if (!link) return {};
    return decide_clinician(study, *link, store::rows(session, study.tenant, study.study, caller.membership), now);
}

Result<StudyAccess> prove_study(db::Session& session, const Caller& caller, const std::optional<StudyFacts>& study,
                                std::optional<StudyRight> right, Timestamp now) {
    if (caller.kind == CallerKind::anonymous) return fail(portico::errors::sign_in_required);
    if (!study) return fail(portico::errors::not_found);
    auto decision = decide(session, caller, *study, now);
    if (!decision.may_know()) return fail(portico::errors::not_found);
    auto rights = decision.rights();
    if (right && !rights.has(*right)) return fail(portico::errors::forbidden);
    return ProofMaker::study(caller, study->tenant, study->study, rights,
                             std::string(key_of(decision.reasons.front().source)));
}

bool newer(const VisibleStudy& a, const VisibleStudy& b) {
    return a.study_at != b.study_at ? a.study_at > b.study_at : a.study > b.study;
}

// The page that the arms of one read really cover. An arm that came back full may go on below its last row, so nothing
// below the newest such row can be trusted yet.
struct CoveredPage {
    std::vector<VisibleStudy> studies;   // sorted, each once
    std::optional<ListKey> go_on_after;  // where the next read begins; none: everything has been read
};

CoveredPage covered(const std::vector<store::ListedStudy>& listed, std::int64_t arm_limit) {
    struct Arm {
        std::int64_t count = 0;
        std::optional<VisibleStudy> last;
    };
    std::map<std::int64_t, Arm> arms;
    for (const auto& entry : listed) {
        auto& arm = arms[entry.arm];
        ++arm.count;
        if (!arm.last || newer(*arm.last, entry.study)) arm.last = entry.study;
    }
    std::optional<VisibleStudy> horizon;
    for (const auto& [number, arm] : arms)
        if (arm.count >= arm_limit && (!horizon || newer(*arm.last, *horizon))) horizon = arm.last;

    CoveredPage page;
    for (const auto& entry : listed)
        if (!horizon || !newer(*horizon, entry.study)) page.studies.push_back(entry.study);
    std::sort(page.studies.begin(), page.studies.end(), newer);
    auto same = [](const VisibleStudy& a, const VisibleStudy& b) { return a.study == b.study; };
    page.studies.erase(std::unique(page.studies.begin(), page.studies.end(), same), page.studies.end());
    if (horizon) page.go_on_after = ListKey{horizon->study_at, horizon->study};
    return page;
}

}  // namespace

Result<PermissionProof> AccessService::prove(const Caller& caller, Permission permission) const {
    if (caller.kind == CallerKind::anonymous) return fail(portico::errors::sign_in_required);
    if (!caller.is_staff() || !caller.permissions.has(permission)) return fail(portico::errors::forbidden);
    return ProofMaker::permission(caller, *caller.tenant, permission);
}

Result<StudyAccess> AccessService::study(db::Session& session, const Caller& caller, const StudyId& study,
                                         StudyRight right) const {
    return prove_study(session, caller, store::study_facts(session, study), right, clock_.now());
}

Result<StudyAccess> AccessService::study(db::Session& session, const Caller& caller, const StudyId& study) const {
    return prove_study(session, caller, store::study_facts(session, study), std::nullopt, clock_.now());
}

Result<StudyAccess> AccessService::study_by_uid(db::Session& session, const Caller& caller, const TenantId& tenant,
                                                std::string_view study_instance_uid, StudyRight right) const {
    return prove_study(session, caller, store::study_facts(session, tenant, study_instance_uid), right, clock_.now());
}

std::vector<VisibleStudy> AccessService::list(db::Session& session, const Caller& caller,
                                              const ListQuestion& question) const {
    auto now = clock_.now();
    std::vector<LinkFacts> links;
    bool views = caller.permissions.has(Permission::view_studies);
    bool validates = caller.permissions.has(Permission::validate_studies);
    if (caller.is_staff() ? !(views || validates) : caller.kind != CallerKind::user) return {};
    auto plan =
        caller.is_staff() ? ReadPlan() : plan_reads(store::link_facts(session, caller.account, caller.membership), now);

    // A study that two sources give counts once, so one read may fall short of the page; then the next goes on.
    auto wanted = static_cast<std::size_t>(question.offset + question.limit);
    auto arm_limit = question.offset + question.limit + 1;
    std::vector<VisibleStudy> found;
    auto next = question;
    for (;;) {
        auto listed = caller.is_staff()
                          ? store::list_for_staff(session, *caller.tenant, next, validates, arm_limit)
                          : store::list_for_clinician(session, caller.membership, plan, next, now, arm_limit);
        auto page = covered(listed, arm_limit);
        found.insert(found.end(), page.studies.begin(), page.studies.end());
        if (found.size() >= wanted || !page.go_on_after) break;
        next.after = page.go_on_after;
    }
    if (found.size() > wanted) found.resize(wanted);
    found.erase(found.begin(), found.begin() + std::min<std::ptrdiff_t>(question.offset, std::ssize(found)));
    return found;
}

std::vector<StudyReasons> AccessService::reasons(db::Session& session, const Caller& caller,
                                                 const std::vector<StudyId>& studies) const {
    if (studies.empty()) return {};
    auto now = clock_.now();
    auto facts = store::study_facts(session, studies);
    std::map<TenantId, LinkFacts> links;
    std::map<StudyId, std::vector<RowFacts>> rows;
    if (!caller.is_staff()) {
        for (auto& link : store::link_facts(session, caller.account, caller.membership)) links[link.tenant] = link;
        rows = store::rows(session, caller.membership, facts);
    }
    std::vector<StudyReasons> all;
    for (const auto& id : studies) {
        auto study = facts.find(id);
        if (study == facts.end()) continue;
        Decision decision;
        if (caller.is_staff()) {
            if (*caller.tenant == study->second.tenant) decision = decide_staff(study->second, caller.permissions);
        } else if (auto link = links.find(study->second.tenant); link != links.end()) {
            decision = decide_clinician(study->second, link->second, rows[id], now);
        }
        if (decision.may_know()) all.push_back({id, decision.reasons, decision.rights()});
    }
    return all;
}

Result<std::vector<CurrentAccess>> AccessService::current_access(
    db::Session& session, const Authorized<Permission::manage_clinician_access>& proof, const StudyId& study) const {
    auto facts = store::study_facts(session, study);
    if (!facts || facts->tenant != proof.tenant()) return fail(portico::errors::not_found);
    std::vector<CurrentAccess> all;
    for (const auto& principal : store::principals_of_study(session, proof.tenant(), study)) {
        auto link = store::link_of_membership(session, proof.tenant(), principal);
        if (!link) continue;
        auto decision =
            decide_clinician(*facts, *link, store::rows(session, proof.tenant(), study, principal), clock_.now());
        if (decision.may_know()) all.push_back({principal, decision.reasons});
    }
    return all;
}

std::vector<AccessService::Grantable> AccessService::grantable(db::Session& session, const TenantScope& scope,
                                                               std::string_view folded_text,
                                                               const std::optional<StudyId>& study, std::int64_t limit,
                                                               std::int64_t offset) const {
    return store::grantable(session, scope.tenant(), folded_text, study, clock_.now(), limit, offset);
}

}  // namespace portico::access
