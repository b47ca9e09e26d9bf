// What clinicians upload to departments that let them (STU-3): where they may, and what became of it.
//
// The objects come in by the Receiver like all others. A study that a clinician uploaded waits for staff whatever
// checks the department chose, and nothing in it counts before they release it. The release gives its uploader an
// explicit grant, once; it ends when others add to the study.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/caller.h"
#include "core/clock.h"
#include "features/access/api/uploads.h"
#include "platform/db/unit_of_work.h"

namespace portico::studies {

enum class UploadState : std::uint8_t { waiting, released, rejected };
std::string_view key_of(UploadState state);

// Who uploaded a study, for the staff that decide about it.
struct Uploader {
    std::string name, account;
};

struct UploadDepartment {
    TenantId tenant;
    std::string slug, name;  // the name is the one in the directory
};

struct ClinicianUpload {
    StudyId study;
    UploadDepartment department;
    std::string patient_name;  // as the clinician sent it: PN
    std::string study_date;    // YYYYMMDD, or empty
    std::string description;
    std::int64_t objects = 0;
    Timestamp first_at, last_at;
    UploadState state = UploadState::waiting;
    std::optional<Timestamp> decided_at;
    std::string reason;    // of a rejection
    bool is_open = false;  // whether the clinician may open the study now
};

using UploadKey = std::pair<Timestamp, StudyId>;  // last_at and id of the last one of a page
struct UploadPage {
    std::vector<ClinicianUpload> uploads;
    std::optional<UploadKey> next;
};

// Thread-safe; owns no data.
class ClinicianUploads {
public:
    ClinicianUploads(db::UnitsOfWork& units, const access::AccessService& access, const Clock& clock)
        : units_(units), access_(access), rights_(clock) {}

    // Those that let the caller upload, by name.
    std::vector<UploadDepartment> departments(const Caller&) const;
    // The caller's own, of departments where they are allowed; newest first.
    UploadPage list(const Caller&, const std::optional<UploadKey>& after, std::int64_t limit) const;

private:
    db::UnitsOfWork& units_;
    const access::AccessService& access_;
    access::UploadRights rights_;
};

}  // namespace portico::studies
