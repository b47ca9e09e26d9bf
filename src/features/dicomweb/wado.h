// WADO-RS: objects, metadata, frames and bulk data as they lie in the archive (STU-31). Private to this room.
#pragma once

#include "features/dicomweb/dicomweb.h"
#include "features/dicomweb/visits.h"
#include "platform/api/context.h"

namespace portico::dicomweb {

// Which study, series and instance a path names; nothing of it is trusted until the study was opened.
struct Target {
    Caller caller;
    TenantId tenant;
    std::string slug, study_uid, series_uid, sop_uid;
};

class Wado {
public:
    Wado(const RouteServices& services, Visits& visits) : services_(services), visits_(visits) {}

    Result<http::Response> objects(const http::Request&, const Target&) const;
    Result<http::Response> metadata(const http::Request&, const Target&) const;
    Result<http::Response> frames(const http::Request&, const Target&, std::string_view list) const;
    Result<http::Response> bulk_data(const http::Request&, const Target&, std::string_view path) const;

private:
    struct Found {
        StudyAccess access;
        std::vector<studies::InstanceRecord> instances;
    };
    Result<StudyAccess> open(db::Session&, const Target&, StudyRight) const;
    Result<Found> find_instances(const Target&, StudyRight) const;
    http::SegmentSource object_source(const Target&, std::vector<studies::InstanceRecord>, std::string boundary) const;
    const RouteServices& services_;
    Visits& visits_;
};

}  // namespace portico::dicomweb
