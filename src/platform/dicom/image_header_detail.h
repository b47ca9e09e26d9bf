// From DCMTK's data set to ImageHeader; for this room only.
#pragma once

#include "platform/dicom/image_header.h"

namespace portico::dicom {

struct HeaderData;
// Of frame `frame`, counted from 0.
ImageHeader image_header(HeaderData& data, std::uint32_t frame);

}  // namespace portico::dicom
