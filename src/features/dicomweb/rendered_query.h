// Parameters of rendered resources and of WADO-URI (PS3.18 8.3.5, 9.4 and 9.5). Pure; private to this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/result.h"
#include "platform/imaging/frame_task.h"

namespace portico::dicomweb {

using QueryParameters = std::vector<std::pair<std::string, std::string>>;

struct RenderedQuery {
    imaging::Rendering rendering;  // all but its format and annotation
    bool patient = false, technique = false;
    std::string accept;  // the parameter "accept", which comes before the header (PS3.18 8.3.3.1)
};
// Parameters that are not of this resource are left alone. Errors: bad_rendering_parameter, with its name.
Result<RenderedQuery> parse_rendered(const QueryParameters&);
// Of thumbnails: viewport=vw,vh and accept only.
Result<RenderedQuery> parse_thumbnail(const QueryParameters&);

struct UriQuery {
    std::string study, series, instance;
    std::vector<std::string> content_types;  // in order of preference; empty: none told
    std::string transfer_syntax;  // of application/dicom; empty: Explicit VR Little Endian (PS3.18 9.4.1.2.3)
    std::optional<std::uint32_t> frame;
    std::optional<std::uint32_t> rows, columns;
    std::optional<std::array<double, 4>> region;  // left, top, right, bottom; from 0 to 1
    RenderedQuery rendered;
};
// Errors: bad_rendering_parameter.
Result<UriQuery> parse_wado_uri(const QueryParameters&);
// What `region`, `rows` and `columns` mean for an image of this size (PS3.18 9.5.1.2.4, 9.5.1.2.3).
std::optional<imaging::Viewport> viewport_of(const UriQuery&, std::uint32_t rows, std::uint32_t columns);

namespace errors {
inline constexpr ErrorKind bad_rendering_parameter{"bad_rendering_parameter", 400, 0xC000,
                                                   "A parameter of the picture is not valid."};
}

}  // namespace portico::dicomweb
