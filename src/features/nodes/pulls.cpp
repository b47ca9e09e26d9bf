#include "features/nodes/api/pulls.h"

#include "features/nodes/pull_store.h"
#include "features/nodes/source_store.h"
#include "platform/crypto/random.h"
#include "platform/db/database.h"
#include "platform/dicom/uid.h"

namespace portico::nodes {
namespace {

AuditEvent event_of(std::string code, const Pulls::May& may, const Pull& pull) {
    auto event = pull_requested(may.caller(), may.tenant(), pull);
    event.code = std::move(code);
    return event;
}

Result<void> check_uids(const std::vector<std::string>& uids) {
    Error wrong(portico::errors::invalid_input);
    for (std::size_t n = 0; n < uids.size(); ++n)
        if (!dicom::is_acceptable_uid(uids[n]))
            wrong.at("studyInstanceUids[" + std::to_string(n) + "]", "not_a_uid", "This is not a DICOM UID.");
    if (!wrong.fields().empty()) return fail(std::move(wrong));
    return {};
}

}  // namespace

Result<std::vector<Pull>> Pulls::request(const May& may, const SourceId& source_id,
                                         const std::vector<std::string>& study_uids, PullReason reason) {
    PORTICO_CHECK(check_uids(study_uids));
    auto unit = units_.begin();
    auto& session = unit.session();
    const auto source = store::find_source(session, may.tenant(), source_id, keys_, calling_);
    if (!source && source.error().is(errors::source_gone)) return fail(portico::errors::not_found);
    if (!source) return fail(source.error());
    std::vector<Pull> pulls;
    std::vector<AuditEvent> events;
    for (const auto& uid : study_uids) {
        Pull pull;
        pull.id = crypto::new_id<PullId>(clock_);
        pull.source_id = source_id;
        pull.source_name = source->name;
        pull.study_uid = uid;
        pull.requested_by = may.caller().name;
        pull.reason = reason;
        pull.created_at = pull.changed_at = clock_.now();
        if (store::add_pull(session, may.tenant(), pull)) {
            enqueue_pull(queue_, session, may.tenant(), pull.id);
            events.push_back(pull_requested(may.caller(), may.tenant(), pull));
        } else if (auto other = store::find_pull_under_way(session, may.tenant(), source_id, uid)) {
            pull = std::move(*other);
        }
        pulls.push_back(std::move(pull));
    }
    if (events.empty())
        unit.commit_technical();
    else
        unit.commit(std::move(events));
    return pulls;
}

std::vector<Pull> Pulls::list(const May& may, const std::optional<PullId>& after, std::int64_t limit) const {
    auto session = units_.database().read();
    return store::pulls_of(session, may.tenant(), after, limit);
}

Result<Pull> Pulls::retry(const May& may, const PullId& id) {
    auto unit = units_.begin();
    auto& session = unit.session();
    if (!store::find_pull(session, may.tenant(), id)) return fail(portico::errors::not_found);
    if (!store::restart_pull(session, may.tenant(), id, clock_.now())) return fail(errors::pull_under_way);
    enqueue_pull(queue_, session, may.tenant(), id);
    auto pull = *store::find_pull(session, may.tenant(), id);
    unit.commit(event_of("study.pull_requested", may, pull));
    return pull;
}

Result<Pull> Pulls::cancel(const May& may, const PullId& id) {
    auto unit = units_.begin();
    auto& session = unit.session();
    if (!store::find_pull(session, may.tenant(), id)) return fail(portico::errors::not_found);
    if (!store::cancel_pull(session, may.tenant(), id, clock_.now())) return fail(errors::pull_settled);
    auto pull = *store::find_pull(session, may.tenant(), id);
    unit.commit(event_of("study.pull_cancelled", may, pull));
    return pull;
}

}  // namespace portico::nodes
