#include "features/access/policy.h"

#include <algorithm>
#include <array>
#include <utility>

namespace portico::access {
namespace {

constexpr std::array source_keys{
    std::pair{Source::staff, std::string_view("staff")}, std::pair{Source::all, std::string_view("all")},
    std::pair{Source::explicit_grant, std::string_view("explicit")},
    std::pair{Source::referral, std::string_view("referral")}, std::pair{Source::history, std::string_view("history")}};

constexpr std::array link_state_keys{std::pair{LinkState::requested, std::string_view("requested")},
                                     std::pair{LinkState::allowed, std::string_view("allowed")},
                                     std::pair{LinkState::declined, std::string_view("declined")},
                                     std::pair{LinkState::suspended, std::string_view("suspended")},
                                     std::pair{LinkState::withdrawn, std::string_view("withdrawn")}};

template <class Table>
std::string_view key_in(const Table& table, typename Table::value_type::first_type value) {
    return std::find_if(table.begin(), table.end(), [&](const auto& entry) { return entry.first == value; })->second;
}

template <class Table>
std::optional<typename Table::value_type::first_type> value_in(const Table& table, std::string_view key) {
    for (const auto& [value, name] : table)
        if (name == key) return value;
    return std::nullopt;
}

bool link_opens(const LinkFacts& link) { return link.portal_enabled && link.state == LinkState::allowed; }

Timestamp history_begins(const LinkFacts& link, Timestamp now) { return now.plus_seconds(-link.history_days * 86'400); }

// Whether a row still gives its reason today.
bool row_holds(const StudyFacts& study, const LinkFacts& link, const RowFacts& row, Timestamp now) {
    switch (row.source) {
        case Source::explicit_grant:
            return !row.revoked && (!row.ends_at || *row.ends_at > now);
        case Source::referral:
            return link.role.has(ClinicianPermission::access_referred_studies);
        case Source::history: {
            auto begin = history_begins(link, now);
            return link.role.has(ClinicianPermission::access_referred_patients_history) && study.study_at >= begin &&
                   row.last_referral_at && *row.last_referral_at >= begin;
        }
        case Source::all:
        case Source::staff:
            return false;  // never rows
    }
    return false;
}

}  // namespace

std::string_view key_of(Source source) { return key_in(source_keys, source); }
std::optional<Source> source_from_key(std::string_view key) { return value_in(source_keys, key); }
std::string_view key_of(LinkState state) { return key_in(link_state_keys, state); }
std::optional<LinkState> link_state_from_key(std::string_view key) { return value_in(link_state_keys, key); }

StudyRights Decision::rights() const {
    StudyRights all;
    for (const auto& reason : reasons) all = all | reason.rights;
    return all;
}

StudyRights rights_of_role(ClinicianPermissions role) {
    constexpr std::array table{std::pair{ClinicianPermission::view_images, StudyRight::view_images},
                               std::pair{ClinicianPermission::view_reports, StudyRight::view_report},
                               std::pair{ClinicianPermission::write_reports, StudyRight::write_report},
                               std::pair{ClinicianPermission::download_images, StudyRight::download},
                               std::pair{ClinicianPermission::share_studies, StudyRight::share}};
    StudyRights rights;
    for (const auto& [permission, right] : table)
        if (role.has(permission)) rights.add(right);
    return rights;
}

Decision decide_clinician(const StudyFacts& study, const LinkFacts& link, const std::vector<RowFacts>& rows,
                          Timestamp now) {
    Decision decision;
    if (!study.visible || study.rejected || !link_opens(link) || link.tenant != study.tenant) return decision;
    auto rights = rights_of_role(link.role);
    if (link.role.has(ClinicianPermission::access_all_studies))
        decision.reasons.push_back({.source = Source::all,
                                    .source_id = {},
                                    .since = {},
                                    .until = {},
                                    .granted_by = {},
                                    .note = {},
                                    .rights = rights});
    for (const auto& row : rows)
        if (row_holds(study, link, row, now))
            decision.reasons.push_back({.source = row.source,
                                        .source_id = row.source_id,
                                        .since = row.since,
                                        .until = row.ends_at,
                                        .granted_by = row.granted_by,
                                        .note = row.note,
                                        .rights = rights});
    std::stable_sort(decision.reasons.begin(), decision.reasons.end(),
                     [](const Reason& a, const Reason& b) { return a.source < b.source; });
    return decision;
}

Decision decide_staff(const StudyFacts& study, TenantPermissions permissions) {
    Decision decision;
    bool validates = permissions.has(Permission::validate_studies);
    bool views = permissions.has(Permission::view_studies);
    if (study.rejected ? !validates : !(views || validates)) return decision;
    StudyRights rights{StudyRight::view_images};
    if (views) rights.add(StudyRight::download);
    if (permissions.has(Permission::share_studies)) rights.add(StudyRight::share);
    if (permissions.has(Permission::view_reports)) rights.add(StudyRight::view_report);
    if (permissions.has(Permission::write_reports)) rights.add(StudyRight::write_report);
    decision.reasons.push_back({.source = Source::staff,
                                .source_id = {},
                                .since = {},
                                .until = {},
                                .granted_by = {},
                                .note = {},
                                .rights = rights});
    return decision;
}

ReadPlan plan_reads(const std::vector<LinkFacts>& links, Timestamp now) {
    ReadPlan plan;
    for (const auto& link : links) {
        if (!link_opens(link)) continue;
        if (link.role.has(ClinicianPermission::access_all_studies)) plan.all.push_back(link.tenant);
        plan.explicit_grants.push_back(link.tenant);
        if (link.role.has(ClinicianPermission::access_referred_studies)) plan.referrals.push_back(link.tenant);
        if (link.role.has(ClinicianPermission::access_referred_patients_history))
            plan.history.push_back({link.tenant, history_begins(link, now)});
    }
    return plan;
}

}  // namespace portico::access
