// The marks of everybody in a study: saved, published, taken back. Private to this room.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/authorized.h"
#include "core/clock.h"
#include "core/result.h"
#include "features/annotations/marks.h"
#include "platform/db/unit_of_work.h"

namespace portico::annotations {

namespace errors {
inline constexpr ErrorKind for_people_only{"annotations_for_people_only", 403, 0x0124,
                                           "Only a person can keep annotations."};
inline constexpr ErrorKind nothing_to_export{"nothing_to_export", 409, 0x0110,
                                             "There is nothing of this kind to export."};
inline constexpr ErrorKind nothing_to_publish{"nothing_to_publish", 409, 0x0110, "There is nothing to publish."};
inline constexpr ErrorKind nothing_published{"nothing_published", 409, 0x0110, "Nothing is published."};
}  // namespace errors

struct OwnMarks {
    Marks marks;
    std::int64_t version = 0;  // 0: nothing was ever saved
    std::optional<std::int64_t> published_version;
    std::optional<Timestamp> published_at;
};
struct PublishedMarks {
    std::string author;
    Timestamp at;
    Marks marks;
};

// Thread-safe. Who may do what is said by the StudyAccess: of a person who may see the study's images.
class AnnotationBook {
public:
    AnnotationBook(db::UnitsOfWork& units, const Clock& clock) : units_(units), clock_(clock) {}

    OwnMarks own(const StudyAccess&) const;  // nothing for those who are no persons
    std::vector<PublishedMarks> of_others(const StudyAccess&) const;
    // Errors: for_people_only, invalid_input (a drawing without its points), precondition_failed for another version.
    Result<OwnMarks> save(const StudyAccess&, const Marks&, std::int64_t version);
    // As they are in this version. Errors: also nothing_to_publish.
    Result<OwnMarks> publish(const StudyAccess&, std::int64_t version);
    Result<void> withdraw(const StudyAccess&);  // nothing_published
    // All own marks, published ones too. Does nothing when there are none.
    Result<void> remove(const StudyAccess&);
    // Writes the audit entry of an export; `details` say what and how.
    void exported(const StudyAccess&, const std::string& object,
                  std::vector<std::pair<std::string, std::string>> details);

private:
    AuditEvent event_of(db::Session&, const StudyAccess&, std::string code) const;
    db::UnitsOfWork& units_;
    const Clock& clock_;
};

}  // namespace portico::annotations
