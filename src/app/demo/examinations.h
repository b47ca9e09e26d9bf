// Studies of the demonstration: written to a folder first, taken in through the archive's one way in afterwards.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "app/demo/cast.h"
#include "core/clock.h"
#include "features/studies/studies.h"

namespace portico::app::demo {

struct WrittenExamination {
    const Examination* examination;
    std::string study_uid;
};
struct WrittenExaminations {
    std::filesystem::path riverside, lakeside;  // a folder for each department
    std::vector<WrittenExamination> examinations;
};
// Writes everything below `folder`, dated back from now. Most of the demonstration's time is spent here.
WrittenExaminations write_examinations(const std::filesystem::path& folder, Timestamp now,
                                       const std::function<void(const std::string&)>& tell);

// How many objects were stored.
std::int64_t take_in(studies::Receiver&, const TenantScope&, const std::filesystem::path& folder);

}  // namespace portico::app::demo
