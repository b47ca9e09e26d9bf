// Kept objects on their way to DICOM nodes; for this room.
#pragma once

#include <memory>
#include <string>

#include "features/access/access.h"
#include "features/studies/api/ae_titles.h"
#include "features/studies/api/archive.h"
#include "platform/dimse/object_source.h"
#include "platform/dimse/peer.h"

namespace portico::studies {

// Reads the parts one after the other; nothing more than what is asked for is in memory.
std::unique_ptr<dimse::ObjectSource> data_set_source(Content content);

dimse::OutgoingHeader header_of(InstanceRecord instance);

// A node with address and port, as one that is called.
dimse::Peer peer_of(const AeTitle& node);

// A released study, with the right to take it away. Errors: those of AccessService::study, not_found when it is not
// released (any more).
Result<StudyAccess> open_released(db::Session&, const access::AccessService&, const Caller&, const StudyId&);

// For the audit trail; empty where no patient record is linked.
std::string patient_of(db::Session&, const StudyAccess&);

}  // namespace portico::studies
