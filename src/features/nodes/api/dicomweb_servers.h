// DICOMweb servers of other systems that studies are pulled from and sent to (STU-4, CLA-27).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/authorized.h"
#include "core/clock.h"
#include "core/result.h"
#include "features/nodes/api/ae_titles.h"
#include "features/nodes/api/calling.h"
#include "platform/crypto/key_ring.h"
#include "platform/db/unit_of_work.h"
#include "platform/web_client/exchange.h"

namespace portico::nodes {

using DicomwebServerId = Id<struct DicomwebServerTag>;

namespace errors {
inline constexpr ErrorKind server_name_taken{"server_name_taken", 409, 0x0110,
                                             "There is a server with this name already."};
}

struct NewDicomwebServer {
    std::string name, url;
    web_client::Authorization authorization = web_client::Authorization::none;
    std::string user_name;              // of basic
    std::optional<std::string> secret;  // none: kept as it is; never given out
    std::optional<std::string> certificate_sha256;
    bool enabled = true, may_send = false, may_pull = false, fetch_priors = false;
};

struct DicomwebServer : NewDicomwebServer {
    DicomwebServerId id;
    bool has_secret = false;
    std::int64_t version = 1;
};

// Thread-safe; owns no data. Secrets are sealed at rest and bound to the origin that they were entered for: with
// another scheme, host or port they have to be entered again.
class DicomwebServers {
public:
    using May = Authorized<Permission::manage_integrations>;

    DicomwebServers(db::UnitsOfWork& units, const crypto::KeyRing& keys, const Clock& clock, Calling calling)
        : units_(units), keys_(keys), clock_(clock), calling_(std::move(calling)) {}

    std::vector<DicomwebServer> list(const May&) const;
    Result<DicomwebServer> find(const May&, const DicomwebServerId&) const;  // not_found
    // Errors: invalid_input, server_name_taken.
    Result<DicomwebServer> add(const May&, const NewDicomwebServer&);
    // Errors: not_found, conflict (another version), invalid_input, server_name_taken.
    Result<DicomwebServer> change(const May&, const DicomwebServerId&, std::int64_t version, const NewDicomwebServer&);
    // Forgets the rules that pull from it as well. Error: not_found.
    Result<void> remove(const May&, const DicomwebServerId&);
    // Whether it answers a search and lets us in. Error: not_found.
    Result<Reachability> check(const May&, const DicomwebServerId&) const;

private:
    db::UnitsOfWork& units_;
    const crypto::KeyRing& keys_;
    const Clock& clock_;
    Calling calling_;
};

// /api/v1/tenant/dicomweb-servers
void add_dicomweb_server_routes(api::Api&, DicomwebServers&);

}  // namespace portico::nodes
