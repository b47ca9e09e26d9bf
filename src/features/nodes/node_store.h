// The rows of registered DICOM nodes. SQL only.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "features/nodes/api/ae_titles.h"
#include "platform/db/session.h"

namespace portico::nodes::store {

std::string_view key_of(RetrieveBy);

std::vector<AeTitle> nodes_of(db::Session&, const TenantId&);  // by titles
std::optional<AeTitle> find_node(db::Session&, const TenantId&, const AeTitleId&);
std::optional<AeTitle> find_node(db::Session&, std::string_view called, std::string_view calling);
// A node of the tenant that can be called: enabled, with address and port. Registered with our title `called` rather
// than with another of the tenant's.
std::optional<AeTitle> find_destination(db::Session&, const TenantId&, std::string_view calling,
                                        std::string_view called);

}  // namespace portico::nodes::store
