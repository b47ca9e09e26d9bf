// History entries as JSON. Private to this room.
#pragma once

#include "features/accounts/history.h"
#include "platform/api/dto.h"

namespace portico::api {

template <>
struct Dto<accounts::HistoryEntry> {
    static constexpr std::string_view name = "HistoryEntry";
    static constexpr auto fields =
        std::tuple{field("at", &accounts::HistoryEntry::at), field("by", &accounts::HistoryEntry::by),
                   field("change", &accounts::HistoryEntry::change)};
};

}  // namespace portico::api
