// Whom studies may be pulled from: rows of ae_title and dicomweb_server. SQL only.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "features/nodes/api/ae_titles.h"
#include "features/nodes/api/dicomweb_servers.h"
#include "features/nodes/api/sources.h"
#include "platform/db/session.h"
#include "platform/web_client/exchange.h"

namespace portico::nodes {

// A server with its secret still sealed, as it stands in its row.
struct DicomwebRow : DicomwebServer {
    std::string sealed;
};

// Ready to be called.
struct DicomwebPeer {
    std::string name;
    web_client::Server server;
};

struct Source : PullSource {
    std::variant<AeTitle, DicomwebPeer> peer;
};

// Opens the secret. Errors: not_sealed_here, source_address_refused.
Result<DicomwebPeer> peer_of(const DicomwebRow& row, const crypto::KeyRing& keys, const Calling& calling);

bool is_source(const AeTitle& node);
bool is_source(const DicomwebServer& server);

namespace store {

std::vector<DicomwebRow> servers_of(db::Session&, const TenantId&);  // by names
std::optional<DicomwebRow> find_server(db::Session&, const TenantId&, const DicomwebServerId&);

// Those that are turned on, by names.
std::vector<PullSource> sources_of(db::Session&, const TenantId&);
// Errors: source_gone, also for what never was one, and those of peer_of().
Result<Source> find_source(db::Session&, const TenantId&, const SourceId&, const crypto::KeyRing&, const Calling&);

}  // namespace store
}  // namespace portico::nodes
