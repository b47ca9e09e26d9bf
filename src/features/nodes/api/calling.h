// How other systems are called: keys and rules of this server.
#pragma once

#include <memory>

#include "platform/dimse/tls.h"
#include "platform/outgoing/host_rules.h"

namespace portico::nodes {

struct Calling {
    std::shared_ptr<const dimse::TlsContext> tls = {};  // of DICOM; with our certificate, where there is one
    outgoing::HostRules hosts = {};                     // that may be called at all
};

}  // namespace portico::nodes
