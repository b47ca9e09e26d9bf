// Sending a study to a registered DICOM node (CLA-27): asked for by staff, done by a job, with progress.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "core/authorized.h"
#include "core/clock.h"
#include "core/result.h"
#include "features/access/access.h"
#include "features/nodes/api/ae_titles.h"
#include "features/studies/api/archive.h"
#include "platform/db/unit_of_work.h"
#include "platform/dimse/requestor.h"
#include "platform/jobs/queue.h"

namespace portico::api {
class Api;
}
namespace portico::jobs {
class Workers;
}

namespace portico::nodes {

using SendingId = Id<struct SendingTag>;

namespace errors {
inline constexpr ErrorKind node_not_callable{"node_not_callable", 409, 0x0110,
                                             "This node has no address and port, or is turned off."};
}

// waiting: for its turn, or for another try; incomplete: the node refused some of the objects.
enum class SendingState { waiting, sending, done, incomplete, failed };

struct Sending {
    SendingId id;
    std::string node_name, requested_by;
    SendingState state = SendingState::waiting;
    std::int64_t total = 0, sent = 0, failed = 0;
    std::string problem;  // code of the last error
    Timestamp created_at, changed_at;
};

struct SendingTarget {
    AeTitleId id;
    std::string name, description;
};

// Thread-safe; owns no data. Audit: study.send_requested, and study.sent before the first object leaves.
class StudySendings {
public:
    using May = Authorized<Permission::view_studies>;

    StudySendings(db::UnitsOfWork& units, const access::AccessService& access, const studies::Archive& archive,
                  const jobs::Queue& queue, const Clock& clock)
        : units_(units), access_(access), archive_(archive), queue_(queue), clock_(clock) {}

    std::vector<SendingTarget> targets(const May&) const;
    // Errors: not_found (study or node; a study that is not released), forbidden, node_not_callable.
    Result<Sending> request(const May&, const StudyId&, const AeTitleId&);
    Result<std::vector<Sending>> list(const May&, const StudyId&) const;  // newest first; error not_found

    // The job "studies.send", of the queue node_jobs_queue.
    void serve(jobs::Workers& workers, std::shared_ptr<const dimse::TlsContext> outgoing_tls);

private:
    db::UnitsOfWork& units_;
    const access::AccessService& access_;
    const studies::Archive& archive_;
    const jobs::Queue& queue_;
    const Clock& clock_;
};

// /api/v1/studies/{study}/sendings, /api/v1/tenant/sending-targets
void add_sending_routes(api::Api&, StudySendings&);

}  // namespace portico::nodes
