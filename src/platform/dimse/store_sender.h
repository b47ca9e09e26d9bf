// C-STORE as a user (PS3.4 Annex B): objects to another node, streamed, one after the other.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "platform/dimse/object_source.h"
#include "platform/dimse/peer.h"

namespace portico::dimse {

struct CallOptions;

// Who asked for it, within a C-MOVE.
struct MoveOriginator {
    std::string ae;
    std::uint16_t message = 0;
};

enum class StoreResult { completed, warning, failed };
StoreResult result_of_status(std::uint16_t status);  // PS3.4 B.2.3

// One association; used by one thread. An object goes in its own transfer syntax, or in its other one where the node
// does not take that; else it does not go. No more than one object is under way at a time, none is held in memory.
class StoreSender {
public:
    // One presentation context for each SOP class and transfer syntax of the objects, the first 128 of them. Errors:
    // peer_unreachable, peer_rejected, peer_failed, peer_unsupported, tls_failed.
    static Result<std::unique_ptr<StoreSender>> connect(const Peer& peer, const std::vector<OutgoingHeader>& objects,
                                                        const CallOptions& options);
    ~StoreSender();  // aborts, unless released

    // In which syntax the object has to come; nothing when it cannot go.
    std::optional<std::string> syntax_for(const OutgoingHeader& object) const;
    // `source` gives it in that syntax. The node's status. Error: peer_failed; the association is lost then.
    Result<std::uint16_t> send(const OutgoingHeader& object, ObjectSource& source, const MoveOriginator& originator);
    void release();

private:
    struct Parts;
    explicit StoreSender(std::unique_ptr<Parts> parts);
    std::unique_ptr<Parts> parts_;
};

}  // namespace portico::dimse
