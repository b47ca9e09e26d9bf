// Rows of what clinicians uploaded (STU-3). SQL only; decides nothing. Changes happen in the caller's unit of work,
// with the study locked.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "core/authorized.h"
#include "features/studies/api/clinician_uploads.h"
#include "features/studies/arrival.h"
#include "platform/db/session.h"

namespace portico::studies::store {

struct UploadRow {
    MembershipId membership;
    bool mixed = false;    // others have sent to it as well
    bool granted = false;  // a release has given access once
    UploadState state = UploadState::waiting;
    std::string decided_by;
};
std::optional<UploadRow> upload_of(db::Session&, const TenantScope&, const StudyId&);

// Objects of a clinician were kept: the study waits for staff (again).
void note_upload(db::Session&, const TenantScope&, const StudyId&, const Caller&, const Arrival::Study&,
                 std::int64_t objects, Timestamp now);
void mark_mixed(db::Session&, const TenantScope&, const StudyId&);
void mark_granted(db::Session&, const TenantScope&, const StudyId&);
// Nothing happens to a study that no clinician uploaded.
void upload_waits(db::Session&, const TenantScope&, const StudyId&);
void upload_decided(db::Session&, const TenantScope&, const StudyId&, UploadState, const std::string& by,
                    const std::string& reason, Timestamp now);
// Who is named in it counts from now on.
void count_referrers(db::Session&, const TenantScope&, const StudyId&);

// What a clinician sent makes room for what the tenant receives itself: the study is rejected and gives its UIDs up.
void displace(db::Session&, const TenantScope&, const StudyId&, Timestamp now);

std::map<StudyId, Uploader> uploaders(db::Session&, const TenantScope&, const std::vector<StudyId>&);

// Of one member, newest first.
std::vector<ClinicianUpload> uploads_of(db::Session&, const MembershipId&, const std::vector<TenantId>& tenants,
                                        const std::optional<UploadKey>& after, std::int64_t limit);
std::vector<UploadDepartment> departments(db::Session&, const std::vector<TenantId>&);

}  // namespace portico::studies::store
