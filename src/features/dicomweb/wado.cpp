#include "features/dicomweb/wado.h"

#include <boost/json.hpp>
#include <memory>

#include "features/dicomweb/answers.h"
#include "features/dicomweb/gzip.h"
#include "features/dicomweb/transcoding.h"
#include "platform/dicom/writer.h"
#include "platform/http/errors.h"
#include "platform/http/multipart.h"

namespace portico::dicomweb {
namespace {

std::string dicom_type(const studies::InstanceRecord& instance, Form form) {
    return "application/dicom; transfer-syntax=" + (form == Form::native
                                                        ? std::string(dicom::transfer_syntaxes::explicit_little)
                                                        : instance.transfer_syntax_uid);
}

// Frames of deflated objects are those of Explicit VR Little Endian.
StoredSyntax stored_frames(const studies::InstanceRecord& instance) {
    if (instance.transfer_syntax_uid == dicom::transfer_syntaxes::deflated_little)
        return {std::string(dicom::transfer_syntaxes::explicit_little), true};
    return {instance.transfer_syntax_uid, imaging::can_decode(instance.transfer_syntax_uid)};
}

StoredSyntax stored_syntax(const studies::InstanceRecord& instance) {
    return {instance.transfer_syntax_uid, imaging::can_decode(instance.transfer_syntax_uid)};
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

}  // namespace

// Objects one after the other; before each the right is looked at again (GEN-5).
http::SegmentSource Wado::object_source(const Target& target, std::vector<studies::InstanceRecord> instances,
                                        std::vector<Form> forms, std::string boundary) const {
    struct State {
        std::vector<studies::InstanceRecord> instances;
        std::vector<Form> forms;
        http::MultipartWriter writer;
        std::size_t next = 0;
        std::optional<http::SegmentSource> current;  // the object that is being sent
        bool closed = false;
    };
    auto state =
        std::make_shared<State>(State{std::move(instances), std::move(forms),
                                      http::MultipartWriter("related", "application/dicom", std::move(boundary))});
    http::SegmentSource source;
    source.next = [this, target, state]() -> Result<std::optional<http::Segment>> {
        if (state->current) {
            PORTICO_TRY(auto segment, state->current->next());
            if (segment) return segment;
            state->current.reset();
        }
        if (state->next < state->instances.size()) {
            {
                auto session = services_.units.database().read();
                PORTICO_CHECK(open_study(services_, session, target, StudyRight::download));
            }
            const auto& instance = state->instances[state->next];
            const auto form = state->forms[state->next++];
            PORTICO_TRY(state->current, object_of(instance, form));
            return std::optional<http::Segment>(state->writer.part(part_headers(dicom_type(instance, form))));
        }
        if (state->closed) return std::nullopt;
        state->closed = true;
        return std::optional<http::Segment>(state->writer.closing());
    };
    return source;
}

Result<http::SegmentSource> Wado::object_of(const studies::InstanceRecord& instance, Form form) const {
    if (form == Form::native) return native_object(services_.archive, services_.decoders, instance);
    PORTICO_TRY(auto content, services_.archive.content(instance));
    auto segments = std::make_shared<std::vector<http::Segment>>(segments_of(content));
    http::SegmentSource source;
    source.content_length = content.size;
    source.next = [segments, next = std::size_t{0}]() mutable -> Result<std::optional<http::Segment>> {
        if (next == segments->size()) return std::nullopt;
        return std::optional(std::move((*segments)[next++]));
    };
    return source;
}

Result<http::Response> Wado::single_object(const http::Request& request, const studies::InstanceRecord& instance,
                                           Form form) const {
    http::Response response;
    if (form == Form::native) {
        PORTICO_TRY(auto source, object_of(instance, form));
        response = http::Response::stream(dicom_type(instance, form), std::move(source));
    } else {
        PORTICO_TRY(auto content, services_.archive.content(instance));
        response = http::Response::files(dicom_type(instance, form), segments_of(content));
    }
    response.headers.set("Content-Disposition", "attachment; filename=\"" + instance.sop_instance_uid + ".dcm\"");
    return finish(request, std::move(response), etag_of(instance, form == Form::native ? "dcm-native" : "dcm"));
}

Result<http::Response> Wado::objects(const http::Request& request, const Target& target) const {
    return objects(request, target, request.header("Accept"));
}

Result<http::Response> Wado::objects(const http::Request& request, const Target& target,
                                     std::string_view accept) const {
    PORTICO_TRY(auto found, find_instances(services_, target, StudyRight::download));
    const bool single = !target.sop_uid.empty();
    std::vector<StoredSyntax> stored;
    for (const auto& instance : found.instances) stored.push_back(stored_syntax(instance));
    PORTICO_TRY(auto answer, negotiate_instances(accept, stored, single));
    visits_.downloaded(found.access, single ? "instance" : target.series_uid.empty() ? "study" : "series");
    if (answer.packing == Packing::single) return single_object(request, found.instances.front(), answer.forms.front());
    auto boundary = http::random_boundary();
    auto type = http::MultipartWriter("related", "application/dicom", boundary).content_type();
    auto response = http::Response::stream(
        type, object_source(target, std::move(found.instances), std::move(answer.forms), std::move(boundary)));
    response.headers.set("Cache-Control", cache_rule);
    return response;
}

Result<http::Response> Wado::metadata(const http::Request& request, const Target& target) const {
    PORTICO_CHECK(negotiate_json(request.header("Accept")));
    std::optional<StudyAccess> access;
    std::vector<studies::SeriesRecord> all;
    {
        auto session = services_.units.database().read();
        PORTICO_TRY(auto opened, open_study(services_, session, target, StudyRight::view_images));
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
    PORTICO_TRY(auto found, find_instances(services_, target, StudyRight::view_images));
    const auto& instance = found.instances.front();
    PORTICO_TRY(auto answer, negotiate_frames(request.header("Accept"), stored_frames(instance), numbers.size()));
    visits_.viewed(found.access);
    // Native frames that no range of the file holds (deflated ones, single bits) are cut out like decoded ones.
    const bool apart = answer.form == Form::stored && imaging::is_native(instance.transfer_syntax_uid) &&
                       !services_.archive.frame(instance, numbers.front()) && instance.frame_count > 0;
    if (apart || answer.form == Form::native) return native_frames(request, instance, std::move(numbers), answer);
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

// Decoded one by one while they are sent; the first beforehand, so that what cannot be shown is told by the status.
Result<http::Response> Wado::native_frames(const http::Request& request, const studies::InstanceRecord& instance,
                                           std::vector<std::uint64_t> numbers, const FrameAnswer& answer) const {
    for (auto number : numbers)
        if (number > static_cast<std::uint64_t>(std::max<std::int64_t>(instance.frame_count, 0)))
            return fail(portico::errors::not_found);
    PORTICO_TRY(auto opened, services_.archive.open(instance));
    auto object = std::make_shared<studies::OpenObject>(std::move(opened));
    PORTICO_TRY(auto first, native_frame(*object, services_.decoders, numbers.front()));
    if (answer.packing == Packing::single)
        return finish(request, http::Response::files(answer.part_type, {http::Segment(std::move(first.bytes))}),
                      etag_of(instance, fmt::format("native-{}", numbers.front())));
    auto writer = std::make_shared<http::MultipartWriter>(answer.related_type);
    const auto type = writer->content_type();
    http::SegmentSource source;
    source.next = [this, object, writer, numbers = std::move(numbers), first = std::move(first.bytes),
                   part_type = answer.part_type,
                   next = std::size_t{0}]() mutable -> Result<std::optional<http::Segment>> {
        if (next > numbers.size()) return std::nullopt;
        if (next == numbers.size()) {
            ++next;
            return std::optional<http::Segment>(writer->closing());
        }
        auto text = writer->part(part_headers(part_type));
        if (next == 0) {
            text += std::exchange(first, {});
        } else {
            PORTICO_TRY(auto frame, native_frame(*object, services_.decoders, numbers[next]));
            text += frame.bytes;
        }
        ++next;
        return std::optional<http::Segment>(std::move(text));
    };
    auto response = http::Response::stream(type, std::move(source));
    response.headers.set("Cache-Control", cache_rule);
    response.headers.set("Vary", "Accept, Cookie");
    return response;
}

Result<http::Response> Wado::bulk_data(const http::Request& request, const Target& target,
                                       std::string_view path) const {
    PORTICO_TRY(auto found, find_instances(services_, target, StudyRight::view_images));
    const auto& instance = found.instances.front();
    PORTICO_TRY(auto content, services_.archive.bulk_data(instance, path));
    PORTICO_TRY(auto answer, negotiate_frames(request.header("Accept"), {"1.2.840.10008.1.2.1", false}, 1));
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
