// Another application entity that we call.
#pragma once

#include <cstdint>
#include <string>

#include "core/result.h"

namespace portico::dimse {

struct Peer {
    std::string host;  // name or numeric address
    std::uint16_t port = 104;
    std::string called_ae;
    std::string calling_ae;
    bool tls = false;
    std::string certificate_sha256 = {};  // that it must show; empty: one that the system trusts for the host
};

namespace errors {
inline constexpr ErrorKind peer_unreachable{"peer_unreachable", 502, 0x0110, "The node does not answer."};
inline constexpr ErrorKind peer_rejected{"peer_rejected", 502, 0x0110, "The node refuses the association."};
// It went away, fell silent or does not keep to the protocol.
inline constexpr ErrorKind peer_failed{"peer_failed", 502, 0x0110, "The node answered with an error."};
inline constexpr ErrorKind peer_unsupported{"peer_unsupported", 502, 0x0122, "The node does not offer this service."};
// It answered with a status of failure, which stands in the detail: "status a900".
inline constexpr ErrorKind peer_refused{"peer_refused", 502, 0x0110, "The node refuses what was asked."};
inline constexpr ErrorKind peer_knows_no_destination{"peer_knows_no_destination", 502, 0xA801,
                                                     "The node does not know where to send the objects."};
}  // namespace errors

}  // namespace portico::dimse
