// Who looked at and took away what, for the audit trail (AUD-1): one entry per caller, study and 15 minutes, without a
// transaction for every frame. Thread-safe; private to this room.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "core/authorized.h"
#include "core/clock.h"
#include "features/audit/audit.h"
#include "platform/db/unit_of_work.h"

namespace portico::dicomweb {

class Visits {
public:
    Visits(db::UnitsOfWork& units, audit::AuditTrail& trail, const Clock& clock)
        : units_(units), trail_(trail), clock_(clock) {}

    // study.viewed. Nothing that was seen goes unrecorded: when the entry cannot be written, this throws.
    void viewed(const StudyAccess&);
    // study.downloaded, with what was taken ("study", "series", "instance") and as what ("dicom", "zip").
    void downloaded(const StudyAccess&, const std::string& what, const std::string& format = "dicom");

private:
    // True when this process wrote the entry within the window.
    bool written(const std::string& subject);
    void note(const std::string& subject);

    db::UnitsOfWork& units_;
    audit::AuditTrail& trail_;
    const Clock& clock_;
    std::mutex mutex_;
    std::map<std::string, Timestamp> written_;
};

}  // namespace portico::dicomweb
