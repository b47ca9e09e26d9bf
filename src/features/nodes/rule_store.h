// The rows of pull_rule. SQL only.
#pragma once

#include <optional>
#include <vector>

#include "features/nodes/api/pull_rules.h"
#include "platform/db/session.h"

namespace portico::nodes::store {

std::vector<PullRule> rules_of(db::Session&, const TenantId&);  // by names
std::optional<PullRule> find_rule(db::Session&, const TenantId&, const PullRuleId&);
void add_rule(db::Session&, const TenantId&, const PullRule&, Timestamp now);
bool change_rule(db::Session&, const TenantId&, const PullRule&, std::int64_t version);  // false: another version

struct DueRule {
    TenantId tenant;
    PullRuleId id;
    std::int64_t every_minutes = 0;
};
std::vector<DueRule> due_rules(db::Session&, Timestamp now);
// False when somebody else has done it.
bool schedule_rule(db::Session&, const DueRule&, Timestamp now);

// False while another job's run goes on.
bool begin_run(db::Session&, const TenantId&, const PullRuleId&, const std::string& job, Timestamp now,
               Timestamp until);
struct RunResult {
    std::int64_t found = 0, pulled = 0;
    std::string problem;
};
void end_run(db::Session&, const TenantId&, const PullRuleId&, const std::string& job, Timestamp now, const RunResult&);

}  // namespace portico::nodes::store
