// The job that fetches one study.
#include "features/nodes/api/pulls.h"
#include "features/nodes/node_jobs.h"
#include "features/nodes/pull_store.h"
#include "features/nodes/pulled_objects.h"
#include "features/nodes/remote.h"
#include "features/nodes/source_store.h"
#include "features/studies/api/column_text.h"
#include "platform/db/database.h"
#include "platform/dicom/person_name.h"
#include "platform/jobs/workers.h"

namespace portico::nodes {
namespace {

constexpr std::int64_t note_milliseconds = 1000;  // progress in the database is that coarse
constexpr int silence_of_retrieval = 600;         // some nodes say nothing until all is sent
constexpr int most_refusals = 3;

// The other archive as a sender: its objects are treated as if it had sent them by itself.
studies::Sender sender_of(const Source& source, const TenantId& tenant) {
    studies::Sender sender;
    sender.name = source.name;
    sender.caller.kind = CallerKind::dicom_node;
    sender.caller.tenant = tenant;
    sender.caller.name = source.name;
    sender.caller.device = source.name;
    if (const auto* node = std::get_if<AeTitle>(&source.peer)) {
        sender.caller.address = node->host.value_or("");
        sender.announced = true;
    } else {
        sender.caller.address = std::get<DicomwebPeer>(source.peer).server.base.host;
    }
    return sender;
}

// One run of the job: one try to fetch all of it.
class Run {
public:
    Run(db::UnitsOfWork& units, const Clock& clock, TenantId tenant, Pull given)
        : pull(std::move(given)), units_(units), clock_(clock), tenant_(std::move(tenant)) {
        pull.state = PullState::pulling;
        pull.problem.clear();
        pull.received = pull.failed = 0;
    }

    Result<void> perform(const Source& source, const Calling& calling, studies::Receiver& receiver,
                         std::function<bool()> goes_on) {
        if (!note(true)) return {};
        auto remote = make_remote(source, calling);
        Patience patience;
        patience.goes_on = std::move(goes_on);
        PORTICO_CHECK(look(*remote, patience));
        patience.silence_seconds = silence_of_retrieval;
        PulledObjects objects(receiver, sender_of(source, tenant_), pull.study_uid);
        auto fetched = remote->fetch(pull.study_uid, objects, patience, [this](const PullCounts& now) {
            count(now);
            note(false);
        });
        if (!objects.problem().empty()) pull.problem = objects.problem();
        if (!fetched) {
            pull.received = std::max(pull.received, objects.received());
            pull.failed = std::max(pull.failed, objects.failed());
            return fail(fetched.error());
        }
        count(*fetched);
        if (pull.received + pull.failed == 0) return fail(errors::study_not_at_source, "nothing came");
        if (pull.failed > 0 && pull.problem.empty()) pull.problem = errors::source_broken.code;
        pull.state = pull.failed == 0 ? PullState::done : PullState::incomplete;
        return {};
    }

    // False when it was cancelled.
    bool note(bool at_once) {
        const auto now = clock_.now();
        if (!at_once && now.milliseconds - noted_at_.milliseconds < note_milliseconds) return true;
        noted_at_ = pull.changed_at = now;
        auto unit = units_.begin();
        const bool wanted = store::note_pull(unit.session(), tenant_, pull);
        unit.commit_technical();
        return wanted;
    }

    Pull pull;

private:
    // What the source says of the study: how much it is, and whose.
    Result<void> look(Remote& remote, const Patience& patience) {
        RemoteQuery query;
        query.study_uid = pull.study_uid;
        PORTICO_TRY(const auto found, remote.search(query, 1, patience));
        if (found.items.empty()) return fail(errors::study_not_at_source);
        const auto& study = found.items.front();
        pull.patient_name = dicom::display_name(study.patient_name);
        pull.study_description = study.description;
        pull.total = study.instances;
        note(true);
        return {};
    }

    void count(const PullCounts& counts) {
        pull.received = counts.received;
        pull.failed = counts.failed;
        pull.total = std::max({pull.total, counts.total, counts.received + counts.failed});
    }

    db::UnitsOfWork& units_;
    const Clock& clock_;
    TenantId tenant_;
    Timestamp noted_at_{};
};

bool may_help_to_try_again(const Error& error, const jobs::RunningJob& job) {
    if (job.last_attempt()) return false;
    const bool refused = error.is(errors::source_refused) || error.is(errors::source_unauthorized) ||
                         error.is(errors::source_knows_no_destination) || error.is(errors::source_not_secure);
    if (refused) return job.attempt() < most_refusals;
    return !error.is(errors::source_gone) && !error.is(errors::source_address_refused) &&
           !error.is(errors::study_not_at_source);
}

AuditEvent pulled(const TenantId& tenant, const Pull& pull) {
    Caller caller;
    caller.kind = CallerKind::system;
    caller.tenant = tenant;
    caller.name = pull.requested_by;
    auto event = pull_requested(caller, tenant, pull);
    event.code = "study.pulled";
    event.outcome = pull.state == PullState::done ? Outcome::success : Outcome::failure;
    event.details.emplace_back("received", std::to_string(pull.received));
    event.details.emplace_back("failed", std::to_string(pull.failed));
    event.details.emplace_back("total", std::to_string(pull.total));
    if (!pull.problem.empty()) event.details.emplace_back("problem", pull.problem);
    return event;
}

}  // namespace

void Pulls::serve(jobs::Workers& workers) {
    workers.handle("nodes.pull", [this](jobs::RunningJob& job) {
        const auto order = read_node_job(job);
        const auto& tenant = order.first;
        const auto pull_id = PullId::trusted(order.second);
        const auto load = [&] {
            auto session = units_.database().read();
            return store::find_pull(session, tenant, pull_id);
        };
        const auto is_wanted = [](const std::optional<Pull>& pull) {
            return pull && (pull->state == PullState::waiting || pull->state == PullState::pulling);
        };
        auto pull = load();
        if (!is_wanted(pull)) return;
        const auto find_source = [&] {
            auto session = units_.database().read();
            return store::find_source(session, tenant, pull->source_id, keys_, calling_);
        };
        const auto source = find_source();
        Run run(units_, clock_, tenant, *pull);
        const auto goes_on = [&] { return !job.stopping() && is_wanted(load()) && find_source().has_value(); };
        auto done = source ? run.perform(*source, calling_, receiver_, goes_on) : Result<void>(fail(source.error()));
        if (!is_wanted(load())) return;
        if (!done && source && !find_source()) done = fail(errors::source_gone);
        auto& outcome = run.pull;
        const bool again = !done && (job.stopping() || may_help_to_try_again(done.error(), job));
        if (!done) {
            outcome.problem = done.error().kind().code;
            outcome.state = again ? PullState::waiting : PullState::failed;
        }
        outcome.changed_at = clock_.now();
        auto unit = units_.begin();
        const bool wanted = store::note_pull(unit.session(), tenant, outcome);
        if (wanted && !again) {
            if (const auto now = store::find_pull(unit.session(), tenant, pull_id)) outcome.study = now->study;
            unit.audit(pulled(tenant, outcome));
        }
        if (!again) job.complete_in(unit);
        unit.commit_technical();
        if (again) throw std::runtime_error(outcome.problem + ": " + done.error().detail());
    });
}

}  // namespace portico::nodes
