// Marks as DICOM objects. Private to this room.
#pragma once

#include <string>

#include "core/authorized.h"
#include "core/result.h"
#include "features/annotations/annotations.h"
#include "features/annotations/marks.h"

namespace portico::annotations {

enum class ExportKind : std::uint8_t { measurements, key_images };

struct ExportedObject {
    std::string bytes, series_uid, sop_instance_uid;
};

// Thread-safe.
class Exporter {
public:
    explicit Exporter(const RouteServices& services) : services_(services) {}

    // Of the marks on images that are there for this access. `to_be_stored`: with the data of patient and study as they
    // were received; otherwise as they leave. Errors: nothing_to_export, those of reading objects.
    Result<ExportedObject> make(const StudyAccess&, const Marks&, ExportKind, bool to_be_stored) const;
    // Into the study, as an object like any other. Errors: those of the receiver.
    Result<void> store(const StudyAccess&, const ExportedObject&) const;

private:
    const RouteServices& services_;
};

}  // namespace portico::annotations
