#include "features/dicomweb/rendered_query.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace portico::dicomweb {
namespace {

constexpr std::size_t longest_value = 512;

Error refuse(std::string_view name) {
    return Error(errors::bad_rendering_parameter)
        .at(std::string(name), "not_valid", std::string(errors::bad_rendering_parameter.text));
}

std::vector<std::string_view> split(std::string_view text) {
    std::vector<std::string_view> parts;
    for (;;) {
        const auto end = std::min(text.find(','), text.size());
        parts.push_back(text.substr(0, end));
        if (end == text.size()) return parts;
        text.remove_prefix(end + 1);
    }
}

template <class T>
std::optional<T> number(std::string_view text) {
    T value{};
    const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || stop != text.data() + text.size() || text.empty()) return std::nullopt;
    return value;
}

std::optional<double> decimal(std::string_view text) {
    const auto value = number<double>(text);
    if (!value || !std::isfinite(*value) || std::abs(*value) > 1e30) return std::nullopt;
    return value;
}

std::optional<dicom::VoiFunction> function(std::string_view text) {
    if (text == "linear") return dicom::VoiFunction::linear;
    if (text == "linear-exact") return dicom::VoiFunction::linear_exact;
    if (text == "sigmoid") return dicom::VoiFunction::sigmoid;
    return std::nullopt;
}

std::optional<dicom::Window> window_of(std::string_view center, std::string_view width, dicom::VoiFunction function) {
    const auto c = decimal(center), w = decimal(width);
    const bool wide = w && (function == dicom::VoiFunction::linear ? *w >= 1 : *w > 0);
    if (!c || !wide) return std::nullopt;
    return dicom::Window{*c, *w, function};
}

// window=center,width,function
Result<void> read_window(std::string_view text, RenderedQuery& query) {
    const auto parts = split(text);
    const auto kind = parts.size() == 3 ? function(parts[2]) : std::nullopt;
    if (!kind) return fail(refuse("window"));
    query.rendering.window = window_of(parts[0], parts[1], *kind);
    if (!query.rendering.window) return fail(refuse("window"));
    return {};
}

bool is_side(const std::optional<std::uint32_t>& side) {
    return side && *side >= 1 && *side <= imaging::longest_picture_side;
}

// viewport=vw,vh[,sx,sy,sw,sh]; what is left out between commas keeps its default.
Result<void> read_viewport(std::string_view text, RenderedQuery& query, std::size_t most) {
    const auto parts = split(text);
    if (parts.size() < 2 || parts.size() > most) return fail(refuse("viewport"));
    const auto width = number<std::uint32_t>(parts[0]), height = number<std::uint32_t>(parts[1]);
    if (!is_side(width) || !is_side(height)) return fail(refuse("viewport"));
    std::array<std::optional<double>, 4> part;
    for (std::size_t i = 2; i < parts.size(); ++i) {
        if (parts[i].empty()) continue;
        part[i - 2] = decimal(parts[i]);
        if (!part[i - 2] || std::abs(*part[i - 2]) > 1e6) return fail(refuse("viewport"));
    }
    const auto zero = [](const std::optional<double>& size) { return size && *size == 0; };
    if (zero(part[2]) || zero(part[3]) || part[0].value_or(0) < 0 || part[1].value_or(0) < 0)
        return fail(refuse("viewport"));
    query.rendering.viewport =
        imaging::Viewport{*width, *height, part[0].value_or(0), part[1].value_or(0), part[2], part[3]};
    return {};
}

Result<void> read_quality(std::string_view text, RenderedQuery& query, std::string_view name) {
    const auto quality = number<std::uint32_t>(text);
    if (!quality || *quality < 1 || *quality > 100) return fail(refuse(name));
    query.rendering.quality = static_cast<std::uint8_t>(*quality);
    return {};
}

Result<void> read_annotation(std::string_view text, RenderedQuery& query) {
    for (auto keyword : split(text)) {
        if (keyword == "patient")
            query.patient = true;
        else if (keyword == "technique")
            query.technique = true;
        else
            return fail(refuse("annotation"));
    }
    return {};
}

Result<void> read_rendered(std::string_view name, std::string_view value, RenderedQuery& query) {
    if (name == "window") return read_window(value, query);
    if (name == "viewport") return read_viewport(value, query, 6);
    if (name == "quality") return read_quality(value, query, name);
    if (name == "annotation") return read_annotation(value, query);
    // Pictures leave without a profile: "no" is what is given, anything else cannot be (PS3.18 8.3.5.1.5).
    if (name == "iccprofile" && value != "no") return fail(refuse(name));
    if (name == "accept") query.accept = value;
    return {};
}

Result<void> check_each(const QueryParameters& parameters) {
    for (const auto& [name, value] : parameters)
        if (value.size() > longest_value) return fail(refuse("query"));
    return {};
}

