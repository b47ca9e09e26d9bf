// IOCM rejection notes: Key Object Selection documents that say which instances no longer count (IHE RAD TF-2 4.66,
// titles of PS3.16 CID 7011, references of PS3.3 C.17.6.2).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "platform/dicom/instance_file.h"

namespace portico::dicom {

inline constexpr std::string_view key_object_selection = "1.2.840.10008.5.1.4.1.1.88.59";
inline constexpr std::size_t most_rejected = 10'000;  // instances named by one note

struct RejectionNote {
    std::string code;                            // 113001, 113037, 113038 or 113039 of DCM
    std::vector<std::string> sop_instance_uids;  // of its own study, sorted, each once
};

// Nothing when the object is no rejection note. What it says of other studies is left out: a copy of the note in each
// of them speaks of those. Error: too_complex, when it names more than most_rejected instances.
Result<std::optional<RejectionNote>> rejection_note(InstanceFile&);

}  // namespace portico::dicom
