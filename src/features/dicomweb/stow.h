// STOW-RS: objects in (PS3.18 10.5, STU-2). Private to this room.
#pragma once

#include "features/dicomweb/dicomweb.h"

namespace portico::dicomweb {

inline constexpr std::uint64_t stow_max_bytes = std::uint64_t{10} << 30;

// `study_uid`: the study that all objects must belong to; empty: any.
Result<http::Response> store_objects(const RouteServices&, const http::Request&, const TenantScope&, const Caller&,
                                     std::string_view slug, std::string_view study_uid);

}  // namespace portico::dicomweb
