// Rows of a study that becomes ready, and of one that is deleted. SQL only; decides nothing.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/authorized.h"
#include "features/studies/api/case_data.h"
#include "platform/db/session.h"

namespace portico::studies::store {

struct ReleasedStudy {
    CaseData data;  // what holds, corrections included
    std::optional<PatientId> patient;
    Timestamp study_at;
    bool corrected = false;       // words for the search are made again
    bool other_referrer = false;  // the referring physician was corrected
};
// The study is visible from now on; its columns, search words and referrers follow the data.
void to_ready(db::Session&, const TenantScope&, const StudyId&, const ReleasedStudy&, Timestamp now);
// Everything that is there is served from now on; counts, modalities and body parts follow. The series that changed.
std::vector<SeriesId> validate_instances(db::Session&, const TenantScope&, const StudyId&);

// Modalities and body parts as lists show them, of what is served.
void collect_series_words(db::Session&, const TenantScope&, const StudyId&);

struct RejectedStudy {
    TenantId tenant;
    StudyId study;
    std::string study_instance_uid;
};
std::vector<RejectedStudy> rejected_before(db::Session&, Timestamp moment, std::int64_t limit);
// True when it is still rejected; locks it.
bool lock_rejected(db::Session&, const TenantScope&, const StudyId&, Timestamp before);
std::vector<BlobId> blobs_of(db::Session&, const TenantScope&, const StudyId&);
void delete_study(db::Session&, const TenantScope&, const StudyId&);

}  // namespace portico::studies::store
