// Reading the rows of what is kept. SQL only; decides nothing.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "features/studies/api/archive.h"
#include "platform/db/session.h"

namespace portico::studies::store {

// Which instances of a study are looked at.
struct View {
    TenantId tenant;
    StudyId study;
    bool unreleased = false;  // also those that are not validated, as long as the study is not released (STU-11)
};

// Staff of the tenant look at what is not released too.
View view_of(const StudyAccess&);

std::vector<SeriesRecord> find_series(db::Session&, const View&, std::optional<std::string_view> uid);
// All of a series, or the one with this SOP Instance UID.
std::vector<InstanceRecord> find_instances(db::Session&, const View&, const SeriesId&);
std::optional<InstanceRecord> find_instance(db::Session&, const View&, std::string_view series_uid,
                                            std::string_view sop_instance_uid);

// How the prepared metadata of a series stand.
struct PreparedMetadata {
    StudyId study;
    std::string study_instance_uid, series_instance_uid;
    std::int64_t revision = 0;
    std::optional<BlobId> blob;
    std::int64_t blob_revision = -1;
    bool settled = false;  // the study is released and nothing of the series waits for its validation
};
std::optional<PreparedMetadata> prepared_metadata(db::Session&, const TenantScope&, const SeriesId&);
// False when the series has changed meanwhile.
bool keep_metadata(db::Session&, const TenantScope&, const SeriesId&, std::int64_t revision, const BlobId&);

}  // namespace portico::studies::store
