// Setting up an association as its requestor (PS3.8 7.1).
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "platform/dimse/associate_pdu.h"
#include "platform/dimse/negotiation.h"
#include "platform/dimse/peer.h"
#include "platform/dimse/tls.h"

namespace portico::dimse {

struct CallOptions {
    std::chrono::seconds connect_timeout{10};  // and as long again for the answer to the association request
    std::chrono::seconds idle_timeout{60};
    std::uint32_t max_pdu = 131072;
    // Asked about twice a second; when it says no, everything ends. May be empty.
    std::function<bool()> goes_on = {};
    std::shared_ptr<const TlsContext> tls = {};  // for peers that want it; none: one without a certificate of our own
};

struct OutgoingAssociation {
    std::unique_ptr<PeerSocket> socket;
    EstablishedAssociation agreed;
};

// At most 128 contexts, with odd ids. Errors: peer_unreachable, peer_rejected, peer_failed, peer_unsupported (nothing
// was accepted), tls_failed.
Result<OutgoingAssociation> request_association(const Peer& peer, std::vector<ProposedContext> contexts,
                                                std::vector<Roles> roles, const CallOptions& options);

}  // namespace portico::dimse
