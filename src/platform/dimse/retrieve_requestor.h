// C-MOVE and C-GET as a user (PS3.4 C.4.2, C.4.3): fetching what another node has, either by a third party's listener
// (our own) or over the association itself.
#pragma once

#include <any>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "platform/dimse/query_service.h"
#include "platform/dimse/query_user.h"
#include "platform/dimse/storage_contexts.h"
#include "platform/dimse/store_service.h"

namespace portico::dimse {

class QueryCall;

// How far the node says that it is. Numbers that it leaves out are 0; those over 65535 cannot be told.
struct RetrieveProgress {
    RetrievalCounts counts;
    std::optional<std::uint32_t> remaining;
};

// Called with each pending answer, and with the final one.
using OnProgress = std::function<void(const RetrieveProgress&)>;

// How the node ended it. Complete only when `status` is 0x0000; with 0xB000 some objects failed, with another status of
// failure (0xA702) all of them or the rest, with 0xFE00 it was cancelled. A failure before the first object is an
// error: peer_refused, peer_knows_no_destination.
struct RetrieveOutcome {
    std::uint16_t status = 0;
    RetrieveProgress last;
    bool cancelled = false;  // by us, whatever the node made of it
    // The final answer's data set with Failed SOP Instance UID List (0008,0058), in the requestor's transfer syntax;
    // empty when there is none. More than 1 MiB breaks the protocol.
    std::string failed;
};

// One association; used by one thread.
class MoveRequestor {
public:
    // Errors: peer_unreachable, peer_rejected, peer_failed, peer_unsupported, tls_failed.
    static Result<std::unique_ptr<MoveRequestor>> connect(const Peer& peer, QueryRoot root, const CallOptions& options);
    ~MoveRequestor();  // aborts, unless released

    const std::string& transfer_syntax() const;  // of identifiers

    // `destination` is the AE title under which the node knows the receiver. The objects come to its listener and may
    // do so a little after this has returned. Some nodes say nothing until all is sent: mind RequestLimits::silence.
    Result<RetrieveOutcome> move(std::string_view identifier, const std::string& destination,
                                 const RequestLimits& limits, const OnProgress& on_progress);
    void release();

private:
    explicit MoveRequestor(std::unique_ptr<QueryCall> call);
    std::unique_ptr<QueryCall> call_;
};

// Where the objects of a C-GET go. The service sees `context` and an AssociationRequest as if the node had called us:
// calling_ae is the node's title, called_ae ours. Nothing here knows whether an object belongs to what was asked for.
struct GetTarget {
    StoreService& service;
    std::any context = {};
    std::uint64_t max_object_bytes = std::uint64_t{10} << 30;  // larger data sets are refused with 0xA700
    std::uint32_t most_objects = 1'000'000;                    // then the rest is cancelled
    // An object was refused or the service threw; for the log, without patient data. May be empty.
    std::function<void(const std::string& detail)> on_problem = {};
};

struct GetOutcome {
    RetrieveOutcome node;        // as the node counts
    std::uint32_t received = 0;  // objects whose finish() succeeded
    std::uint32_t refused = 0;   // objects that the service, or a limit, did not take
};

// One association; used by one thread. Objects are streamed into the service as a Listener does it, each answered after
// its finish() has returned (GEN-3).
class GetRequestor {
public:
    // Proposes to provide storage of these (PS3.7 D.3.3.4); storage_contexts.h helps to choose. At most 127. Errors:
    // peer_unreachable, peer_rejected, peer_failed, peer_unsupported (no C-GET, or none of the classes), tls_failed.
    static Result<std::unique_ptr<GetRequestor>> connect(const Peer& peer, QueryRoot root,
                                                         const std::vector<StorageContext>& contexts,
                                                         const CallOptions& options);
    ~GetRequestor();  // aborts, unless released

    const std::string& transfer_syntax() const;  // of identifiers

    // When the association is lost, what was received before stays received: GetTarget's service knows.
    Result<GetOutcome> get(std::string_view identifier, const GetTarget& target, const RequestLimits& limits,
                           const OnProgress& on_progress);
    void release();

private:
    explicit GetRequestor(std::unique_ptr<QueryCall> call);
    std::unique_ptr<QueryCall> call_;
};

}  // namespace portico::dimse
