// SQL of the portal's settings. Private to this room.
#pragma once

#include "features/clinician_portal/api/portal.h"

namespace portico::clinician_portal::store {

Portal find_portal(db::Session&, const TenantId&);
void keep_photo(db::Session&, const TenantId&, const BlobId&, Timestamp now);
bool has_photo(db::Session&, const TenantId&, const BlobId&);
std::vector<BlobId> named_photos(db::Session&, const std::vector<BlobId>&);
void enable_portal(db::Session&, const TenantId&, const EnablePortal&, Timestamp now);
// False when the version is another one.
bool change_portal(db::Session&, const TenantId&, std::int64_t version, const PortalSettings&);
// The permissions of a clinician role of this tenant.
std::optional<ClinicianPermissions> clinician_role(db::Session&, const TenantId&, const RoleId&);

}  // namespace portico::clinician_portal::store
