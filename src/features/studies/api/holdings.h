// How much of studies there is, by their UIDs: for comparing with other archives.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>

#include "core/authorized.h"
#include "platform/db/session.h"

namespace portico::studies {

struct Holding {
    StudyId study;
    std::int64_t instances = 0;  // that are live
    bool rejected = false;       // it was rejected, deleted or withdrawn, and is refused when it comes again
};

// Those of the UIDs that the tenant has.
std::map<std::string, Holding> holdings(db::Session&, const TenantScope&, std::span<const std::string> study_uids);

// The patient of a study as its objects say: whose priors are looked for.
struct StudyPatient {
    std::string study_uid, patient_id, issuer;
};
std::optional<StudyPatient> patient_in_study(db::Session&, const TenantScope&, const StudyId&);

}  // namespace portico::studies
