// Fetching studies from other archives (STU-4): asked for by staff or by rules, done by a job, with progress.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/authorized.h"
#include "core/clock.h"
#include "core/result.h"
#include "features/nodes/api/sources.h"
#include "features/studies/api/receiver.h"
#include "platform/db/unit_of_work.h"
#include "platform/jobs/queue.h"

namespace portico::api {
class Api;
}
namespace portico::jobs {
class Workers;
}

namespace portico::nodes {

using PullId = Id<struct PullTag>;

namespace errors {
inline constexpr ErrorKind pull_under_way{"pull_under_way", 409, 0x0110, "This study is being fetched already."};
inline constexpr ErrorKind pull_settled{"pull_settled", 409, 0x0110, "This has ended already."};
}  // namespace errors

enum class PullReason { request, rule, prior };
// waiting: for its turn, or for another try; incomplete: some objects were not taken, or could not be sent.
enum class PullState { waiting, pulling, done, incomplete, failed, cancelled };

struct Pull {
    PullId id;
    SourceId source_id;
    std::string source_name, study_uid;
    std::optional<StudyId> study;  // once something of it is here
    std::string patient_name, study_description, requested_by;
    PullReason reason = PullReason::request;
    PullState state = PullState::waiting;
    std::int64_t total = 0, received = 0, failed = 0;
    std::string problem;  // code of the last error
    Timestamp created_at, changed_at;
};

// Thread-safe; owns no data. Audit: study.pull_requested for each study; study.pulled when a pull has ended, with
// counts. What a pull brings goes through the Receiver as if its source had sent it; objects of a C-MOVE come by the
// listener.
class Pulls {
public:
    using May = Authorized<Permission::upload_studies>;

    Pulls(db::UnitsOfWork& units, studies::Receiver& receiver, const crypto::KeyRing& keys, const jobs::Queue& queue,
          const Clock& clock, Calling calling)
        : units_(units), receiver_(receiver), keys_(keys), queue_(queue), clock_(clock), calling_(std::move(calling)) {}

    // A study that is being fetched from that source already is not asked for again: its pull is given. Errors:
    // not_found (source), invalid_input (what is no UID).
    Result<std::vector<Pull>> request(const May&, const SourceId&, const std::vector<std::string>& study_uids,
                                      PullReason reason);
    // Newest first; those behind `after`.
    std::vector<Pull> list(const May&, const std::optional<PullId>& after, std::int64_t limit) const;
    // Errors: not_found, pull_under_way.
    Result<Pull> retry(const May&, const PullId&);
    // What came stays. Errors: not_found, pull_settled.
    Result<Pull> cancel(const May&, const PullId&);

    // The job "nodes.pull", of the queue node_jobs_queue.
    void serve(jobs::Workers& workers);

private:
    db::UnitsOfWork& units_;
    studies::Receiver& receiver_;
    const crypto::KeyRing& keys_;
    const jobs::Queue& queue_;
    const Clock& clock_;
    Calling calling_;
};

// /api/v1/tenant/pulls
void add_pull_routes(api::Api&, Pulls&);

}  // namespace portico::nodes
