// DCMTK's data set as bytes; for this room only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

class DcmDataset;

namespace portico::dicom {

// Group lengths and padding are left out, sequences have undefined lengths. Nothing when it would be longer than
// `most`.
std::optional<std::string> data_set_bytes(DcmDataset& data, bool explicit_vr, bool big_endian, std::uint64_t most);

}  // namespace portico::dicom
