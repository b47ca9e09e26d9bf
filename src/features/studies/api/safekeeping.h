// Whether an object is safe here: said only of what was read again and agrees with the checksums taken when it came.
#pragma once

#include <string>

#include "core/authorized.h"
#include "platform/db/unit_of_work.h"
#include "platform/storage/blob_store.h"

namespace portico::studies {

// What was rejected is going to be deleted, and counts as not there.
enum class Kept { whole, not_there, of_another_class, damaged };

Kept check_kept(db::UnitsOfWork& units, storage::BlobStore& blobs, const TenantScope& scope,
                const std::string& sop_class, const std::string& sop_instance);

}  // namespace portico::studies
