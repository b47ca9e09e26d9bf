// Whether what was acknowledged is still there, bit for bit, and nothing is kept that nobody knows of (STU-20, GEN-3).
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "core/clock.h"
#include "platform/db/unit_of_work.h"
#include "platform/storage/blob_store.h"

namespace portico::studies {

// What a look at the store came to. `damaged` and `missing` count objects that are so now, `restored` those that were
// and are whole again.
struct IntegrityTally {
    std::int64_t objects = 0;
    std::uint64_t bytes = 0;
    std::int64_t missing = 0, damaged = 0, restored = 0;
    std::int64_t orphans = 0;  // blobs without a row that were removed
    std::uint64_t orphan_bytes = 0;

    bool whole() const { return missing == 0 && damaged == 0; }
};

// Reads objects back and compares them with the checksums that were taken when they arrived: CRC-32 of the whole blob,
// SHA-256 of the data set, CRC-32 of a corrected head. An object that fails is marked and told in the audit trail
// (object.damaged, object.missing; object.restored when it is well again), and is no longer given to anybody: an error,
// never wrong pixels. Sent again with the same content, it is whole again.
// Thread-safe; two checks at a time do double work and no harm. Throws DbError.
class Integrity {
public:
    // Which of these blobs rows of another room name.
    using Owner = std::function<std::vector<BlobId>(db::Session&, const std::vector<BlobId>&)>;

    Integrity(db::UnitsOfWork& units, storage::BlobStore& blobs, const Clock& clock, std::vector<Owner> others);

    // Everything, replaced versions too. `progress` (may be empty) after each batch; it returns false to stop.
    IntegrityTally verify(const std::function<bool(const IntegrityTally&)>& progress);
    // The next objects after those of the last call, until `bytes` are read; begins again after the last one.
    IntegrityTally scrub(std::uint64_t bytes);
    // Removes blobs that no row names and that are older than `min_age_seconds`: what a crash left between the content
    // and its row. Nothing younger: its row may be about to come.
    IntegrityTally remove_orphans(std::int64_t min_age_seconds);

private:
    db::UnitsOfWork& units_;
    storage::BlobStore& blobs_;
    const Clock& clock_;
    std::vector<Owner> others_;
};

}  // namespace portico::studies
