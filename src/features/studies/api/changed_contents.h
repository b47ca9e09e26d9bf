// Objects with one more act of correcting, made for whoever gets them and kept nowhere: another patient ID, for example
// (CLA-27). What was there before stands in Original Attributes Sequence.
#pragma once

#include <string_view>

#include "core/authorized.h"
#include "core/result.h"
#include "features/studies/api/archive.h"
#include "platform/db/unit_of_work.h"
#include "platform/dicom/head.h"
#include "platform/storage/blob_store.h"

namespace portico::studies {

// Thread-safe; everything is borrowed. Headers are read anew. Not to be called with an open session. Errors: those of
// Archive, and dicom_invalid_correction.
class ChangedContents {
public:
    ChangedContents(db::UnitsOfWork& units, storage::BlobStore& blobs) : units_(units), blobs_(blobs) {}

    // As Archive::content().
    Result<Content> content(const StudyAccess&, const InstanceRecord&, const dicom::Corrections&) const;
    // As Archive::data_set().
    Result<Content> data_set(const StudyAccess&, const InstanceRecord&, std::string_view transfer_syntax,
                             const dicom::Corrections&) const;

private:
    db::UnitsOfWork& units_;
    storage::BlobStore& blobs_;
};

}  // namespace portico::studies
