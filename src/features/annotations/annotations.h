// Annotations and key images: each person's own, published ones of others, exports as DICOM objects (STU-42).
#pragma once

#include <memory>

#include "features/access/access.h"
#include "features/studies/studies.h"
#include "platform/api/route.h"
#include "platform/db/unit_of_work.h"

namespace portico::annotations {

struct RouteServices {
    db::UnitsOfWork& units;
    const access::AccessService& access;
    const studies::Archive& archive;
    studies::Receiver& receiver;
    const Clock& clock;
    std::string software_version;
};
// All of them must outlive the API.
void add_routes(api::Api&, const RouteServices&);

}  // namespace portico::annotations
