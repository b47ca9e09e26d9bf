#include "features/dicomweb/retrieval.h"

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

std::string etag_of(const studies::InstanceRecord& instance, std::string_view what) {
    return "\"" + instance.id.text() + "." + std::to_string(instance.revision) + "." + std::string(what) + "\"";
}

http::Headers part_headers(std::string_view content_type) {
    return http::Headers{{"Content-Type", std::string(content_type)}};
}

http::Response finish(const http::Request& request, http::Response response, const std::string& etag) {
    response.headers.set("Cache-Control", cache_rule);
    if (!etag.empty()) response.headers.set("ETag", etag);
    response.headers.set("Vary", "Accept, Cookie");
    return http::apply_conditions(request, std::move(response));
}

Result<StudyAccess> open_study(const RouteServices& services, db::Session& session, const Target& target,
                               StudyRight right) {
    return services.access.study_by_uid(session, target.caller, target.tenant, target.study_uid, right);
}

Result<FoundInstances> find_instances(const RouteServices& services, const Target& target, StudyRight right) {
    auto session = services.units.database().read();
    PORTICO_TRY(auto access, open_study(services, session, target, right));
    FoundInstances found{std::move(access), {}};
    if (!target.sop_uid.empty()) {
        auto instance = services.archive.find_instance(session, found.access, target.series_uid, target.sop_uid);
        if (instance) found.instances.push_back(std::move(*instance));
    } else if (!target.series_uid.empty()) {
        auto series = services.archive.find_series(session, found.access, target.series_uid);
        if (series) found.instances = services.archive.instances(session, found.access, series->id);
    } else {
        for (const auto& series : services.archive.series(session, found.access)) {
            auto more = services.archive.instances(session, found.access, series.id);
            found.instances.insert(found.instances.end(), more.begin(), more.end());
        }
    }
    if (found.instances.empty()) return fail(portico::errors::not_found);
    return found;
}

}  // namespace portico::dicomweb
