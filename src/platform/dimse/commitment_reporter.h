// N-EVENT-REPORT of Storage Commitment over an association of our own (PS3.4 J.3.3).
#pragma once

#include "platform/dimse/commitment_service.h"
#include "platform/dimse/peer.h"

namespace portico::dimse {

struct CallOptions;

// The event information is in implicit VR little endian. Returns when the node has answered with success. Errors:
// peer_unreachable, peer_rejected, peer_failed, peer_unsupported, tls_failed.
Result<void> report_commitment(const Peer& peer, const CommitmentReport& report, const CallOptions& options);

}  // namespace portico::dimse
