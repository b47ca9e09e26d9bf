// Objects and frames in Explicit VR Little Endian (STU-31, PS3.18 8.7.3.5). Private to this room.
#pragma once

#include "features/studies/studies.h"
#include "platform/http/body.h"
#include "platform/imaging/decoders.h"

namespace portico::dicomweb {

// One frame, from 1. Errors: not_found, no_image, and those of decoding.
Result<imaging::DecodedFrame> native_frame(studies::OpenObject&, imaging::Decoders&, std::uint64_t number);

// The whole object; its frames are decoded one by one while it is sent. Errors: those of reading and decoding the first
// frame, image_too_large for what has no place in one element.
Result<http::SegmentSource> native_object(const studies::Archive&, imaging::Decoders&, const studies::InstanceRecord&);

}  // namespace portico::dicomweb
