// Storage Commitment for registered nodes (STU-1): "are these objects safe?" Yes is said only of objects whose bytes
// were read again and agree with the checksums taken when they came.
#pragma once

#include "core/clock.h"
#include "features/nodes/api/calling.h"
#include "platform/db/unit_of_work.h"
#include "platform/dimse/commitment_service.h"
#include "platform/dimse/requestor.h"
#include "platform/jobs/queue.h"
#include "platform/storage/blob_store.h"

namespace portico::jobs {
class Workers;
}

namespace portico::nodes {

// Thread-safe; everything is borrowed. A request is a row and a job before it is answered, so its report is not lost:
// it goes over the association that asked while that is open, else the job calls the node at its address.
class DicomCommitments final : public dimse::CommitmentService {
public:
    DicomCommitments(db::UnitsOfWork& units, storage::BlobStore& blobs, const jobs::Queue& queue, const Clock& clock)
        : units_(units), blobs_(blobs), queue_(queue), clock_(clock) {}

    Result<std::unique_ptr<dimse::Commitment>> request(const std::any& context, const dimse::AssociationRequest&,
                                                       const dimse::CommitmentRequest&) override;
    // The job "studies.report_commitment", of the queue node_jobs_queue.
    void serve(jobs::Workers& workers, const Calling& calling);

private:
    db::UnitsOfWork& units_;
    storage::BlobStore& blobs_;
    const jobs::Queue& queue_;
    const Clock& clock_;
};

}  // namespace portico::nodes
