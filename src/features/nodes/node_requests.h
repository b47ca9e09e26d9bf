// What the requests of nodes have in common; for this room.
#pragma once

#include "features/nodes/node_context.h"
#include "features/nodes/node_query.h"
#include "features/nodes/node_store.h"
#include "platform/dimse/query_service.h"

namespace portico::nodes {

inline bool is_explicit(const dimse::QueryRequest& request) { return request.transfer_syntax == "1.2.840.10008.1.2.1"; }

// The SOP classes of the Patient Root model are 1.2.840.10008.5.1.4.1.2.1.x, those of Study Root …2.x.
inline QueryRoot root_of(const dimse::QueryRequest& request) {
    return request.sop_class.starts_with("1.2.840.10008.5.1.4.1.2.1.") ? QueryRoot::patient : QueryRoot::study;
}

// As the node's row says just now. Error: forbidden.
inline Result<void> check_right(db::Session& session, const NodeContext& node, std::optional<bool> AeTitle::*right) {
    const auto row = store::find_node(session, node.tenant(), node.id);
    if (!row || !*row->enabled || !(*row.*right).value_or(false))
        return fail(portico::errors::forbidden, "not a right of this node");
    return {};
}

}  // namespace portico::nodes
