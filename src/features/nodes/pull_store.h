// The rows of pull. SQL only, but for enqueue().
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "features/nodes/api/pulls.h"
#include "platform/db/session.h"

namespace portico::nodes {

// The job "nodes.pull", in the transaction of its cause.
void enqueue_pull(const jobs::Queue&, db::Session&, const TenantId&, const PullId&);

// study.pull_requested
AuditEvent pull_requested(const Caller& caller, const TenantId& tenant, const Pull& pull);

namespace store {

// False when the study is being fetched from that source already.
bool add_pull(db::Session&, const TenantId&, const Pull&);
std::optional<Pull> find_pull(db::Session&, const TenantId&, const PullId&);
std::optional<Pull> find_pull_under_way(db::Session&, const TenantId&, const SourceId&, std::string_view study_uid);
// The newest that has ended.
std::optional<Pull> find_last_pull(db::Session&, const TenantId&, const SourceId&, std::string_view study_uid);
std::vector<Pull> pulls_of(db::Session&, const TenantId&, const std::optional<PullId>& after, std::int64_t limit);
// Counts, state, names and problem. False when it was cancelled meanwhile: then nothing is written.
bool note_pull(db::Session&, const TenantId&, const Pull&);
// From any state; false when the study is being fetched by another pull.
bool restart_pull(db::Session&, const TenantId&, const PullId&, Timestamp);
bool cancel_pull(db::Session&, const TenantId&, const PullId&, Timestamp);  // false: it has ended

}  // namespace store
}  // namespace portico::nodes
