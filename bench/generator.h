// Fills an empty, migrated database with what PERF-5 asks for: a million studies in 20 tenants, and one clinician who
// is linked with all of them. Rows are made by the database itself, so both databases are filled in about a minute.
#pragma once

#include <vector>

#include "features/testing/fixtures.h"
#include "platform/db/unit_of_work.h"

namespace portico::bench {

struct Size {
    int tenants = 20;
    std::int64_t studies = 1'000'000;
    std::int64_t grants = 20'000;
    std::int64_t referrals = 5'000;
};

struct Population {
    testing::Member clinician;
    std::vector<TenantId> tenants;
};

// In the first two tenants the clinician sees everything, in the others by grant, referral and history.
Population populate(db::UnitsOfWork&, const Clock&, const Size&);

}  // namespace portico::bench
