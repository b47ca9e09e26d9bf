// What becomes of objects that arrive by C-STORE (PS3.4 Annex B). Implemented by the feature that keeps studies.
#pragma once

#include <any>
#include <cstddef>
#include <memory>
#include <span>
#include <string>

#include "core/result.h"
#include "platform/dimse/association.h"

namespace portico::dimse {

// Named by the C-STORE request and the presentation context, before the data set is seen. The data set may say
// otherwise: checking that is the service's part. The UIDs are well-formed (digits and dots, at most 64).
struct IncomingHeader {
    std::string sop_class;
    std::string sop_instance;
    std::string transfer_syntax;
};

// One object on its way in, used by one thread. Destroyed without finish(), or after an error: the peer went away or
// the object was refused, and everything of it must go.
class IncomingObject {
public:
    virtual ~IncomingObject() = default;

    // The next bytes of a DICOM file: a fresh Part 10 header first (preamble of zeros, file meta information with the
    // sender's AE title), then the data set byte for byte as received. After an error nothing more is written.
    virtual Result<void> write(std::span<const std::byte> data) = 0;

    // All bytes were written. Success is answered to the peer as it is: the object must be durable by then (GEN-3).
    virtual Result<void> finish() = 0;
};

// Called on the associations' threads, many at a time. An Error is answered with its kind's DIMSE status and, as Error
// Comment (0000,0902), its public text; a throw with 0x0110 (processing failure).
class StoreService {
public:
    virtual ~StoreService() = default;
    virtual Result<std::unique_ptr<IncomingObject>> begin(const std::any& context, const AssociationRequest& peer,
                                                          const IncomingHeader& header) = 0;
};

}  // namespace portico::dimse
