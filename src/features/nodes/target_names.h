// Kinds of other systems in DTOs; for this room.
#pragma once

#include "features/nodes/api/sources.h"
#include "platform/api/dto.h"

namespace portico::api {

template <>
struct EnumNames<nodes::TargetKind> {
    using K = nodes::TargetKind;
    static constexpr EnumName<K> table[] = {{K::dicom, "dicom"}, {K::dicomweb, "dicomweb"}};
};

}  // namespace portico::api
