// Rows of annotations. SQL only; decides nothing. Private to this room.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/authorized.h"
#include "platform/db/session.h"

namespace portico::annotations::store {

struct OwnRow {
    std::string body;
    std::int64_t version = 0;
    std::optional<std::int64_t> published_version;
    std::optional<Timestamp> published_at;
};
struct PublishedRow {
    std::string author, body;
    Timestamp at;
};

std::optional<OwnRow> find_own(db::Session&, const StudyAccess&);
// Of everybody else, the newest first.
std::vector<PublishedRow> published(db::Session&, const StudyAccess&, std::int64_t limit);
// False when the row has another version (0: there is none) in the meantime.
bool save(db::Session&, const StudyAccess&, std::string_view body, std::int64_t version, Timestamp now);
bool publish(db::Session&, const StudyAccess&, std::int64_t version, Timestamp now);
// False when nothing is published.
bool withdraw(db::Session&, const StudyAccess&);
// The row stays, without content, for its version. False when there is none.
bool clear(db::Session&, const StudyAccess&, std::string_view empty_body, Timestamp now);

std::string patient_of(db::Session&, const StudyAccess&);  // PatientId text, for the audit trail
std::string study_uid(db::Session&, const StudyAccess&);

}  // namespace portico::annotations::store
