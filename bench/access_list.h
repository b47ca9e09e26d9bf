// PERF-5: a clinician's study list against plain SQL.
#pragma once

#include "bench/generator.h"
#include "platform/db/database.h"

namespace portico::bench {

// Prints a table and the plan of a read.
void bench_access_list(db::Database&, const Population&, const Clock&, int runs);

}  // namespace portico::bench