// region=xmin,ymin,xmax,ymax
Result<void> read_region(std::string_view text, UriQuery& query) {
    const auto parts = split(text);
    if (parts.size() != 4) return fail(refuse("region"));
    std::array<double, 4> region{};
    for (std::size_t i = 0; i < 4; ++i) {
        const auto value = decimal(parts[i]);
        if (!value || *value < 0 || *value > 1) return fail(refuse("region"));
        region[i] = *value;
    }
    if (region[0] >= region[2] || region[1] >= region[3]) return fail(refuse("region"));
    query.region = region;
    return {};
}

Result<void> read_count(std::string_view name, std::string_view value, std::uint32_t most,
                        std::optional<std::uint32_t>& into) {
    into = number<std::uint32_t>(value);
    if (!into || *into < 1 || *into > most) return fail(refuse(name));
    return {};
}

struct UriWindow {
    std::optional<std::string> center, width;
};

Result<void> read_uri(std::string_view name, const std::string& value, UriQuery& query, UriWindow& window) {
    constexpr auto most_frames = 1U << 30;
    if (name == "requestType" && value != "WADO") return fail(refuse(name));
    if (name == "studyUID") query.study = value;
    if (name == "seriesUID") query.series = value;
    if (name == "objectUID") query.instance = value;
    if (name == "transferSyntax") query.transfer_syntax = value;
    if (name == "windowCenter") window.center = value;
    if (name == "windowWidth") window.width = value;
    if (name == "region") return read_region(value, query);
    if (name == "frameNumber") return read_count(name, value, most_frames, query.frame);
    if (name == "rows") return read_count(name, value, imaging::longest_picture_side, query.rows);
    if (name == "columns") return read_count(name, value, imaging::longest_picture_side, query.columns);
    if (name == "imageQuality") return read_quality(value, query.rendered, name);
    if (name == "annotation") return read_annotation(value, query.rendered);
    if (name == "contentType")
        for (auto type : split(value)) query.content_types.emplace_back(type.substr(0, type.find(';')));
    return {};
}

}  // namespace

Result<RenderedQuery> parse_rendered(const QueryParameters& parameters) {
    PORTICO_CHECK(check_each(parameters));
    RenderedQuery query;
    for (const auto& [name, value] : parameters) PORTICO_CHECK(read_rendered(name, value, query));
    return query;
}

Result<RenderedQuery> parse_thumbnail(const QueryParameters& parameters) {
    PORTICO_CHECK(check_each(parameters));
    RenderedQuery query;
    for (const auto& [name, value] : parameters) {
        if (name == "viewport") PORTICO_CHECK(read_viewport(value, query, 2));
        if (name == "accept") query.accept = value;
    }
    return query;
}

Result<UriQuery> parse_wado_uri(const QueryParameters& parameters) {
    PORTICO_CHECK(check_each(parameters));
    UriQuery query;
    UriWindow window;
    bool type_told = false;
    for (const auto& [name, value] : parameters) {
        type_told = type_told || name == "requestType";
        PORTICO_CHECK(read_uri(name, value, query, window));
    }
    if (!type_told) return fail(refuse("requestType"));
    for (const auto& [name, uid] : {std::pair("studyUID", query.study), std::pair("seriesUID", query.series),
                                    std::pair("objectUID", query.instance)})
        if (uid.empty()) return fail(refuse(name));
    if (window.center.has_value() != window.width.has_value()) return fail(refuse("windowCenter"));
    if (window.center) {
        query.rendered.rendering.window = window_of(*window.center, *window.width, dicom::VoiFunction::linear);
        if (!query.rendered.rendering.window) return fail(refuse("windowWidth"));
    }
    return query;
}

std::optional<imaging::Viewport> viewport_of(const UriQuery& query, std::uint32_t rows, std::uint32_t columns) {
    if (!query.rows && !query.columns && !query.region) return std::nullopt;
    const auto [left, top, right, bottom] = query.region.value_or(std::array{0.0, 0.0, 1.0, 1.0});
    imaging::Viewport viewport;
    viewport.x = std::floor(left * columns);
    viewport.y = std::floor(top * rows);
    const double width = std::max(std::ceil(right * columns) - viewport.x, 1.0);
    const double height = std::max(std::ceil(bottom * rows) - viewport.y, 1.0);
    viewport.part_width = width;
    viewport.part_height = height;
    // One side alone leaves the other free; without any the part keeps its size.
    const auto free = query.rows || query.columns ? imaging::longest_picture_side : 0;
    viewport.width = query.columns.value_or(free ? free : static_cast<std::uint32_t>(width));
    viewport.height = query.rows.value_or(free ? free : static_cast<std::uint32_t>(height));
    return viewport;
}

}  // namespace portico::dicomweb
