// C-ECHO as a user: "does that node answer?"
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

#include "core/result.h"

namespace portico::dimse {

struct Peer {
    std::string host;  // name or numeric address
    std::uint16_t port = 104;
    std::string called_ae;
    std::string calling_ae;
};

namespace errors {
inline constexpr ErrorKind peer_unreachable{"peer_unreachable", 502, 0x0110, "The node does not answer."};
inline constexpr ErrorKind peer_rejected{"peer_rejected", 502, 0x0110, "The node refuses the association."};
inline constexpr ErrorKind peer_failed{"peer_failed", 502, 0x0110, "The node answered with an error."};
}  // namespace errors

// Blocks up to about twice the timeout. The error's detail says what the peer said.
Result<void> echo_scu(const Peer& peer, std::chrono::seconds timeout = std::chrono::seconds(10));

}  // namespace portico::dimse
