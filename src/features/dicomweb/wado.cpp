#include "features/dicomweb/wado.h"

#include <boost/json.hpp>
#include <memory>

#include "features/dicomweb/answers.h"
#include "features/dicomweb/content_segments.h"
#include "features/dicomweb/gzip.h"
#include "platform/http/errors.h"
#include "platform/http/multipart.h"
#include "platform/http/ranges.h"

namespace portico::dicomweb {
namespace {

// Patient images stay out of shared caches, and a browser asks again before it shows what it kept, so that a right that
// ended is refused at once (STU-34, GEN-5).
constexpr std::string_view cache_rule = "private, no-cache";

std::string etag_of(const studies::InstanceRecord& instance, std::string_view what) {
    return "\"" + instance.id.text() + "." + std::to_string(instance.revision) + "." + std::string(what) + "\"";
}

http::Headers part_headers(std::string_view content_type) {
    return http::Headers{{"Content-Type", std::string(content_type)}};
}

std::string dicom_type(const studies::InstanceRecord& instance) {
    return "application/dicom; transfer-syntax=" + instance.transfer_syntax_uid;
}

// The metadata of one instance out of its series' array.
std::optional<std::string> pick_instance(const std::string& series, std::string_view sop_uid) {
    auto array = boost::json::parse(series).as_array();
    for (const auto& item : array) {
        const auto* uid = item.as_object().if_contains("00080018");
        if (uid && uid->at("Value").as_array().at(0).as_string() == sop_uid) return boost::json::serialize(item);
    }
    return std::nullopt;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
    std::string out;
    std::size_t begin = 0;
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, begin)) {
        out.append(text, begin, at - begin).append(to);
        begin = at + from.size();
    }
    if (begin == 0) return;
    out.append(text, begin);
    text = std::move(out);
}

// The elements of "[a,b]" without the brackets.
std::string_view inner(std::string_view array) { return array.substr(1, array.size() - 2); }

http::Response finish(const http::Request& request, http::Response response, const std::string& etag) {
    response.headers.set("Cache-Control", cache_rule);
    if (!etag.empty()) response.headers.set("ETag", etag);
    response.headers.set("Vary", "Accept, Cookie");
    return http::apply_conditions(request, std::move(response));
}

}  // namespace

Result<StudyAccess> Wado::open(db::Session& session, const Target& target, StudyRight right) const {
    return services_.access.study_by_uid(session, target.caller, target.tenant, target.study_uid, right);
}

Result<Wado::Found> Wado::find_instances(const Target& target, StudyRight right) const {
    auto session = services_.units.database().read();
    PORTICO_TRY(auto access, open(session, target, right));
    Found found{std::move(access), {}};
    if (!target.sop_uid.empty()) {
        auto instance = services_.archive.find_instance(session, found.access, target.series_uid, target.sop_uid);
        if (instance) found.instances.push_back(std::move(*instance));
    } else if (!target.series_uid.empty()) {
        auto series = services_.archive.find_series(session, found.access, target.series_uid);
        if (series) found.instances = services_.archive.instances(session, found.access, series->id);
    } else {
        for (const auto& series : services_.archive.series(session, found.access)) {
            auto more = services_.archive.instances(session, found.access, series.id);
            found.instances.insert(found.instances.end(), more.begin(), more.end());
        }
    }
    if (found.instances.empty()) return fail(portico::errors::not_found);
    return found;
}

// Objects one after the other; before each the right is looked at again (GEN-5).
http::SegmentSource Wado::object_source(const Target& target, std::vector<studies::InstanceRecord> instances,
                                        std::string boundary) const {
    struct State {
        std::vector<studies::InstanceRecord> instances;
        std::size_t next = 0;
        std::vector<http::Segment> ready;  // of the object that is being sent, last first
        http::MultipartWriter writer;
        bool closed = false;
    };
    auto state = std::make_shared<State>(
        State{std::move(instances), 0, {}, http::MultipartWriter("related", "application/dicom", std::move(boundary))});
    http::SegmentSource source;
    source.next = [this, target, state]() -> Result<std::optional<http::Segment>> {
        if (state->ready.empty() && state->next < state->instances.size()) {
            {
                auto session = services_.units.database().read();
                PORTICO_CHECK(open(session, target, StudyRight::download));
            }
            const auto& instance = state->instances[state->next++];
            PORTICO_TRY(auto content, services_.archive.content(instance));
            state->ready = segments_of(content);
            state->ready.insert(state->ready.begin(), state->writer.part(part_headers(dicom_type(instance))));
            std::reverse(state->ready.begin(), state->ready.end());
        }
        if (!state->ready.empty()) {
            auto segment = std::move(state->ready.back());
            state->ready.pop_back();
            return std::optional(std::move(segment));
        }
        if (state->closed) return std::nullopt;
        state->closed = true;
        return std::optional<http::Segment>(state->writer.closing());
    };
    return source;
}

