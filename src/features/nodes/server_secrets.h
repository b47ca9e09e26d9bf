// What the sealed secrets of DICOMweb servers are bound to; for this room.
#pragma once

#include <string>

#include "features/nodes/api/dicomweb_servers.h"

namespace portico::nodes {

inline std::string secret_purpose(const DicomwebServerId& id) { return "dicomweb.server." + id.text(); }

}  // namespace portico::nodes
