// Content of the archive as pieces of a response. Private to this room.
#pragma once

#include <vector>

#include "features/studies/studies.h"
#include "platform/http/body.h"

namespace portico::dicomweb {

// Ranges of files are only referred to; the files stay open for as long as the segments live.
std::vector<http::Segment> segments_of(const studies::Content& content);

}  // namespace portico::dicomweb
