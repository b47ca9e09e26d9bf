// Setting up an association as its acceptor (PS3.8 7.1): reads A-ASSOCIATE-RQ, asks the policy, answers. What can be
// stored is what DCMTK's tables of SOP classes and transfer syntaxes know.
#pragma once

#include <any>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "platform/dimse/association.h"
#include "platform/dimse/listener.h"
#include "platform/dimse/peer_socket.h"

namespace portico::dimse {

struct AcceptedContext {
    std::string abstract_syntax;
    std::string transfer_syntax;
    bool storage = false;
    bool peer_provides = false;  // the peer takes objects of this class: for C-GET
};

// SOP classes beside Verification and Storage.
struct OfferedServices {
    bool find = false;
    bool retrieve = false;
    bool commitment = false;
};
OfferedServices offered_by(const Services& services);

struct EstablishedAssociation {
    AssociationRequest peer;
    std::any context;  // the policy's
    std::map<std::uint8_t, AcceptedContext> contexts;
    std::uint32_t peer_max_pdu = 0;  // 0: no limit
};

struct NegotiationFailure {
    bool rejected = false;  // answered with A-ASSOCIATE-RJ; otherwise aborted, or the peer went away
    AssociationRequest peer;
    std::string detail;
};

// Blocks at most the negotiation timeout for the peer. The policy may throw: the peer is rejected.
tl::expected<EstablishedAssociation, NegotiationFailure> negotiate(
    PeerSocket& socket, const ListenerOptions& options, const OfferedServices& offered,
    const std::function<AssociationDecision(const AssociationRequest&)>& admit);

}  // namespace portico::dimse
