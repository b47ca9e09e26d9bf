// Columns of studies for lists and pages. SQL only; which studies anybody may see is decided before.
#pragma once

#include <map>
#include <vector>

#include "features/studies/api/clinician_access.h"
#include "features/studies/api/study_list.h"
#include "platform/db/session.h"
#include "platform/db/sql.h"

namespace portico::studies::store {

// Without sources and rights. `reader` is the user for whom it is unread; empty for machines, for whom nothing is.
std::map<StudyId, StudyRow> study_rows(db::Session&, const std::vector<StudyId>&, const UserId& reader);
std::vector<SeriesRow> series_rows(db::Session&, const TenantScope&, const StudyId&);
bool not_for_primary_diagnosis(db::Session&, const TenantId&);
// " AND …" over alias s, for access::ListQuestion.
db::Sql list_filter(const Caller&, const StudyQuestion&);
void mark_read(db::Session&, const UserId&, const StudyId&, Timestamp now);
std::optional<PatientId> patient_of(db::Session&, const TenantScope&, const StudyId&);
// As the tenant knows them, by its access links.
std::map<MembershipId, Clinician> clinicians(db::Session&, const TenantScope&, const std::vector<MembershipId>&);

}  // namespace portico::studies::store