Result<http::Response> Wado::objects(const http::Request& request, const Target& target) const {
    PORTICO_TRY(auto found, find_instances(target, StudyRight::download));
    bool single = !target.sop_uid.empty();
    PORTICO_TRY(auto packing, negotiate_instances(request.header("Accept"),
                                                  single ? found.instances.front().transfer_syntax_uid : "", single));
    visits_.downloaded(found.access, single ? "instance" : target.series_uid.empty() ? "study" : "series");
    if (packing == Packing::single) {
        const auto& instance = found.instances.front();
        PORTICO_TRY(auto content, services_.archive.content(instance));
        auto response = http::Response::files(dicom_type(instance), segments_of(content));
        response.headers.set("Content-Disposition", "attachment; filename=\"" + instance.sop_instance_uid + ".dcm\"");
        return finish(request, std::move(response), etag_of(instance, "dcm"));
    }
    auto boundary = http::random_boundary();
    auto type = http::MultipartWriter("related", "application/dicom", boundary).content_type();
    auto response =
        http::Response::stream(type, object_source(target, std::move(found.instances), std::move(boundary)));
    response.headers.set("Cache-Control", cache_rule);
    return response;
}

Result<http::Response> Wado::metadata(const http::Request& request, const Target& target) const {
    PORTICO_CHECK(negotiate_json(request.header("Accept")));
    std::optional<StudyAccess> access;
    std::vector<studies::SeriesRecord> all;
    {
        auto session = services_.units.database().read();
        PORTICO_TRY(auto opened, open(session, target, StudyRight::view_images));
        all = services_.archive.series(session, opened);
        access = std::move(opened);
    }
    std::string json = "[", tag;
    for (const auto& series : all) {
        if (!target.series_uid.empty() && series.series_instance_uid != target.series_uid) continue;
        PORTICO_TRY(auto packed, services_.archive.series_metadata(*access, series));
        PORTICO_TRY(auto text, gunzip(packed));
        if (!target.sop_uid.empty()) {
            auto picked = pick_instance(text, target.sop_uid);
            if (!picked) continue;
            text = "[" + *picked + "]";
        }
        if (json.size() > 1 && text.size() > 2) json += ",";
        json += inner(text);
        tag += series.id.text() + "." + std::to_string(series.revision) + ".";
    }
    json += "]";
    if (json.size() == 2) return fail(portico::errors::not_found);
    visits_.viewed(*access);
    replace_all(json, studies::Archive::bulk_data_prefix, request.origin() + "/t/" + target.slug + "/dicomweb");
    auto response = http::Response::json(200, std::move(json));
    response.headers.set("Content-Type", "application/dicom+json");
    // A study of many series would make a tag without end.
    return finish(request, std::move(response), tag.size() > 600 ? "" : "\"" + tag + target.sop_uid + "\"");
}

Result<http::Response> Wado::frames(const http::Request& request, const Target& target, std::string_view list) const {
    PORTICO_TRY(auto numbers, parse_frame_list(list));
    PORTICO_TRY(auto found, find_instances(target, StudyRight::view_images));
    const auto& instance = found.instances.front();
    PORTICO_TRY(auto answer, negotiate_frames(request.header("Accept"), instance.transfer_syntax_uid, numbers.size()));
    visits_.viewed(found.access);
    std::vector<http::Segment> segments;
    http::MultipartWriter writer(answer.related_type);
    for (auto number : numbers) {
        PORTICO_TRY(auto content, services_.archive.frame(instance, number));
        if (answer.packing == Packing::multipart) segments.emplace_back(writer.part(part_headers(answer.part_type)));
        for (auto& segment : segments_of(content)) segments.push_back(std::move(segment));
    }
    auto type = answer.part_type;
    if (answer.packing == Packing::multipart) {
        segments.emplace_back(writer.closing());
        type = writer.content_type();
    }
    auto etag = etag_of(instance, "frames-" + std::string(list) + (answer.packing == Packing::single ? "-s" : "-m"));
    // Each multipart answer has a boundary of its own, so its bytes are never the same twice: a weak tag.
    if (answer.packing == Packing::multipart) etag = "W/" + etag;
    return finish(request, http::Response::files(type, std::move(segments)), etag);
}

Result<http::Response> Wado::bulk_data(const http::Request& request, const Target& target,
                                       std::string_view path) const {
    PORTICO_TRY(auto found, find_instances(target, StudyRight::view_images));
    const auto& instance = found.instances.front();
    PORTICO_TRY(auto content, services_.archive.bulk_data(instance, path));
    PORTICO_TRY(auto answer, negotiate_frames(request.header("Accept"), "1.2.840.10008.1.2.1", 1));
    visits_.viewed(found.access);
    if (answer.packing == Packing::single || request.header("Accept").empty())
        return finish(request, http::Response::files("application/octet-stream", segments_of(content)),
                      etag_of(instance, std::string("bulk-") + std::string(path)));
    http::MultipartWriter writer("application/octet-stream");
    std::vector<http::Segment> segments{writer.part(part_headers("application/octet-stream"))};
    for (auto& segment : segments_of(content)) segments.push_back(std::move(segment));
    segments.emplace_back(writer.closing());
    return finish(request, http::Response::files(writer.content_type(), std::move(segments)), "");
}

}  // namespace portico::dicomweb
