// C-FIND, C-MOVE and C-GET as a provider (PS3.4 Annex C): the words between the listener and the feature that knows
// studies. Identifiers are bytes here; nothing in this room parses a data set.
//
// All functions are called on the associations' threads, many at a time. An Error is answered with its kind's DIMSE
// status and public text, a throw with 0x0110.
#pragma once

#include <any>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/result.h"
#include "platform/dimse/association.h"
#include "platform/dimse/object_source.h"
#include "platform/dimse/peer.h"

namespace portico::dimse {

namespace errors {
inline constexpr ErrorKind unknown_move_destination{"unknown_move_destination", 404, 0xA801,
                                                    "This move destination is not known."};
}  // namespace errors

struct QueryRequest {
    std::string sop_class;
    std::string transfer_syntax;  // implicit or explicit VR little endian, also for the answers
    std::string identifier;       // at most most_identifier_bytes
};
inline constexpr std::size_t most_identifier_bytes = 64 * 1024;

struct Match {
    std::string identifier;
    bool all_keys_supported = true;  // pending 0xFF00, else 0xFF01
};

// The answers to one C-FIND; destroyed early when the peer cancels.
class Matches {
public:
    virtual ~Matches() = default;
    virtual Result<std::optional<Match>> next() = 0;  // nothing: there are no more
};

class FindService {
public:
    virtual ~FindService() = default;
    virtual Result<std::unique_ptr<Matches>> find(const std::any& context, const AssociationRequest& peer,
                                                  const QueryRequest& request) = 0;
};

// What became of the sub-operations of a retrieval.
struct RetrievalCounts {
    std::uint32_t completed = 0, failed = 0, warning = 0;
};

// The objects that one C-MOVE or C-GET is about, in the order in which they go. Used by one thread.
class Retrieval {
public:
    virtual ~Retrieval() = default;
    virtual const std::vector<OutgoingHeader>& objects() const = 0;
    // In one of the two syntaxes that the header names. The rights are looked at again before each object; an error
    // fails its sub-operation.
    virtual Result<std::unique_ptr<ObjectSource>> open(std::size_t index, const std::string& transfer_syntax) = 0;
    virtual void ended(const RetrievalCounts&) = 0;  // also when the association was lost
};

struct Move {
    std::unique_ptr<Retrieval> retrieval;
    Peer destination;
};

class RetrieveService {
public:
    virtual ~RetrieveService() = default;
    virtual Result<std::unique_ptr<Retrieval>> get(const std::any& context, const AssociationRequest& peer,
                                                   const QueryRequest& request) = 0;
    // Error: unknown_move_destination.
    virtual Result<Move> move(const std::any& context, const AssociationRequest& peer, const QueryRequest& request,
                              const std::string& destination) = 0;
};

}  // namespace portico::dimse
