// Rendered frames, thumbnails and WADO-URI (STU-31; PS3.18 8.3.5, 9, 10.4.1.1.3). Private to this room.
#pragma once

#include "features/dicomweb/rendered_query.h"
#include "features/dicomweb/retrieval.h"
#include "features/dicomweb/visits.h"
#include "features/dicomweb/wado.h"

namespace portico::dicomweb {

class Pictures {
public:
    Pictures(const RouteServices& services, Visits& visits, const Wado& wado)
        : services_(services), visits_(visits), wado_(wado) {}

    // Of an instance: its first frame when `list` is empty, or the whole video that it is. A list names one frame.
    Result<http::Response> rendered(const http::Request&, const Target&, std::string_view list) const;
    // Of a study, a series, an instance or a frame: the middle one of what there is, 128 pixels at most unless told.
    Result<http::Response> thumbnail(const http::Request&, const Target&, std::string_view list) const;
    // GET /t/{tenant}/wado; the UIDs of the target come from the query.
    Result<http::Response> by_uri(const http::Request&, const Caller&, const TenantId&, const std::string& slug) const;

private:
    struct Wish {
        const studies::InstanceRecord& instance;
        std::uint32_t frame;
        std::string media_type;
        RenderedQuery query;
        std::string tag;  // what makes this picture another one than others of the same frame
    };
    Result<http::Response> picture(const http::Request&, const StudyAccess&, Wish) const;
    Result<http::Response> video(const http::Request&, const FoundInstances&, std::string_view accept) const;
    std::vector<studies::InstanceRecord> representatives(const Target&, const StudyAccess&) const;
    Result<http::Response> picture_by_uri(const http::Request&, const Target&, const UriQuery&,
                                          const std::string& media_type) const;
    const RouteServices& services_;
    Visits& visits_;
    const Wado& wado_;
};

}  // namespace portico::dicomweb
