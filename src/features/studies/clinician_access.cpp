#include "features/studies/api/clinician_access.h"

#include <algorithm>

#include "features/studies/list_store.h"
#include "platform/db/database.h"
#include "platform/text/fold.h"

namespace portico::studies {

Result<std::vector<ClinicianWithAccess>> ClinicianAccess::current(const MayManage& may, const StudyId& study) const {
    auto session = units_.database().read();
    PORTICO_TRY(auto found, access_.current_access(session, may, study));
    std::vector<MembershipId> memberships;
    for (const auto& one : found) memberships.push_back(one.membership);
    auto people = store::clinicians(session, may.scope(), memberships);
    std::vector<ClinicianWithAccess> all;
    for (auto& one : found) {
        auto person = people.find(one.membership);
        if (person != people.end()) all.push_back({person->second, std::move(one.reasons)});
    }
    std::ranges::sort(all, {}, [](const ClinicianWithAccess& one) { return text::sort_key(one.clinician.name); });
    return all;
}

ClinicianPage ClinicianAccess::clinicians(const TenantScope& scope, const std::string& text,
                                          const std::optional<StudyId>& study, std::int64_t limit,
                                          std::int64_t offset) const {
    auto session = units_.database().read();
    auto found = access_.grantable(session, scope, text::fold(text), study, limit + 1, offset);
    ClinicianPage page;
    page.more = std::ssize(found) > limit;
    if (page.more) found.resize(static_cast<std::size_t>(limit));
    std::vector<MembershipId> memberships;
    for (const auto& one : found) memberships.push_back(one.membership);
    auto people = store::clinicians(session, scope, memberships);
    for (const auto& one : found) {
        auto person = people.find(one.membership);
        if (person != people.end()) page.clinicians.push_back({person->second, one.already_granted});
    }
    return page;
}

Result<std::int64_t> ClinicianAccess::grant(const MayGrant& may_grant, const MayManage& may_manage,
                                            const access::GrantRequest& request) {
    return units_.retrying([&](db::UnitOfWork& work) -> Result<std::int64_t> {
        PORTICO_TRY(auto granted, access_.grant(work, may_grant, may_manage, request));
        work.commit(std::vector<AuditEvent>());
        return granted;
    });
}

Result<void> ClinicianAccess::revoke(const MayGrant& may_grant, const MayManage& may_manage, const GrantId& grant) {
    return units_.retrying([&](db::UnitOfWork& work) -> Result<void> {
        PORTICO_CHECK(access_.revoke(work, may_grant, may_manage, grant));
        work.commit(std::vector<AuditEvent>());
        return {};
    });
}

}  // namespace portico::studies
