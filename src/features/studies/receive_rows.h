// A batch of objects that were read, on its way into the rows of their studies.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "features/studies/api/receiver.h"
#include "features/studies/arrival.h"
#include "features/studies/receive_store.h"

namespace portico::studies {

// An object between its arrival and its end.
struct Incoming {
    std::size_t index = 0;  // in the batch
    Arrival arrival;
    BlobId blob;
};

// `restored`: the same content was there, but the archive has lost it; this one takes its place.
enum class Fate : std::uint8_t {
    stored,
    already_there,
    restored,
    different_content,
    study_rejected,
    not_allowed,
    identifier_taken,
    no_right_to_upload
};

struct RowsWritten {
    std::vector<Fate> fates;        // in the order of `incoming`
    std::vector<AuditEvent> audit;  // empty when this is but more of what the audit trail knows of
};
// `incoming` is sorted by study, series and SOP Instance UID, so that parallel senders lock studies in one order.
// Emits events; does not commit. DbError unique_violation when another sender was faster: to be tried again.
RowsWritten write_rows(db::UnitOfWork&, const TenantScope&, const Sender&, const std::vector<Incoming>& incoming,
                       const Clock&);

}  // namespace portico::studies
