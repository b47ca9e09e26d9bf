// How other systems are called: keys and rules of this server.
#pragma once

#include <memory>

#include "platform/dimse/tls.h"
#include "platform/web_client/addresses.h"

namespace portico::nodes {

struct Calling {
    std::shared_ptr<const dimse::TlsContext> tls = {};  // of DICOM; with our certificate, where there is one
    web_client::AddressRules rules = {};                // of web servers
};

}  // namespace portico::nodes
