// gzip (RFC 1952) for answers of text.
#include <zlib.h>

#include "platform/http/detail/encoding.h"
#include "platform/http/detail/text.h"
#include "platform/http/media_type.h"
#include "platform/http/security.h"

namespace portico::http {

namespace {

constexpr std::size_t least_size = 1024;
constexpr int gzip_window = 15 + 16;  // zlib: 16 asks for the gzip form

bool is_compressible(std::string_view content_type) {
    const auto type = parse_media_type(content_type);
    if (!type) return false;
    if (type->type == "text") return type->subtype != "event-stream";
    if (type->subtype.ends_with("+json") || type->subtype.ends_with("+xml")) return true;
    return type->type == "application" &&
           (type->subtype == "json" || type->subtype == "xml" || type->subtype == "javascript");
}

// Empty when zlib fails.
std::string gzip(const std::string& text) {
    z_stream stream{};
    if (deflateInit2(&stream, 5, Z_DEFLATED, gzip_window, 8, Z_DEFAULT_STRATEGY) != Z_OK) return {};
    std::string out(deflateBound(&stream, static_cast<uLong>(text.size())), '\0');
    stream.next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(text.data()));
    stream.avail_in = static_cast<uInt>(text.size());
    stream.next_out = reinterpret_cast<Bytef*>(out.data());
    stream.avail_out = static_cast<uInt>(out.size());
    const int outcome = deflate(&stream, Z_FINISH);
    out.resize(outcome == Z_STREAM_END ? stream.total_out : 0);
    deflateEnd(&stream);
    return out;
}

}  // namespace

namespace detail {

bool accepts_coding(std::string_view accept_encoding, std::string_view coding) {
    bool takes = false;
    for (const auto element : split_list(accept_encoding)) {
        const auto semicolon = std::min(element.find(';'), element.size());
        const auto name = trim(element.substr(0, semicolon));
        const bool any = name == "*";
        if (!any && !equals_ignoring_case(name, coding)) continue;
        const auto weight = trim(element.substr(std::min(semicolon + 1, element.size())));
        const bool refused = weight.starts_with("q=0") && weight.find_first_not_of("0.", 3) == std::string_view::npos;
        if (!any) return !refused;
        takes = !refused;
    }
    return takes;
}

}  // namespace detail

void compress_if_useful(const Request& request, Response& response) {
    auto* text = std::get_if<std::string>(&response.body);
    if (!text || text->size() <= least_size || text->size() > UINT32_MAX) return;
    const auto& headers = response.headers;
    if (response.status == 206 || headers.has("Content-Encoding")) return;
    if (!is_compressible(headers.get("Content-Type").value_or(""))) return;
    response.headers.add("Vary", "Accept-Encoding");
    if (!detail::accepts_coding(request.header("Accept-Encoding"), "gzip")) return;
    auto compressed = gzip(*text);
    if (compressed.empty() || compressed.size() >= text->size()) return;
    *text = std::move(compressed);
    response.headers.set("Content-Encoding", "gzip");
    // Parts of it would be parts of the compressed text, which may be another one next time (RFC 9110, 8.8.3.3, 14.3).
    response.headers.remove("Accept-Ranges");
    if (const std::string etag(headers.get("ETag").value_or("")); etag.starts_with('"'))
        response.headers.set("ETag", "W/" + etag);
}

}  // namespace portico::http
