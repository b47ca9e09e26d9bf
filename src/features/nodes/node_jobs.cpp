#include "features/nodes/node_jobs.h"

#include <boost/json.hpp>

namespace portico::nodes {

std::string node_job_payload(const TenantId& tenant, const std::string& id) {
    return boost::json::serialize(boost::json::object{{"tenant", tenant.text()}, {"id", id}});
}

std::pair<TenantId, std::string> read_node_job(const jobs::RunningJob& job) {
    const auto payload = boost::json::parse(job.payload());
    return {TenantId::trusted(std::string(payload.at("tenant").as_string())),
            std::string(payload.at("id").as_string())};
}

}  // namespace portico::nodes
