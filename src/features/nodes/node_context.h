// What the policy of DICOM nodes hands on with every request of an association; for this room.
#pragma once

#include <any>
#include <string>

#include "features/nodes/api/ae_titles.h"
#include "features/studies/api/receiver.h"
#include "platform/dimse/association.h"

namespace portico::nodes {

struct NodeContext {
    AeTitleId id;
    std::string called;
    dimse::AssociationRequest peer;
    bool may_store = true;  // as it was at the beginning of the association, which ends with that right
    studies::Sender sender;

    const TenantId& tenant() const { return *sender.caller.tenant; }
    // The node as a reader of released studies; whether it may read at all is asked of its row each time.
    Caller reader() const {
        auto caller = sender.caller;
        caller.permissions = {Permission::view_studies};
        return caller;
    }
};

inline const NodeContext& node_of(const std::any& context) { return std::any_cast<const NodeContext&>(context); }

}  // namespace portico::nodes
