// WADO-RS: objects, metadata, frames and bulk data as they lie in the archive, or decoded where that is asked for
// (STU-31). Private to this room.
#pragma once

#include "features/dicomweb/answers.h"
#include "features/dicomweb/retrieval.h"
#include "features/dicomweb/visits.h"

namespace portico::dicomweb {

class Wado {
public:
    Wado(const RouteServices& services, Visits& visits) : services_(services), visits_(visits) {}

    Result<http::Response> objects(const http::Request&, const Target&) const;
    // The same for an Accept header that the request does not have.
    Result<http::Response> objects(const http::Request&, const Target&, std::string_view accept) const;
    Result<http::Response> metadata(const http::Request&, const Target&) const;
    Result<http::Response> frames(const http::Request&, const Target&, std::string_view list) const;
    Result<http::Response> bulk_data(const http::Request&, const Target&, std::string_view path) const;

private:
    http::SegmentSource object_source(const Target&, std::vector<studies::InstanceRecord>, std::vector<Form>,
                                      std::string boundary) const;
    Result<http::SegmentSource> object_of(const studies::InstanceRecord&, Form) const;
    Result<http::Response> single_object(const http::Request&, const studies::InstanceRecord&, Form) const;
    Result<http::Response> native_frames(const http::Request&, const studies::InstanceRecord&,
                                         std::vector<std::uint64_t> numbers, const FrameAnswer&) const;
    const RouteServices& services_;
    Visits& visits_;
};

}  // namespace portico::dicomweb
