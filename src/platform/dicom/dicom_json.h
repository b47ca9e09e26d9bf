// The DICOM JSON Model (PS3.18 Annex F) of an instance's header.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "platform/dicom/instance_file.h"

namespace portico::dicom {

struct JsonOptions {
    std::size_t inline_binary_limit = 1024;  // longer binary values, and all pixel data, become BulkDataURI
    // Makes the URI of a value from its path ("7FE00010", "54000100/1/54001010"; find_value() reads it back). Without
    // one, values that would need it carry only their VR.
    std::function<std::string(std::string_view path)> bulk_data_uri;
};

// One JSON object. Always valid JSON in UTF-8, whatever stands in the header: numbers that are none are written as
// strings where the model allows it, and left out where not. Group lengths are left out, Specific Character Set is
// ISO_IR 192.
std::string to_json(const InstanceFile& instance, const JsonOptions& options = {});

}  // namespace portico::dicom
