// The studies of a tenant that one exact value leaves over, where they are few: found by the index of the value, so
// that a list need not look for them along all studies of the tenant (PERF-4). A list then holds them against all its
// conditions as ever; nothing is decided here. SQL only.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/caller.h"
#include "features/studies/api/search.h"
#include "platform/db/session.h"

namespace portico::studies::store {

// More than this are no few: reading along the list finds a page of them soon.
constexpr std::int64_t most_few = 1000;

// Nothing where they are more than most_few.
using FewStudies = std::optional<std::vector<StudyId>>;

FewStudies few_with_patient_id(db::Session&, const TenantId&, std::string_view patient_id);  // of any issuer
FewStudies few_of_patient(db::Session&, const TenantId&, const PatientId&);
// By a word of the patient, the accession number or the description, or its beginning; folded as text::tokens() does
// it.
FewStudies few_with_word(db::Session&, const TenantId&, std::string_view word);
// By the first condition of a QIDO-RS or C-FIND query that leaves few.
FewStudies few_by_conditions(db::Session&, const TenantId&, const SearchQuery&);

}  // namespace portico::studies::store
