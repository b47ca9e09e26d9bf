#include "features/nodes/api/study_sendings.h"

#include "features/nodes/node_jobs.h"
#include "features/nodes/node_store.h"
#include "features/nodes/sending_run.h"
#include "features/studies/api/column_text.h"
#include "features/studies/api/leaving.h"
#include "platform/crypto/random.h"
#include "platform/db/database.h"
#include "platform/jobs/workers.h"

namespace portico::nodes {
namespace {

constexpr std::string_view job_kind = "studies.send";
constexpr std::size_t longest_patient_id = 64;

bool is_patient_id(const std::string& text) {
    return studies::column_text(text, longest_patient_id) == text && text.find('\\') == std::string::npos;
}

bool may_help_to_try_again(const Error& error) {
    return !error.is(errors::node_not_callable) && !error.is(portico::errors::not_found) &&
           !error.is(portico::errors::forbidden) && !error.is(errors::source_address_refused) &&
           !error.is(errors::source_unauthorized) && !error.is(outgoing::errors::host_not_allowed);
}

}  // namespace

std::vector<SendingTarget> StudySendings::targets(const May& may) const {
    auto session = units_.database().read();
    std::vector<SendingTarget> targets;
    for (const auto& node : store::nodes_of(session, may.tenant()))
        if (*node.enabled && node.host && node.port)
            targets.push_back({TargetId::trusted(node.id.text()), TargetKind::dicom, node.calling, node.description});
    for (const auto& server : store::servers_of(session, may.tenant()))
        if (server.enabled && server.may_send)
            targets.push_back({TargetId::trusted(server.id.text()), TargetKind::dicomweb, server.name, server.url});
    return targets;
}

Result<Sending> StudySendings::request(const May& may, const StudyId& study, const TargetId& target_id,
                                       const std::string& patient_id) {
    if (!is_patient_id(patient_id))
        return fail(Error(portico::errors::invalid_input)
                        .at("patientId", "not_plain_text", "This has characters that a patient ID cannot have."));
    auto unit = units_.begin();
    auto& session = unit.session();
    PORTICO_TRY(const auto access, studies::open_released(session, access_, may.caller(), study));
    if (access.scope().tenant() != may.tenant()) return fail(portico::errors::not_found);
    PORTICO_TRY(const auto target, find_target(session, may.tenant(), target_id, keys_, calling_));
    Sending sending;
    sending.id = crypto::new_id<SendingId>(clock_);
    sending.kind = std::holds_alternative<AeTitle>(target.peer) ? TargetKind::dicom : TargetKind::dicomweb;
    sending.node_name = target.name;
    sending.requested_by = may.caller().name;
    sending.patient_id = patient_id;
    sending.created_at = sending.changed_at = clock_.now();
    store::add_sending(session, may.tenant(), sending, study, target_id);
    jobs::Job job;
    job.kind = job_kind;
    job.queue = node_jobs_queue;
    job.payload = node_job_payload(may.tenant(), sending.id.text());
    queue_.enqueue(session, job);
    auto event = sending_event("study.send_requested", may.caller(), may.tenant(), access, target_id, target);
    event.patient = studies::patient_of(session, access);
    if (!patient_id.empty()) event.details.emplace_back("patientId", patient_id);
    unit.commit(std::move(event));
    return sending;
}

Result<std::vector<Sending>> StudySendings::list(const May& may, const StudyId& study) const {
    auto session = units_.database().read();
    PORTICO_TRY(const auto access, access_.study(session, may.caller(), study));
    if (access.scope().tenant() != may.tenant()) return fail(portico::errors::not_found);
    return store::sendings_of(session, may.tenant(), study);
}

void StudySendings::serve(jobs::Workers& workers) {
    workers.handle(std::string(job_kind), [this](jobs::RunningJob& job) {
        const auto [tenant, id] = read_node_job(job);
        std::optional<store::SendingOrder> order;
        {
            auto session = units_.database().read();
            order = store::find_sending(session, tenant, SendingId::trusted(id));
        }
        if (!order || order->state == SendingState::done) return;
        SendingRun run({units_, access_, archive_, blobs_, keys_, clock_, calling_}, tenant, *order);
        const auto done = run.perform([&] { return !job.stopping() && run.still_wanted(); });
        auto& progress = run.progress;
        const bool again = !done && may_help_to_try_again(done.error()) && !job.last_attempt();
        if (!done) {
            progress.problem = done.error().kind().code;
            progress.state = again ? SendingState::waiting : SendingState::failed;
        }
        auto unit = units_.begin();
        store::note_progress(unit.session(), tenant, order->id, progress, clock_.now());
        if (!again) job.complete_in(unit);
        unit.commit_technical();
        if (again) throw std::runtime_error(progress.problem + ": " + done.error().detail());
    });
}

}  // namespace portico::nodes
