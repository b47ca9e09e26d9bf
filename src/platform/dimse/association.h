// Who may talk to us and what they ask for: the words between the listener and the feature that decides (STU-1).
#pragma once

#include <any>
#include <string>
#include <variant>

namespace portico::dimse {

// How a connection is protected.
struct Security {
    bool tls = false;
    std::string certificate_sha256;  // of the peer's certificate, lower-case hex; empty: it showed none
};

// What is known of a peer before anything is agreed. Titles come without padding.
struct AssociationRequest {
    std::string called_ae;
    std::string calling_ae;
    std::string peer_address;  // numeric, "192.0.2.7"; never a looked-up name
    Security security = {};
};

// PS3.8 Table 9-21: what A-ASSOCIATE-RJ says.
enum class Rejection {
    called_ae_title_not_recognized,
    calling_ae_title_not_recognized,
    no_reason_given,
    temporary_congestion,  // transient
    local_limit_exceeded,  // transient
};

struct Accepted {
    std::any context;  // what the policy wants to see again with every object: tenant, node; lives as long as the
                       // association
};

using AssociationDecision = std::variant<Accepted, Rejection>;

// Implemented by the feature that knows tenants and nodes. Called on the association's thread, many at a time; must
// not throw (a throw rejects the association).
class AssociationPolicy {
public:
    virtual ~AssociationPolicy() = default;
    virtual AssociationDecision admit(const AssociationRequest& request) = 0;
    // Whether what admit() decided still holds; asked about twice a second while something is going on. When it does
    // not, the association is aborted.
    virtual bool still_admitted(const std::any& /*context*/) { return true; }
};

}  // namespace portico::dimse
