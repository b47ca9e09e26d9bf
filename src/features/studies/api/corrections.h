// Corrected data in the objects themselves (STU-12): every object of a corrected study leaves with a head that carries
// what staff entered, and an Original Attributes Sequence that tells what it was (PS3.3 C.12.1.1.9).
#pragma once

#include "core/authorized.h"
#include "core/clock.h"
#include "core/result.h"
#include "platform/db/unit_of_work.h"
#include "platform/storage/blob_store.h"

namespace portico::studies {

// Thread-safe; owns no data.
class Corrector {
public:
    Corrector(db::UnitsOfWork& units, storage::BlobStore& blobs) : units_(units), blobs_(blobs) {}

    // Makes the heads of all live instances anew from the rows of study_correction, then puts them into force in one
    // transaction with the next revision of each series. Slow for large studies: for a job, outside of any transaction.
    // May be run again after a failure at any point; without corrections it does nothing.
    // Errors: not_found, conflict when the corrections change faster than heads are made, and those of reading objects,
    // of the store and of values that an object cannot carry (dicom_invalid_correction).
    Result<void> make_corrected_heads(const TenantScope&, const StudyId&);

private:
    db::UnitsOfWork& units_;
    storage::BlobStore& blobs_;
};

}  // namespace portico::studies
