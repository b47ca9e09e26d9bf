// Opening what a path names, and the rules that all answers with images share (STU-31, STU-34). Private to this room.
#pragma once

#include "features/dicomweb/dicomweb.h"
#include "platform/api/context.h"
#include "platform/http/ranges.h"

namespace portico::dicomweb {

// Which study, series and instance a path names; nothing of it is trusted until the study was opened.
struct Target {
    Caller caller;
    TenantId tenant;
    std::string slug, study_uid, series_uid, sop_uid;
};

struct FoundInstances {
    StudyAccess access;
    std::vector<studies::InstanceRecord> instances;  // never empty
};

Result<StudyAccess> open_study(const RouteServices&, db::Session&, const Target&, StudyRight);
// All instances of the study, the series or the one that the target names. Errors: not_found, and those of access.
Result<FoundInstances> find_instances(const RouteServices&, const Target&, StudyRight);

std::vector<http::Segment> segments_of(const studies::Content&);
std::string etag_of(const studies::InstanceRecord&, std::string_view what);
http::Headers part_headers(std::string_view content_type);

// Patient images stay out of shared caches, and a browser asks again before it shows what it kept, so that a right that
// ended is refused at once (STU-34, GEN-5).
inline constexpr std::string_view cache_rule = "private, no-cache";
// Cache headers and conditions; `etag` may be empty.
http::Response finish(const http::Request&, http::Response, const std::string& etag);

}  // namespace portico::dicomweb
