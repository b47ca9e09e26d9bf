#include "features/dicomweb/content_segments.h"

namespace portico::dicomweb {

std::vector<http::Segment> segments_of(const studies::Content& content) {
    std::vector<http::Segment> segments;
    for (const auto& part : content.parts) {
        if (!part.file) {
            segments.emplace_back(part.bytes);
            continue;
        }
        auto file = http::OpenFile::borrow(part.file->fd(), part.file);
        segments.emplace_back(http::FileRange{std::move(file), part.offset, part.length});
    }
    return segments;
}

}  // namespace portico::dicomweb
