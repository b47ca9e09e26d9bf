// Studies that are fetched from other archives by schedule (STU-4).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/authorized.h"
#include "core/clock.h"
#include "core/result.h"
#include "features/nodes/api/pulls.h"
#include "features/nodes/api/sources.h"
#include "platform/db/unit_of_work.h"
#include "platform/jobs/queue.h"

namespace portico::nodes {

using PullRuleId = Id<struct PullRuleTag>;

struct NewPullRule {
    std::string name;
    SourceId source;
    std::string modality, patient_id;  // empty: any
    std::int64_t last_days = 7;        // by study date, from so many days ago
    std::int64_t every_minutes = 60;
    bool enabled = true;
};

struct PullRule : NewPullRule {
    PullRuleId id;
    std::string source_name;  // empty: it is no source any more
    std::int64_t version = 1;
    std::optional<Timestamp> last_run_at;
    std::int64_t last_found = 0, last_pulled = 0;
    std::string last_problem;  // code of an error; empty without one
    Timestamp next_run_at;
};

// Thread-safe; owns no data. A run asks for what we do not hold, or of which the source has more than we. What was
// fetched before as far as it goes (refused objects, studies that staff cancelled or deleted) is not asked for again
// until the source has another number of objects of it. Audit: pull_rule.*, study.remote_searched for each run,
// study.pull_requested.
class PullRules {
public:
    using May = Authorized<Permission::manage_integrations>;

    PullRules(db::UnitsOfWork& units, const crypto::KeyRing& keys, const jobs::Queue& queue, const Clock& clock,
              Calling calling)
        : units_(units), keys_(keys), queue_(queue), clock_(clock), calling_(std::move(calling)) {}

    std::vector<PullRule> list(const May&) const;
    Result<PullRule> find(const May&, const PullRuleId&) const;  // not_found
    Result<PullRule> add(const May&, const NewPullRule&);        // invalid_input
    // Errors: not_found, conflict (another version), invalid_input.
    Result<PullRule> change(const May&, const PullRuleId&, std::int64_t version, const NewPullRule&);
    Result<void> remove(const May&, const PullRuleId&);       // not_found
    Result<PullRule> run_now(const May&, const PullRuleId&);  // not_found; also of a rule that is turned off

    // The job "nodes.run_pull_rule" of the queue node_jobs_queue, and the schedule that makes these jobs.
    void serve(jobs::Workers& workers);
    // The rules that are due get their jobs, and their next time.
    void enqueue_due();
    // One run, by the job of that id: nothing while another job's run goes on.
    void run(const TenantId& tenant, const PullRuleId& id, const std::string& job);

private:
    db::UnitsOfWork& units_;
    const crypto::KeyRing& keys_;
    const jobs::Queue& queue_;
    const Clock& clock_;
    Calling calling_;
};

// /api/v1/tenant/pull-rules
void add_pull_rule_routes(api::Api&, PullRules&);

}  // namespace portico::nodes
