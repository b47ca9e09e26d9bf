// The start of a DICOM file: preamble, "DICM" and File Meta Information (PS3.10 7.1).
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace portico::dimse {

struct FileMeta {
    std::string sop_class;
    std::string sop_instance;
    std::string transfer_syntax;
    std::string implementation_class_uid;
    std::string implementation_version;  // at most 16 characters
    std::string source_ae;               // at most 16 characters; left out when empty
};

// The preamble is zeros: what a sender put there is not carried on.
std::vector<std::byte> part10_header(const FileMeta& meta);

}  // namespace portico::dimse
