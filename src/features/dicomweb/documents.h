// Documents, photographs and videos that become DICOM objects of a study (STU-3): PDF as Encapsulated PDF (PS3.3
// A.45.1), JPEG and PNG as Secondary Capture (PS3.3 A.8.1), MP4 as Video Photographic Image (PS3.3 A.32.7), its bytes
// as they are. Private to this room.
#pragma once

#include "features/dicomweb/dicomweb.h"

namespace portico::dicomweb {

inline constexpr std::uint64_t document_max_bytes = 128ULL * 1024 * 1024;
inline constexpr std::uint64_t video_max_bytes = 2ULL * 1024 * 1024 * 1024;

void add_document_routes(api::Api&, const RouteServices&);

}  // namespace portico::dicomweb
