// The DIMSE listener: C-ECHO, C-STORE, C-FIND, C-MOVE, C-GET and Storage Commitment as a provider (STU-1).
//
// Takes every storage SOP class and every transfer syntax that DCMTK knows, in the transfer syntax that the peer
// proposed first; the other SOP classes where there is a service for them. One thread an association; an association is
// answered in order, so an object is acknowledged only after its IncomingObject::finish() has returned. Other commands
// get "unrecognized operation". Policy and services are borrowed and must outlive the listener.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "core/result.h"
#include "platform/dimse/association.h"
#include "platform/dimse/commitment_service.h"
#include "platform/dimse/query_service.h"
#include "platform/dimse/store_service.h"

namespace portico::dimse {

class TlsContext;

struct ListenerOptions {
    std::string address = "0.0.0.0";  // numeric IPv4 or IPv6
    std::uint16_t port = 0;           // 0: any free port, told by Listener::port()
    int max_associations = 64;        // one more is rejected with "local limit exceeded" (transient)
    std::uint32_t max_pdu = 131072;   // what we offer to receive, 4096…131072
    std::uint64_t max_object_bytes = std::uint64_t{10} << 30;  // larger data sets are refused with 0xA700
    std::chrono::seconds negotiation_timeout{10};              // ARTIM (PS3.8 9.1.5): connection to A-ASSOCIATE-RQ
    std::chrono::seconds idle_timeout{60};                     // silence of the peer, between and within messages
    std::shared_ptr<const TlsContext> tls = {};                // every connection begins with a handshake
    bool any_sop_class = false;                                // also take SOP classes that DCMTK does not know
    std::vector<std::string> extra_transfer_syntaxes = {};     // taken beside those of DCMTK's tables
    std::string implementation_class_uid = "2.25.303631528475663392320047069446873434792";
    std::string implementation_version = "PORTICO";  // at most 16 characters
};

// What happened to a connection, for the log; carries no patient data.
struct ListenerEvent {
    enum class Kind { rejected, aborted, refused_object, failed };
    Kind kind;
    AssociationRequest peer;
    std::string detail;
};

// Who answers what; SOP classes without a service are not accepted.
struct Services {
    Services(StoreService& given) : store(given) {}  // NOLINT(google-explicit-constructor): storing is the least
    StoreService& store;
    FindService* find = nullptr;
    RetrieveService* retrieve = nullptr;
    CommitmentService* commitment = nullptr;
    std::shared_ptr<const TlsContext> outgoing_tls = {};  // for move destinations that want it
};

class Listener {
public:
    Listener(ListenerOptions options, AssociationPolicy& policy, const Services& services,
             std::function<void(const ListenerEvent&)> on_event = {});
    ~Listener();  // stop(0)
    Listener(const Listener&) = delete;
    Listener& operator=(const Listener&) = delete;

    // Binds and begins to accept; an error when the address cannot be had.
    Result<void> start();
    std::uint16_t port() const;
    int associations() const;  // established now

    // Accepts nothing more, ends idle associations at once, gives the object that each of the others is receiving up
    // to `drain` to be finished and answered, then cuts them off. Returns when all threads are gone.
    void stop(std::chrono::milliseconds drain);

private:
    class Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace portico::dimse
