#include "features/nodes/api/pull_rules.h"

#include <array>
#include <ctime>

#include "features/access/access.h"
#include "features/nodes/node_jobs.h"
#include "features/nodes/pull_store.h"
#include "features/nodes/remote.h"
#include "features/nodes/rule_store.h"
#include "features/nodes/source_store.h"
#include "features/studies/api/column_text.h"
#include "features/studies/api/holdings.h"
#include "platform/crypto/random.h"
#include "platform/db/database.h"
#include "platform/dicom/person_name.h"
#include "platform/jobs/workers.h"

namespace portico::nodes {
namespace {

constexpr std::string_view job_kind = "nodes.run_pull_rule";
constexpr int look_every_seconds = 15;
constexpr std::int64_t longest_run_seconds = 900;
constexpr std::size_t most_found = 1000;
constexpr std::int64_t failed_again_after_seconds = 86'400;

AuditEvent audit_of(const PullRules::May& may, std::string code, const PullRule& rule) {
    AuditEvent event;
    event.code = std::move(code);
    event.caller = may.caller();
    event.tenant = may.tenant();
    event.object = rule.id.text();
    event.details = {{"name", rule.name},
                     {"source", rule.source_name},
                     {"modality", rule.modality},
                     {"days", std::to_string(rule.last_days)},
                     {"minutes", std::to_string(rule.every_minutes)},
                     {"enabled", rule.enabled ? "yes" : "no"}};
    return event;
}

void enqueue(const jobs::Queue& queue, db::Session& session, const TenantId& tenant, const PullRuleId& id) {
    jobs::Job job;
    job.kind = job_kind;
    job.queue = node_jobs_queue;
    job.payload = node_job_payload(tenant, id.text());
    job.dedupe_key = id.text();
    queue.enqueue(session, job);
}

// YYYYMMDD of so many days before, in UTC.
std::string days_before(Timestamp now, std::int64_t days) {
    const auto seconds = static_cast<std::time_t>(now.milliseconds / 1000 - days * 86'400);
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    return fmt::format("{:04}{:02}{:02}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday);
}

bool is_plain(std::string_view text) { return text.find_first_of("*?\\") == std::string_view::npos; }

// Whether asking for it again would bring anything.
bool is_exhausted(const Pull& last, const RemoteStudy& study, Timestamp now) {
    if (study.instances != 0 && last.total != study.instances) return false;
    return last.state != PullState::failed ||
           now.milliseconds - last.changed_at.milliseconds < failed_again_after_seconds * 1000;
}

Caller caller_of(const TenantId& tenant, const PullRule& rule) {
    Caller caller;
    caller.kind = CallerKind::system;
    caller.tenant = tenant;
    caller.name = rule.name;
    return caller;
}

Result<PullRule> checked(db::Session& session, const TenantId& tenant, const NewPullRule& in) {
    Error wrong(portico::errors::invalid_input);
    PullRule rule;
    static_cast<NewPullRule&>(rule) = in;
    rule.name = studies::column_text(in.name, 100);
    rule.modality = studies::column_text(in.modality, 16);
    rule.patient_id = studies::column_text(in.patient_id, 64);
    if (rule.name.empty()) wrong.at("name", "required", "This is needed.");
    if (!is_plain(rule.modality)) wrong.at("modality", "not_plain_text", "Wildcards are not taken here.");
    const auto sources = store::sources_of(session, tenant);
    const auto source = std::ranges::find(sources, in.source, &PullSource::id);
    if (source == sources.end())
        wrong.at("sourceId", "not_a_source", "Studies are not fetched from there.");
    else
        rule.source_name = source->name;
    if (!wrong.fields().empty()) return fail(std::move(wrong));
    return rule;
}

}  // namespace

std::vector<PullRule> PullRules::list(const May& may) const {
    auto session = units_.database().read();
    return store::rules_of(session, may.tenant());
}

Result<PullRule> PullRules::find(const May& may, const PullRuleId& id) const {
    auto session = units_.database().read();
    auto rule = store::find_rule(session, may.tenant(), id);
    if (!rule) return fail(portico::errors::not_found);
    return std::move(*rule);
}

Result<PullRule> PullRules::add(const May& may, const NewPullRule& in) {
    auto unit = units_.begin();
    auto& session = unit.session();
    PORTICO_TRY(auto rule, checked(session, may.tenant(), in));
    rule.id = crypto::new_id<PullRuleId>(clock_);
    rule.next_run_at = clock_.now();
    store::add_rule(session, may.tenant(), rule, clock_.now());
    unit.commit(audit_of(may, "pull_rule.added", rule));
    return rule;
}

Result<PullRule> PullRules::change(const May& may, const PullRuleId& id, std::int64_t version, const NewPullRule& in) {
    auto unit = units_.begin();
    auto& session = unit.session();
    const auto before = store::find_rule(session, may.tenant(), id);
    if (!before) return fail(portico::errors::not_found);
    PORTICO_TRY(auto rule, checked(session, may.tenant(), in));
    rule.id = id;
    // Changed rules take effect with the next look, but not more often than they say.
    const auto soonest = before->last_run_at.value_or(Timestamp{}).plus_seconds(rule.every_minutes * 60);
    rule.next_run_at = std::max(clock_.now(), soonest);
    if (!store::change_rule(session, may.tenant(), rule, version)) return fail(portico::errors::conflict);
    rule = *store::find_rule(session, may.tenant(), id);
    unit.commit(audit_of(may, "pull_rule.changed", rule));
    return rule;
}

Result<void> PullRules::remove(const May& may, const PullRuleId& id) {
    auto unit = units_.begin();
    auto& session = unit.session();
    const auto rule = store::find_rule(session, may.tenant(), id);
    if (!rule) return fail(portico::errors::not_found);
    session.exec("DELETE FROM pull_rule WHERE tenant_id = ? AND id = ?", may.tenant(), id);
    unit.commit(audit_of(may, "pull_rule.removed", *rule));
    return {};
}

Result<PullRule> PullRules::run_now(const May& may, const PullRuleId& id) {
    auto unit = units_.begin();
    auto& session = unit.session();
    auto rule = store::find_rule(session, may.tenant(), id);
    if (!rule) return fail(portico::errors::not_found);
    enqueue(queue_, session, may.tenant(), id);
    unit.commit(audit_of(may, "pull_rule.run", *rule));
    return std::move(*rule);
}

void PullRules::enqueue_due() {
    auto unit = units_.begin();
    auto& session = unit.session();
    for (const auto& rule : store::due_rules(session, clock_.now()))
        if (store::schedule_rule(session, rule, clock_.now())) enqueue(queue_, session, rule.tenant, rule.id);
    unit.commit_technical();
}

void PullRules::run(const TenantId& tenant, const PullRuleId& id, const std::string& job) {
    std::optional<PullRule> rule;
    {
        auto unit = units_.begin();
        const auto now = clock_.now();
        if (!store::begin_run(unit.session(), tenant, id, job, now, now.plus_seconds(longest_run_seconds))) return;
        rule = store::find_rule(unit.session(), tenant, id);
        unit.commit_technical();
    }
    if (!rule) return;
    RemoteQuery query;
    query.modality = rule->modality;
    query.patient_id = rule->patient_id;
    query.date_from = days_before(clock_.now(), rule->last_days);
    const auto source = [&] {
        auto session = units_.database().read();
        return store::find_source(session, tenant, rule->source, keys_, calling_);
    }();
    const auto found = source ? make_remote(*source, calling_)->search(query, most_found, {.silence_seconds = 60})
                              : Result<RemoteStudies>(fail(source.error()));
    const auto caller = caller_of(tenant, *rule);
    AuditEvent searched;
    searched.code = "study.remote_searched";
    searched.caller = caller;
    searched.tenant = tenant;
    searched.object = rule->source.text();
    searched.outcome = found ? Outcome::success : Outcome::failure;
    searched.details = {{"source", rule->source_name}, {"keys", "StudyDate=" + query.date_from + "-"}};

    auto unit = units_.begin();
    auto& session = unit.session();
    store::RunResult result;
    if (!found) result.problem = found.error().kind().code;
    const auto scope = access::SystemScopes::for_worker(tenant);
    const auto now = clock_.now();
    for (const auto& study : found ? found->items : std::vector<RemoteStudy>()) {
        ++result.found;
        const auto held = studies::holdings(session, scope, std::span(&study.study_uid, 1));
        const auto here = held.find(study.study_uid);
        if (here != held.end() && (here->second.rejected || here->second.instances >= study.instances)) continue;
        const auto last = store::find_last_pull(session, tenant, rule->source, study.study_uid);
        if (last && is_exhausted(*last, study, now)) continue;
        Pull pull;
        pull.id = crypto::new_id<PullId>(clock_);
        pull.source_id = rule->source;
        pull.source_name = source->name;
        pull.study_uid = study.study_uid;
        pull.patient_name = dicom::display_name(study.patient_name);
        pull.study_description = study.description;
        pull.total = study.instances;
        pull.requested_by = rule->name;
        pull.reason = PullReason::rule;
        pull.created_at = pull.changed_at = now;
        if (!store::add_pull(session, tenant, pull)) continue;
        enqueue_pull(queue_, session, tenant, pull.id);
        unit.audit(pull_requested(caller, tenant, pull));
        ++result.pulled;
    }
    store::end_run(session, tenant, id, job, now, result);
    searched.details.emplace_back("found", std::to_string(result.found));
    unit.commit(std::move(searched));
}

void PullRules::serve(jobs::Workers& workers) {
    workers.handle(std::string(job_kind), [this](jobs::RunningJob& job) {
        const auto [tenant, id] = read_node_job(job);
        run(tenant, PullRuleId::trusted(id), job.id().text());
    });
    workers.every(
        "nodes.pull_rules", look_every_seconds, [this] { enqueue_due(); },
        [this](db::Session& session) { return !store::due_rules(session, clock_.now()).empty(); });
}

}  // namespace portico::nodes
