// Downloads of a study or a series as a ZIP with DICOMDIR (CLA-24). Private to this room.
#pragma once

#include "features/dicomweb/dicomweb.h"

namespace portico::dicomweb {

void add_download_routes(api::Api&, const RouteServices&);

}  // namespace portico::dicomweb
