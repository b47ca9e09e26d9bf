#include "platform/http/ranges.h"

#include <fmt/format.h>

#include "platform/http/detail/text.h"
#include "platform/http/errors.h"
#include "platform/http/multipart.h"
#include "platform/http/problem.h"

namespace portico::http {

namespace {

constexpr std::size_t most_parts = 32;
constexpr int most_overlaps = 2;

// One range-spec of RFC 9110, 14.1.1. Outer nothing: not valid; length 0: valid, but beyond the end.
std::optional<ByteRange> parse_spec(std::string_view spec, std::uint64_t total) {
    const auto dash = spec.find('-');
    if (dash == std::string_view::npos) return std::nullopt;
    const auto first_text = spec.substr(0, dash);
    const auto last_text = spec.substr(dash + 1);
    if (first_text.empty()) {
        const auto suffix = detail::parse_number(last_text);
        if (!suffix) return std::nullopt;
        const auto length = std::min(*suffix, total);
        return ByteRange{total - length, length};
    }
    const auto first = detail::parse_number(first_text);
    const auto last = last_text.empty() ? std::optional(UINT64_MAX) : detail::parse_number(last_text);
    if (!first || !last || *last < *first) return std::nullopt;
    if (*first >= total) return ByteRange{0, 0};
    return ByteRange{*first, std::min(*last, total - 1) - *first + 1};
}

int count_overlaps(std::vector<ByteRange> parts) {
    std::sort(parts.begin(), parts.end(), [](const auto& a, const auto& b) { return a.offset < b.offset; });
    int overlaps = 0;
    std::uint64_t end = 0;
    for (const auto& part : parts) {
        if (part.offset < end) ++overlaps;
        end = std::max(end, part.offset + part.length);
    }
    return overlaps;
}

std::string_view opaque_tag(std::string_view tag) {
    if (tag.starts_with("W/")) tag.remove_prefix(2);
    return tag;
}

bool any_tag(std::string_view header, std::string_view etag, bool strong) {
    if (etag.empty()) return false;
    if (detail::trim(header) == "*") return true;
    if (strong && etag.starts_with("W/")) return false;
    for (const auto tag : detail::split_list(header)) {
        if (strong ? tag == etag : opaque_tag(tag) == opaque_tag(etag)) return true;
    }
    return false;
}

std::vector<Segment> take_segments(Body& body) {
    if (auto* text = std::get_if<std::string>(&body)) return {Segment(std::move(*text))};
    return std::move(std::get<std::vector<Segment>>(body));
}

std::string content_range(const ByteRange& part, std::uint64_t total) {
    return fmt::format("bytes {}-{}/{}", part.offset, part.offset + part.length - 1, total);
}

void make_parts(Response& response, const std::vector<ByteRange>& parts, std::uint64_t total) {
    const auto whole = take_segments(response.body);
    response.status = 206;
    if (parts.size() == 1) {
        response.headers.set("Content-Range", content_range(parts.front(), total));
        response.body = slice(whole, parts.front().offset, parts.front().length);
        return;
    }
    const std::string type(response.headers.get("Content-Type").value_or("application/octet-stream"));
    MultipartWriter writer("byteranges", "", random_boundary());
    std::vector<Segment> body;
    for (const auto& part : parts) {
        body.emplace_back(writer.part({{"Content-Type", type}, {"Content-Range", content_range(part, total)}}));
        for (auto& segment : slice(whole, part.offset, part.length)) body.push_back(std::move(segment));
    }
    body.emplace_back(writer.closing());
    response.headers.set("Content-Type", writer.content_type());
    response.body = std::move(body);
}

}  // namespace

RangeOutcome parse_range(std::string_view header, std::uint64_t total) {
    RangeOutcome outcome;
    header = detail::trim(header);
    if (!equals_ignoring_case(header.substr(0, 6), "bytes=")) return outcome;
    const auto specs = detail::split_list(header.substr(6));
    if (specs.empty() || specs.size() > most_parts) return outcome;
    std::vector<ByteRange> parts;
    for (const auto spec : specs) {
        const auto part = parse_spec(spec, total);
        if (!part) return outcome;
        if (part->length != 0) parts.push_back(*part);
    }
    if (parts.empty()) {
        outcome.kind = RangeOutcome::Kind::unsatisfiable;
        return outcome;
    }
    if (count_overlaps(parts) > most_overlaps) return outcome;
    outcome.kind = RangeOutcome::Kind::parts;
    outcome.parts = std::move(parts);
    return outcome;
}

bool any_tag_matches(std::string_view header, std::string_view etag) { return any_tag(header, etag, false); }
bool any_tag_matches_strongly(std::string_view header, std::string_view etag) { return any_tag(header, etag, true); }

namespace {

Response without_body(Response response) {
    response.status = 304;
    response.body = std::string();
    response.headers.remove("Content-Type");
    return response;
}

bool has_already(const Request& request, std::string_view etag) {
    const auto tags = request.headers.get("If-None-Match");
    return tags && any_tag_matches(*tags, etag);
}

// The ranges that are asked for, as far as the conditions allow them.
RangeOutcome wanted_ranges(const Request& request, std::string_view etag, std::uint64_t total) {
    const auto range = request.headers.get("Range");
    // RFC 9110, 14.2: Range has a meaning for GET only.
    if (!range || request.method != Method::get) return {};
    const auto condition = request.headers.get("If-Range");
    if (condition && !any_tag_matches_strongly(*condition, etag)) return {};
    return parse_range(*range, total);
}

Response unsatisfiable(const Request& request, std::uint64_t total) {
    auto problem = problem_response(errors::range_not_satisfiable, request);
    problem.headers.set("Content-Range", fmt::format("bytes */{}", total));
    return problem;
}

bool is_reading(const Request& request) { return request.method == Method::get || request.method == Method::head; }

}  // namespace

Response apply_conditions(const Request& request, Response response) {
    const bool known_size = response.body.index() < 2;
    if (!is_reading(request) || !known_size || response.status != 200) return response;
    response.headers.set("Accept-Ranges", "bytes");
    const std::string etag(response.headers.get("ETag").value_or(""));
    if (has_already(request, etag)) return without_body(std::move(response));
    const auto* text = std::get_if<std::string>(&response.body);
    const std::uint64_t total = text ? text->size() : size_of(std::get<std::vector<Segment>>(response.body));
    const auto outcome = wanted_ranges(request, etag, total);
    if (outcome.kind == RangeOutcome::Kind::unsatisfiable) return unsatisfiable(request, total);
    if (outcome.kind == RangeOutcome::Kind::parts) make_parts(response, outcome.parts, total);
    return response;
}

Response apply_conditions(const Request& request, Response response, const RangedSource& source) {
    ByteRange range{0, source.size};
    if (is_reading(request) && response.status == 200) {
        response.headers.set("Accept-Ranges", "bytes");
        const std::string etag(response.headers.get("ETag").value_or(""));
        if (has_already(request, etag)) return without_body(std::move(response));
        const auto outcome = wanted_ranges(request, etag, source.size);
        if (outcome.kind == RangeOutcome::Kind::unsatisfiable) return unsatisfiable(request, source.size);
        if (outcome.kind == RangeOutcome::Kind::parts && outcome.parts.size() == 1) {
            range = outcome.parts.front();
            response.status = 206;
            response.headers.set("Content-Range", content_range(range, source.size));
        }
    }
    auto body = source.open(range);
    body.content_length = range.length;
    response.body = std::move(body);
    return response;
}

}  // namespace portico::http
