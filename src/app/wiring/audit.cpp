#include "app/wiring/audit.h"

#include <boost/json.hpp>
#include <fstream>

#include "features/audit/routes.h"
#include "platform/log/log.h"

namespace portico::app {
namespace {

std::filesystem::path heads_file(const std::filesystem::path& data) { return data / "audit-heads.jsonl"; }

void seal_what_waits(Foundation& base) {
    constexpr std::int64_t batch = 1000;
    for (;;) {
        auto work = base.units.begin();
        auto sealed = base.trail.seal(work, batch);
        work.commit_technical();
        if (sealed < batch) return;
    }
}

void export_heads(Foundation& base) {
    std::vector<audit::ChainHead> heads;
    {
        auto session = base.database->read();
        heads = base.trail.heads(session);
    }
    std::ofstream file(heads_file(base.settings.data), std::ios::app);
    for (const auto& head : heads)
        file << boost::json::serialize(boost::json::object{{"at", to_rfc3339(base.clock.now())},
                                                           {"chain", head.chain},
                                                           {"position", head.position},
                                                           {"hash", head.hash}})
             << '\n';
    if (!file.flush()) log::error("the heads of the audit chains could not be exported");
}

}  // namespace

void add_audit_routes(api::Api& api, Foundation& base) { audit::add_routes(api, base.trail, base.units); }

void serve_audit(jobs::Workers& workers, Foundation& base) {
    workers.every(
        "audit.seal", 1, [&base] { seal_what_waits(base); },
        [](db::Session& session) {
            return session.first_value<std::string>("SELECT entry_id FROM audit_unsealed LIMIT 1").has_value();
        });
    workers.every("audit.export_heads", 86'400, [&base] { export_heads(base); });
}

std::vector<audit::ChainHead> exported_heads(const std::filesystem::path& data) {
    std::vector<audit::ChainHead> heads;
    std::ifstream file(heads_file(data));
    for (std::string line; std::getline(file, line);) {
        auto head = boost::json::parse(line).as_object();
        heads.push_back({std::string(head.at("chain").as_string()), head.at("position").as_int64(),
                         std::string(head.at("hash").as_string())});
    }
    return heads;
}

}  // namespace portico::app
