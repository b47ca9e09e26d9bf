#include "features/nodes/api/study_sendings.h"

#include "features/nodes/data_set_source.h"
#include "features/nodes/node_jobs.h"
#include "features/nodes/node_store.h"
#include "features/nodes/sending_store.h"
#include "features/studies/api/leaving.h"
#include "platform/crypto/random.h"
#include "platform/db/database.h"
#include "platform/dimse/store_sender.h"
#include "platform/jobs/workers.h"

namespace portico::nodes {
namespace {

constexpr std::string_view job_kind = "studies.send";
constexpr std::int64_t note_milliseconds = 1000;  // progress in the database is that coarse

bool is_callable(const AeTitle& node) { return *node.enabled && node.host && node.port; }

AuditEvent event_of(std::string code, const Caller& caller, const TenantId& tenant, const StudyAccess& access,
                    const AeTitle& node) {
    AuditEvent event;
    event.code = std::move(code);
    event.caller = caller;
    event.tenant = tenant;
    event.study = access.study().text();
    event.object = node.id.text();
    event.details = {{"to", node.calling},
                     {"address", node.host.value_or("") + ":" + std::to_string(node.port.value_or(0))}};
    return event;
}

// One run of the job: one try to send everything.
class Run {
public:
    Run(db::UnitsOfWork& units, const access::AccessService& access, const studies::Archive& archive,
        const Clock& clock, TenantId tenant, store::SendingOrder order)
        : units_(units),
          access_(access),
          archive_(archive),
          clock_(clock),
          tenant_(std::move(tenant)),
          order_(std::move(order)) {
        caller_.kind = CallerKind::system;
        caller_.tenant = tenant_;
        caller_.permissions = {Permission::view_studies};
        caller_.name = order_.requested_by;
    }

    // Errors mean that trying again may help, but for those of rights.
    Result<void> perform(const dimse::CallOptions& options) {
        PORTICO_CHECK(prepare());
        PORTICO_TRY(auto sender, dimse::StoreSender::connect(peer_of(*node_), headers_, options));
        tell();
        for (std::size_t n = 0; n < headers_.size(); ++n) PORTICO_CHECK(send_one(*sender, n));
        sender->release();
        progress.state = progress.failed == 0 ? SendingState::done : SendingState::incomplete;
        return {};
    }

    // Of the node, while something is under way.
    bool still_wanted() {
        auto session = units_.database().read();
        const auto node = store::find_node(session, tenant_, order_.node);
        return node && is_callable(*node);
    }

    store::SendingProgress progress;

private:
    Result<void> prepare() {
        auto session = units_.database().read();
        node_ = store::find_node(session, tenant_, order_.node);
        if (!node_ || !is_callable(*node_)) return fail(errors::node_not_callable);
        PORTICO_TRY(auto access, studies::open_released(session, access_, caller_, order_.study));
        patient_ = studies::patient_of(session, access);
        for (const auto& series : archive_.series(session, access))
            for (auto& instance : archive_.instances(session, access, series.id)) {
                series_.push_back(series.series_instance_uid);
                headers_.push_back(header_of(std::move(instance)));
            }
        if (headers_.empty()) return fail(portico::errors::not_found, "nothing to send");
        access_proof_ = std::move(access);
        progress.total = std::ssize(headers_);
        return {};
    }

    // What is damaged here or refused there is counted, and the others go on.
    Result<void> send_one(dimse::StoreSender& sender, std::size_t index) {
        const auto syntax = sender.syntax_for(headers_[index]);
        if (!syntax) {
            note_failure("transfer_syntax_not_accepted");
            return {};
        }
        auto opened = open(index, *syntax);
        if (!opened && opened.error().is(studies::errors::content_damaged)) {
            note_failure(studies::errors::content_damaged.code);
            return {};
        }
        PORTICO_TRY(auto source, std::move(opened));
        PORTICO_TRY(const auto status, sender.send(headers_[index], *source, {}));
        if (dimse::result_of_status(status) == dimse::StoreResult::failed)
            note_failure(fmt::format("status_{:04x}", status));
        else
            ++progress.sent;
        note();
        return {};
    }

    void note_failure(std::string_view problem) {
        ++progress.failed;
        progress.problem = problem;
    }

