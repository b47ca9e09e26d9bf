// Sending a study to a registered DICOM node or DICOMweb server (CLA-27): asked for by staff, done by a job, with
// progress.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/authorized.h"
#include "core/clock.h"
#include "core/result.h"
#include "features/access/access.h"
#include "features/nodes/api/ae_titles.h"
#include "features/nodes/api/sources.h"
#include "features/studies/api/archive.h"
#include "platform/db/unit_of_work.h"
#include "platform/jobs/queue.h"

namespace portico::api {
class Api;
}
namespace portico::jobs {
class Workers;
}

namespace portico::nodes {

using SendingId = Id<struct SendingTag>;

// waiting: for its turn, or for another try; incomplete: the node refused some of the objects.
enum class SendingState { waiting, sending, done, incomplete, failed };

struct Sending {
    SendingId id;
    TargetKind kind = TargetKind::dicom;
    std::string node_name, requested_by;
    std::string patient_id;  // the receiver's, which the objects carried; empty: as they are kept
    SendingState state = SendingState::waiting;
    std::int64_t total = 0, sent = 0, failed = 0;
    std::string problem;  // code of the last error
    Timestamp created_at, changed_at;
};

// A node or a DICOMweb server.
using TargetId = Id<struct SendingTargetTag>;

struct SendingTarget {
    TargetId id;
    TargetKind kind = TargetKind::dicom;
    std::string name, description;
};

// Thread-safe; owns no data. Audit: study.send_requested, and study.sent before the first object leaves.
class StudySendings {
public:
    using May = Authorized<Permission::view_studies>;

    StudySendings(db::UnitsOfWork& units, const access::AccessService& access, const studies::Archive& archive,
                  storage::BlobStore& blobs, const crypto::KeyRing& keys, const jobs::Queue& queue, const Clock& clock,
                  Calling calling)
        : units_(units),
          access_(access),
          archive_(archive),
          blobs_(blobs),
          keys_(keys),
          queue_(queue),
          clock_(clock),
          calling_(std::move(calling)) {}

    std::vector<SendingTarget> targets(const May&) const;
    // `patient_id` is the receiver's: it is written into what leaves, and Original Attributes Sequence tells ours.
    // Errors: not_found (study or target; a study that is not released), forbidden, node_not_callable, invalid_input.
    Result<Sending> request(const May&, const StudyId&, const TargetId&, const std::string& patient_id = {});
    Result<std::vector<Sending>> list(const May&, const StudyId&) const;  // newest first; error not_found

    // The job "studies.send", of the queue node_jobs_queue.
    void serve(jobs::Workers& workers);

private:
    db::UnitsOfWork& units_;
    const access::AccessService& access_;
    const studies::Archive& archive_;
    storage::BlobStore& blobs_;
    const crypto::KeyRing& keys_;
    const jobs::Queue& queue_;
    const Clock& clock_;
    Calling calling_;
};

// /api/v1/studies/{study}/sendings, /api/v1/tenant/sending-targets
void add_sending_routes(api::Api&, StudySendings&);

}  // namespace portico::nodes
