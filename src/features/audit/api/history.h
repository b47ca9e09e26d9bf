// The history of an object as JSON (GEN-11): one shape for roles, settings, links and everything else that people edit.
#pragma once

#include <string>
#include <vector>

#include "features/audit/audit.h"
#include "platform/api/dto.h"

namespace portico::audit {

struct HistoryLine {
    Timestamp at;
    std::string by;
    std::string change;  // what happened and what it changed: "changed (name: Reader → Radiologist)"
};
// `topic`: only events of it ("clinician_portal"), where several things of one object have screens of their own.
std::vector<HistoryLine> to_lines(const std::vector<HistoryEntry>&, std::string_view topic = {});

}  // namespace portico::audit

namespace portico::api {

template <>
struct Dto<audit::HistoryLine> {
    static constexpr std::string_view name = "HistoryEntry";
    static constexpr auto fields =
        std::tuple{field("at", &audit::HistoryLine::at), field("by", &audit::HistoryLine::by),
                   field("change", &audit::HistoryLine::change)};
};

}  // namespace portico::api
