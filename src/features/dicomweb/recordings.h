// Videos as browsers play them (STU-41; PS3.18 8.7.4, rendered media types of videos): the MP4 file that an object
// holds, as it lies, so that any range of it can be asked for. Private to this room.
#pragma once

#include "features/dicomweb/retrieval.h"

namespace portico::dicomweb {

bool is_recording(const studies::InstanceRecord&);

// Errors: not_acceptable where no video/mp4 is taken, not_playable, those of the archive.
Result<http::Response> recording(const studies::Archive&, const http::Request&, const studies::InstanceRecord&,
                                 std::string_view accept);

namespace errors {
inline constexpr ErrorKind not_playable{"video_not_playable", 406, 0x0110,
                                        "This video is not an MP4 file and cannot be played here."};
}

}  // namespace portico::dicomweb
