// The DICOM nodes of a tenant and what they may do (STU-1): the called AE title chooses the tenant, the calling one and
// its address must be registered with it. A node with address and port is also one that is called.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/authorized.h"
#include "core/clock.h"
#include "core/result.h"
#include "features/nodes/api/calling.h"
#include "platform/db/unit_of_work.h"

namespace portico::api {
class Api;
}

namespace portico::nodes {

using AeTitleId = Id<struct AeTitleTag>;

namespace errors {
inline constexpr ErrorKind ae_title_taken{"ae_title_taken", 409, 0x0110,
                                          "This called AE title belongs to another department."};
inline constexpr ErrorKind ae_title_registered{"ae_title_registered", 409, 0x0110, "This node is registered already."};
inline constexpr ErrorKind node_not_callable{"node_not_callable", 409, 0x0110,
                                             "This node has no address and port, or is turned off."};
}  // namespace errors

// How we fetch studies from a node; none: it is no source of ours (STU-4).
enum class RetrieveBy { none, move, get };

struct NewAeTitle {
    std::string called, calling;
    std::optional<std::string> host;  // numeric address; none: from any
    std::optional<std::int64_t> port;
    std::string description;
    std::optional<bool> enabled, may_store;                    // true unless said otherwise
    std::optional<bool> may_query, may_retrieve, require_tls;  // false unless said otherwise
    std::optional<std::string> certificate_sha256;             // of the TLS certificate that it must show; hex
    std::optional<RetrieveBy> retrieve_by;                     // none unless said otherwise; needs address and port
    std::optional<bool> fetch_priors;                          // is asked for priors; false unless said otherwise
};

// Of another system that was tried.
struct Reachability {
    bool ok = false;
    std::string problem;  // code of an error; empty when it is ok
};

struct AeTitle : NewAeTitle {
    AeTitleId id;
    std::optional<Timestamp> last_seen_at;
};

// An AE as in PS3.5 6.2: 1 to 16 characters without backslash and control characters, not only spaces.
bool is_ae_title(std::string_view text);
// SHA-256 as 64 lower-case digits, from text with or without colons; nothing for anything else.
std::optional<std::string> normal_fingerprint(std::string_view text);
// IPv4 or IPv6 in one form, also of IPv4 in IPv6; nothing for what is no numeric address.
std::optional<std::string> normal_address(std::string_view text);

// Thread-safe; owns no data.
class AeTitles {
public:
    using May = Authorized<Permission::manage_integrations>;

    AeTitles(db::UnitsOfWork& units, const Clock& clock, Calling calling = {})
        : units_(units), clock_(clock), calling_(std::move(calling)) {}

    std::vector<AeTitle> list(const May&) const;
    // A called AE title belongs to the tenant that had it first, for ever: objects never change sides. Errors:
    // invalid_input, ae_title_taken, ae_title_registered.
    Result<AeTitle> add(const May&, const NewAeTitle&);
    // Everything but the two titles. What the node does just now ends within a second when it may no longer. Errors:
    // not_found, invalid_input.
    Result<AeTitle> change(const May&, const AeTitleId&, const NewAeTitle&);
    // Forgets the rules that pull from it as well.
    Result<void> remove(const May&, const AeTitleId&);  // not_found
    // Whether it answers a C-ECHO, with the code of what is wrong. Errors: not_found.
    Result<Reachability> echo(const May&, const AeTitleId&) const;

private:
    db::UnitsOfWork& units_;
    const Clock& clock_;
    Calling calling_;
};

// /api/v1/tenant/ae-titles
void add_ae_title_routes(api::Api&, AeTitles&);

}  // namespace portico::nodes