    // The right is looked at again before each object.
    Result<std::unique_ptr<dimse::ObjectSource>> open(std::size_t index, const std::string& transfer_syntax) {
        std::optional<studies::InstanceRecord> instance;
        {
            auto session = units_.database().read();
            PORTICO_CHECK(studies::open_released(session, access_, caller_, order_.study));
            instance = archive_.find_instance(session, *access_proof_, series_[index], headers_[index].sop_instance);
        }
        if (!instance || instance->transfer_syntax_uid != headers_[index].transfer_syntax)
            return fail(portico::errors::conflict, "the study has changed meanwhile");
        PORTICO_TRY(auto content, archive_.data_set(*access_proof_, *instance, transfer_syntax));
        return data_set_source(std::move(content));
    }

    void tell() {
        auto event = event_of("study.sent", caller_, tenant_, *access_proof_, *node_);
        event.patient = patient_;
        event.details.emplace_back("objects", std::to_string(headers_.size()));
        event.details.emplace_back("operation", "C-STORE");
        auto unit = units_.begin();
        store::note_progress(unit.session(), tenant_, order_.id, progress, clock_.now());
        unit.commit(std::move(event));
        noted_at_ = clock_.now();
    }

    void note() {
        const auto now = clock_.now();
        if (now.milliseconds - noted_at_.milliseconds < note_milliseconds) return;
        noted_at_ = now;
        auto unit = units_.begin();
        store::note_progress(unit.session(), tenant_, order_.id, progress, now);
        unit.commit_technical();
    }

    db::UnitsOfWork& units_;
    const access::AccessService& access_;
    const studies::Archive& archive_;
    const Clock& clock_;
    TenantId tenant_;
    store::SendingOrder order_;
    Caller caller_;
    std::optional<AeTitle> node_;
    std::optional<StudyAccess> access_proof_;
    std::string patient_;
    std::vector<std::string> series_;  // of each object
    std::vector<dimse::OutgoingHeader> headers_;
    Timestamp noted_at_{};
};

bool may_help_to_try_again(const Error& error) {
    return !error.is(errors::node_not_callable) && !error.is(portico::errors::not_found) &&
           !error.is(portico::errors::forbidden);
}

}  // namespace

std::vector<SendingTarget> StudySendings::targets(const May& may) const {
    auto session = units_.database().read();
    std::vector<SendingTarget> targets;
    for (const auto& node : store::nodes_of(session, may.tenant()))
        if (is_callable(node)) targets.push_back({node.id, node.calling, node.description});
    return targets;
}

Result<Sending> StudySendings::request(const May& may, const StudyId& study, const AeTitleId& node_id) {
    auto unit = units_.begin();
    auto& session = unit.session();
    PORTICO_TRY(const auto access, studies::open_released(session, access_, may.caller(), study));
    if (access.scope().tenant() != may.tenant()) return fail(portico::errors::not_found);
    const auto node = store::find_node(session, may.tenant(), node_id);
    if (!node) return fail(portico::errors::not_found);
    if (!is_callable(*node)) return fail(errors::node_not_callable);
    Sending sending;
    sending.id = crypto::new_id<SendingId>(clock_);
    sending.node_name = node->calling;
    sending.requested_by = may.caller().name;
    sending.created_at = sending.changed_at = clock_.now();
    store::add_sending(session, may.tenant(), sending, study, node_id);
    jobs::Job job;
    job.kind = job_kind;
    job.queue = node_jobs_queue;
    job.payload = node_job_payload(may.tenant(), sending.id.text());
    queue_.enqueue(session, job);
    auto event = event_of("study.send_requested", may.caller(), may.tenant(), access, *node);
    event.patient = studies::patient_of(session, access);
    unit.commit(std::move(event));
    return sending;
}

Result<std::vector<Sending>> StudySendings::list(const May& may, const StudyId& study) const {
    auto session = units_.database().read();
    PORTICO_TRY(const auto access, access_.study(session, may.caller(), study));
    if (access.scope().tenant() != may.tenant()) return fail(portico::errors::not_found);
    return store::sendings_of(session, may.tenant(), study);
}

void StudySendings::serve(jobs::Workers& workers, std::shared_ptr<const dimse::TlsContext> outgoing_tls) {
    workers.handle(std::string(job_kind), [this, outgoing_tls](jobs::RunningJob& job) {
        const auto [tenant, id] = read_node_job(job);
        std::optional<store::SendingOrder> order;
        {
            auto session = units_.database().read();
            order = store::find_sending(session, tenant, SendingId::trusted(id));
        }
        if (!order || order->state == SendingState::done) return;
        Run run(units_, access_, archive_, clock_, tenant, *order);
        dimse::CallOptions options;
        options.tls = outgoing_tls;
        options.goes_on = [&] { return !job.stopping() && run.still_wanted(); };
        const auto done = run.perform(options);
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
