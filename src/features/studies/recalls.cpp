#include "features/studies/api/recalls.h"

#include <algorithm>
#include <array>

#include "features/access/access.h"
#include "features/audit/audit.h"
#include "features/studies/api/keeping.h"
#include "features/studies/keeping_store.h"
#include "features/studies/recall_store.h"
#include "features/studies/recalling.h"
#include "features/studies/receive_store.h"
#include "features/studies/release_store.h"
#include "platform/db/database.h"

namespace portico::studies {
namespace {

struct ReasonName {
    RecallReason reason;
    std::string_view key, title;
};
constexpr std::array names{ReasonName{RecallReason::quality, "quality", "113001"},
                           ReasonName{RecallReason::patient_safety, "patient_safety", "113037"},
                           ReasonName{RecallReason::worklist_entry, "worklist_entry", "113038"},
                           ReasonName{RecallReason::retention, "retention", "113039"},
                           ReasonName{RecallReason::replaced, "replaced", ""},
                           ReasonName{RecallReason::other, "other", ""}};

constexpr std::int64_t most_notices = 100;

// The instances of a part; every series and instance that is named must have some.
Result<std::vector<std::string>> part_of(db::Session& session, const TenantScope& scope, const StudyId& study,
                                         const RecallRequest& request) {
    auto series = store::live_of_series(session, scope, study, request.series_uids);
    auto uids = store::live_among(session, scope, study, request.sop_instance_uids);
    if (uids.size() != request.sop_instance_uids.size()) return fail(errors::nothing_to_recall);
    for (const auto& one : request.series_uids)
        if (store::live_of_series(session, scope, study, {one}).empty()) return fail(errors::nothing_to_recall);
    uids.insert(uids.end(), series.begin(), series.end());
    std::ranges::sort(uids);
    uids.erase(std::unique(uids.begin(), uids.end()), uids.end());
    return uids;
}

}  // namespace

std::string_view key_of(RecallReason reason) { return std::ranges::find(names, reason, &ReasonName::reason)->key; }

std::optional<RecallReason> recall_reason(std::string_view key) {
    auto found = std::ranges::find(names, key, &ReasonName::key);
    return found == names.end() ? std::nullopt : std::optional(found->reason);
}

std::optional<RecallReason> reason_of_title(std::string_view code) {
    auto found = std::ranges::find(names, code, &ReasonName::title);
    return code.empty() || found == names.end() ? std::nullopt : std::optional(found->reason);
}

Result<Recall> Recalls::recall(const May& may, const StudyId& study, const RecallRequest& request) {
    return units_.retrying([&](db::UnitOfWork& work) -> Result<Recall> {
        auto& session = work.session();
        auto kept = store::lock_kept(session, may.scope(), study);
        if (!kept) return fail(portico::errors::not_found);
        if (kept->recalled) return fail(errors::nothing_to_recall);
        if (kept->state == "rejected") return fail(errors::study_deleted_already);
        RecallOrder order{.reason = request.reason, .note = request.note};
        order.whole = request.series_uids.empty() && request.sop_instance_uids.empty();
        if (!order.whole) {
            PORTICO_TRY(auto uids, part_of(session, may.scope(), study, request));
            order.sop_instance_uids = std::move(uids);
        }
        order.caller = may.caller();
        order.by = may.caller().name;
        const auto id = withdraw(work, access_, may.scope(), study, order, clock_);
        auto made = store::find_recall(session, may.scope(), id).value();
        work.commit_technical();
        return made;
    });
}

Result<void> Recalls::undo(const May& may, const StudyId& study, const RecallId& id, const std::string& reason) {
    return units_.retrying([&](db::UnitOfWork& work) -> Result<void> {
        auto& session = work.session();
        const auto& scope = may.scope();
        if (!store::lock_kept(session, scope, study)) return fail(portico::errors::not_found);
        auto recall = store::find_recall(session, scope, id);
        if (!recall || recall->study != study) return fail(portico::errors::not_found);
        if (recall->ended_at) return fail(errors::recall_over);
        store::end_recall(session, scope, id, "undone", may.caller().name, reason, clock_.now());
        if (recall->whole) {
            store::take_back(session, scope, study);
        } else {
            store::show_recalled(session, scope, id, study);
            for (const auto& series : store::series_of_recalled(session, scope, id))
                store::recount_series(session, scope, series);
            store::recount_study(session, scope, study);
            store::receive_again(session, scope, study);
        }
        AuditEvent event;
        event.code = "study.recall_undone";
        event.caller = may.caller();
        event.tenant = may.tenant();
        event.study = study.text();
        event.object = id.text();
        event.reason = reason;
        work.emit({"studies.changed", may.tenant(), "{}"});
        work.emit({"recalls.changed", may.tenant(), "{}"});
        work.commit(std::move(event));
        return {};
    });
}

Result<std::vector<Recall>> Recalls::of_study(const May& may, const StudyId& study) const {
    auto session = units_.database().read();
    if (!session.first_value<StudyId>("SELECT id FROM study WHERE tenant_id = ? AND id = ?", may.tenant(), study))
        return fail(portico::errors::not_found);
    return store::recalls_of(session, may.scope(), study);
}

Result<std::vector<RecallPerson>> Recalls::persons(const May& may, const StudyId& study, const RecallId& id) const {
    auto session = units_.database().read();
    auto recall = store::find_recall(session, may.scope(), id);
    if (!recall || recall->study != study) return fail(portico::errors::not_found);
    return store::persons_of(session, may.scope(), id);
}

std::vector<Recall> Recalls::list(const May& may, const std::optional<std::pair<Timestamp, RecallId>>& after,
                                  std::int64_t limit) const {
    auto session = units_.database().read();
    return store::recalls(session, may.scope(), after, limit);
}

std::vector<RecallNotice> Recalls::notices(const Caller& caller) const {
    if (caller.kind != CallerKind::user) return {};
    auto session = units_.database().read();
    return store::notices_of(session, caller.user, most_notices);
}

}  // namespace portico::studies
