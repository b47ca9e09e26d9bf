// Whether another system answers, as JSON; for this room.
#pragma once

#include "features/nodes/api/ae_titles.h"
#include "platform/api/dto.h"

namespace portico::api {

template <>
struct Dto<nodes::Reachability> {
    using T = nodes::Reachability;
    static constexpr std::string_view name = "Reachability";
    static constexpr auto fields =
        std::tuple{field("ok", &T::ok), field("problem", &T::problem, {.text = "Code of the error; empty when ok."})};
};

}  // namespace portico::api
