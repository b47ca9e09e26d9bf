// Payloads of the jobs that concern DICOM nodes: a tenant and the id of a row; for this room.
#pragma once

#include <string>
#include <utility>

#include "core/id.h"
#include "features/nodes/api/dicom_nodes.h"
#include "platform/jobs/workers.h"

namespace portico::nodes {

std::string node_job_payload(const TenantId& tenant, const std::string& id);
std::pair<TenantId, std::string> read_node_job(const jobs::RunningJob& job);

}  // namespace portico::nodes
