#include "features/studies/recalling.h"

#include "features/access/access.h"
#include "features/studies/recall_store.h"
#include "features/studies/receive_store.h"
#include "features/studies/release_store.h"
#include "features/studies/validation_store.h"
#include "platform/crypto/random.h"

namespace portico::studies {
namespace {

void withdraw_part(db::UnitOfWork& work, const access::AccessService& access, const TenantScope& scope,
                   const StudyId& study, const RecallId& id, const RecallOrder& order, Timestamp now) {
    auto& session = work.session();
    store::add_recalled(session, scope, id, study, order.sop_instance_uids);
    store::hide_recalled(session, scope, id, study, now);
    for (const auto& series : store::series_of_recalled(session, scope, id))
        store::recount_series(session, scope, series);
    store::recount_study(session, scope, study);
    if (!store::find_checked(session, scope, study).value().visible) return;
    if (store::has_live_instances(session, scope, study)) {
        store::collect_series_words(session, scope, study);
        access.study_moved(work, scope, study);  // whoever has it open asks again
    } else {
        store::to_invisible(session, scope, study);
        access.study_withdrawn(work, scope, study);
    }
}

}  // namespace

RecallId withdraw(db::UnitOfWork& work, const access::AccessService& access, const TenantScope& scope,
                  const StudyId& study, const RecallOrder& order, const Clock& clock) {
    auto& session = work.session();
    const auto now = clock.now();
    const auto id = crypto::new_id<RecallId>(clock);
    store::insert_recall(session, scope, id, study, order, now);
    if (order.whole) {
        store::to_rejected(session, scope, study, now);
        access.study_withdrawn(work, scope, study);
    } else {
        withdraw_part(work, access, scope, study, id, order, now);
    }
    AuditEvent event;
    event.code = "study.recalled";
    event.caller = order.caller;
    event.tenant = scope.tenant();
    event.study = study.text();
    if (auto found = store::find_checked(session, scope, study); found && found->patient)
        event.patient = found->patient->text();
    event.object = id.text();
    event.reason = order.note;
    event.details = {{"reason", std::string(key_of(order.reason))},
                     {"instances", order.whole ? "all" : std::to_string(order.sop_instance_uids.size())}};
    if (order.rejection_uid) event.details.emplace_back("rejectionNote", *order.rejection_uid);
    work.audit(std::move(event));
    work.emit({"studies.changed", scope.tenant(), "{}"});
    work.emit({"recalls.changed", scope.tenant(), "{}"});
    return id;
}

}  // namespace portico::studies
