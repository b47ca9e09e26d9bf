// The DIMSE side of receiving (STU-1): lets registered nodes in and hands what they send to the Receiver.
#pragma once

#include <string_view>

#include "features/studies/api/receiver.h"
#include "platform/dimse/association.h"
#include "platform/dimse/store_service.h"

namespace portico::nodes {

// Jobs that call nodes wait for slow ones: they have workers of their own.
inline constexpr std::string_view node_jobs_queue = "nodes";

// Thread-safe. Everything is borrowed and must outlive the listener.
class DicomNodes final : public dimse::AssociationPolicy, public dimse::StoreService {
public:
    DicomNodes(db::UnitsOfWork& units, studies::Receiver& receiver, const Clock& clock)
        : units_(units), receiver_(receiver), clock_(clock) {}

    dimse::AssociationDecision admit(const dimse::AssociationRequest&) override;
    // While the node is registered, enabled, and still lives at that address.
    bool still_admitted(const std::any& context) override;
    // Each object is stored and answered by itself. An object that is not what its C-STORE announced is refused.
    Result<std::unique_ptr<dimse::IncomingObject>> begin(const std::any& context, const dimse::AssociationRequest&,
                                                         const dimse::IncomingHeader&) override;

private:
    db::UnitsOfWork& units_;
    studies::Receiver& receiver_;
    const Clock& clock_;
};

}  // namespace portico::nodes
