#include "features/dicomweb/pictures.h"

#include <cmath>

#include "features/dicomweb/answers.h"
#include "features/dicomweb/recordings.h"
#include "platform/http/errors.h"

namespace portico::dicomweb {
namespace {

constexpr std::uint32_t thumbnail_side = 128, largest_thumbnail = 1024;
constexpr std::size_t most_candidates = 3;  // each may cost the time of a frame
constexpr std::string_view explicit_little_endian = "1.2.840.10008.1.2.1";

imaging::PictureFormat format_of(std::string_view media_type) {
    if (media_type == "image/png") return imaging::PictureFormat::png;
    if (media_type == "image/gif") return imaging::PictureFormat::gif;
    return imaging::PictureFormat::jpeg;
}

// "2024-01-31" for 20240131.
std::string date_text(const std::string& date) {
    if (date.size() != 8) return date;
    return date.substr(0, 4) + "-" + date.substr(4, 2) + "-" + date.substr(6);
}

void add_line(std::vector<std::string>& lines, const std::vector<std::string>& parts) {
    std::string line;
    for (const auto& part : parts)
        if (!part.empty()) line += (line.empty() ? "" : "  ") + part;
    if (!line.empty()) lines.push_back(imaging::annotation_text(line));
}

// PS3.18 8.3.5.1.1; names are those of the corrected header.
std::vector<std::string> annotation(const RenderedQuery& query, const dicom::Attributes& of) {
    std::vector<std::string> lines;
    if (query.patient) {
        add_line(lines, {of.patient_name, of.patient_id});
        add_line(lines, {date_text(of.birth_date), of.sex});
    }
    if (query.technique) {
        add_line(lines, {of.modality, of.study_description, of.series_description});
        add_line(lines, {date_text(of.study_date), of.body_part, of.laterality});
        add_line(lines, {fmt::format("{} x {}", of.columns, of.rows), of.station});
    }
    return lines;
}

bool has_pictures(const studies::InstanceRecord& instance) {
    return instance.rows && *instance.rows > 0 && instance.frame_count > 0 &&
           imaging::can_decode(instance.transfer_syntax_uid);
}

// Whether the part of the image that a viewport names lies within it.
bool is_within(const imaging::Viewport& viewport, const dicom::ImageHeader& image) {
    const auto ends = [](double from, const std::optional<double>& part, std::uint32_t side) {
        return from < side && from + (part ? std::abs(*part) : 0) <= side;
    };
    return ends(viewport.x, viewport.part_width, image.columns) && ends(viewport.y, viewport.part_height, image.rows);
}

// The query of a request as one short text.
std::string tag_of(const http::Request& request, const std::string& media_type) {
    std::string all = media_type;
    for (const auto& [name, value] : request.query) all += "\n" + name + "=" + value;
    return fmt::format("{:x}", std::hash<std::string>{}(all));
}

std::string_view accept_of(const http::Request& request, const RenderedQuery& query) {
    return query.accept.empty() ? request.header("Accept") : std::string_view(query.accept);
}

Result<std::uint32_t> one_frame(std::string_view list) {
    PORTICO_TRY(const auto numbers, parse_frame_list(list));
    if (numbers.size() != 1) return fail(http::errors::not_acceptable);
    if (numbers.front() > 0xFFFFFFFFULL) return fail(portico::errors::not_found);
    return static_cast<std::uint32_t>(numbers.front());
}

}  // namespace

Result<http::Response> Pictures::picture(const http::Request& request, const StudyAccess& access, Wish wish) const {
    if (wish.frame > static_cast<std::uint64_t>(std::max<std::int64_t>(wish.instance.frame_count, 0)))
        return fail(wish.instance.frame_count > 0 ? portico::errors::not_found : dicom::errors::no_image);
    visits_.viewed(access);
    const auto etag = etag_of(wish.instance, fmt::format("{}-{}", wish.frame, wish.tag));
    // A picture that the browser has already is not made again.
    if (http::any_tag_matches(request.header("If-None-Match"), etag))
        return finish(request, http::Response::text(200, "", wish.media_type), etag);
    PORTICO_TRY(auto object, services_.archive.open(wish.instance));
    PORTICO_TRY(const auto frame, object.image.frame(wish.frame));
    auto& rendering = wish.query.rendering;
    if (rendering.viewport && !is_within(*rendering.viewport, frame.header))
        return fail(errors::bad_rendering_parameter, "a part outside of the image");
    rendering.format = format_of(wish.media_type);
    rendering.annotation =
        annotation(wish.query, (object.corrected ? *object.corrected : object.image.instance()).attributes());
    PORTICO_TRY(auto rendered, services_.decoders.render(frame, rendering));
    return finish(request, http::Response::files(wish.media_type, {http::Segment(std::move(rendered.file))}), etag);
}

Result<http::Response> Pictures::rendered(const http::Request& request, const Target& target,
                                          std::string_view list) const {
    PORTICO_TRY(auto query, parse_rendered(request.query));
    std::uint32_t frame = 1;
    if (!list.empty()) {
        PORTICO_TRY(frame, one_frame(list));
    }
    PORTICO_TRY(const auto found, find_instances(services_, target, StudyRight::view_images));
    if (list.empty() && is_recording(found.instances.front())) return video(request, found, accept_of(request, query));
    PORTICO_TRY(const auto media_type, negotiate_picture(accept_of(request, query)));
    return picture(request, found.access,
                   {found.instances.front(), frame, media_type, std::move(query), tag_of(request, media_type)});
}

// A browser asks for many ranges of one video: all are one visit.
Result<http::Response> Pictures::video(const http::Request& request, const FoundInstances& found,
                                       std::string_view accept) const {
    PORTICO_TRY(auto response, recording(services_.archive, request, found.instances.front(), accept));
    visits_.viewed(found.access);
    return response;
}

// Of each series the middle instance that has pixels.
std::vector<studies::InstanceRecord> Pictures::representatives(const Target& target, const StudyAccess& access) const {
    std::vector<studies::InstanceRecord> chosen;
    auto session = services_.units.database().read();
    for (const auto& series : services_.archive.series(session, access)) {
        if (!target.series_uid.empty() && series.series_instance_uid != target.series_uid) continue;
        auto instances = services_.archive.instances(session, access, series.id);
        std::erase_if(instances, [&](const auto& instance) {
            return !has_pictures(instance) || (!target.sop_uid.empty() && instance.sop_instance_uid != target.sop_uid);
        });
        if (!instances.empty()) chosen.push_back(std::move(instances[instances.size() / 2]));
        if (chosen.size() == most_candidates) break;
    }
    return chosen;
}

Result<http::Response> Pictures::thumbnail(const http::Request& request, const Target& target,
                                           std::string_view list) const {
    PORTICO_TRY(auto query, parse_thumbnail(request.query));
    std::optional<std::uint32_t> frame;
    if (!list.empty()) {
        PORTICO_TRY(frame, one_frame(list));
    }
    PORTICO_TRY(const auto media_type, negotiate_picture(accept_of(request, query)));
    std::optional<StudyAccess> access;
    {
        auto session = services_.units.database().read();
        PORTICO_TRY(auto opened, open_study(services_, session, target, StudyRight::view_images));
        access = std::move(opened);
    }
    auto& viewport = query.rendering.viewport;
    if (!viewport) viewport = imaging::Viewport{thumbnail_side, thumbnail_side, 0, 0, {}, {}};
    viewport->width = std::min(viewport->width, largest_thumbnail);
    viewport->height = std::min(viewport->height, largest_thumbnail);
    // A series that cannot be shown does not hide the others of its study.
    Result<http::Response> answer = fail(portico::errors::not_found);
    for (const auto& instance : representatives(target, *access)) {
        const auto middle = static_cast<std::uint32_t>((instance.frame_count + 1) / 2);
        answer =
            picture(request, *access,
                    {instance, frame.value_or(middle), media_type, query, "thumbnail-" + tag_of(request, media_type)});
        if (answer || answer.error().kind().http_status != 406) return answer;
    }
    return answer;
}

Result<http::Response> Pictures::picture_by_uri(const http::Request& request, const Target& target,
                                                const UriQuery& query, const std::string& media_type) const {
    PORTICO_TRY(const auto found, find_instances(services_, target, StudyRight::view_images));
    const auto& instance = found.instances.front();
    auto rendered = query.rendered;
    rendered.rendering.viewport = viewport_of(query, static_cast<std::uint32_t>(instance.rows.value_or(1)),
                                              static_cast<std::uint32_t>(instance.columns.value_or(1)));
    return picture(request, found.access,
                   {instance, query.frame.value_or(1), media_type, std::move(rendered), tag_of(request, media_type)});
}

Result<http::Response> Pictures::by_uri(const http::Request& request, const Caller& caller, const TenantId& tenant,
                                        const std::string& slug) const {
    PORTICO_TRY(auto query, parse_wado_uri(request.query));
    const Target target{caller, tenant, slug, query.study, query.series, query.instance};
    if (query.content_types.empty()) {
        // A single image as a picture, everything else as the object (PS3.18 9.4.1.2.1).
        PORTICO_TRY(const auto found, find_instances(services_, target, StudyRight::view_images));
        const auto& instance = found.instances.front();
        const bool single = has_pictures(instance) && instance.frame_count == 1;
        query.content_types = {single ? "image/jpeg" : "application/dicom"};
    }
    for (const auto& type : query.content_types) {
        if (type == "application/dicom") {
            // One that cannot be had gives way to Explicit VR Little Endian.
            const auto wanted = query.transfer_syntax.empty() ? explicit_little_endian : query.transfer_syntax;
            return wado_.objects(request, target,
                                 fmt::format("application/dicom; transfer-syntax={}, application/dicom; "
                                             "transfer-syntax={}; q=0.5",
                                             wanted, explicit_little_endian));
        }
        if (type == "video/mp4") {
            PORTICO_TRY(const auto found, find_instances(services_, target, StudyRight::view_images));
            if (is_recording(found.instances.front())) return video(request, found, type);
            continue;
        }
        if (type == "*/*" || type == "image/*") return picture_by_uri(request, target, query, "image/jpeg");
        if (type == "image/jpeg" || type == "image/png" || type == "image/gif")
            return picture_by_uri(request, target, query, type);
    }
    return fail(http::errors::not_acceptable);
}

}  // namespace portico::dicomweb
