// Kept objects on their way to DICOM nodes; for this room.
#pragma once

#include <memory>
#include <string>

#include "features/nodes/api/ae_titles.h"
#include "features/nodes/api/calling.h"
#include "features/studies/api/archive.h"
#include "platform/dimse/object_source.h"
#include "platform/dimse/peer.h"

namespace portico::nodes {

// Reads the parts one after the other; nothing more than what is asked for is in memory.
std::unique_ptr<dimse::ObjectSource> data_set_source(studies::Content content);

dimse::OutgoingHeader header_of(studies::InstanceRecord instance);

// A node with address and port, as one that is called. Error: outgoing::errors::host_not_allowed.
Result<dimse::Peer> peer_of(const AeTitle& node, const Calling& calling);

}  // namespace portico::nodes
