// Storage Commitment Push Model as a provider (PS3.4 Annex J): the words between the listener and the feature that
// keeps objects. Data sets are bytes here.
#pragma once

#include <any>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "core/result.h"
#include "platform/dimse/association.h"

namespace portico::dimse {

struct CommitmentRequest {
    std::string transfer_syntax;  // implicit or explicit VR little endian, also for the report
    std::string action_information;
};
// A few thousand references.
inline constexpr std::size_t most_commitment_bytes = 1024 * 1024;

struct CommitmentReport {
    std::uint16_t event_type = 1;   // 1: all is safe; 2: there are failures (PS3.4 Table J.3-2)
    std::string event_information;  // in the transfer syntax of the request
};

// A request that was taken on. Destroyed without delivered(), the report goes out over an association of its own.
class Commitment {
public:
    virtual ~Commitment() = default;
    // Looks at one more object; the report when all have been looked at. Takes no longer than reading an object.
    virtual Result<std::optional<CommitmentReport>> step() = 0;
    virtual void delivered() = 0;  // the node has the report
};

class CommitmentService {
public:
    virtual ~CommitmentService() = default;
    // What comes back is durable: the request will be answered, whatever happens to the association.
    virtual Result<std::unique_ptr<Commitment>> request(const std::any& context, const AssociationRequest& peer,
                                                        const CommitmentRequest& request) = 0;
};

}  // namespace portico::dimse
