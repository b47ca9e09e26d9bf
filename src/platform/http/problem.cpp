#include "platform/http/problem.h"

#include <fmt/format.h>

#include "platform/http/detail/text.h"

namespace portico::http {

namespace {

void append_utf8_or_replacement(std::string& out, std::string_view& text) {
    for (std::size_t length = std::min<std::size_t>(4, text.size()); length > 0; --length) {
        // The longest prefix that is one character: shorter prefixes of it are not valid alone.
        if (static_cast<unsigned char>(text[0]) >= 0x80 && detail::is_utf8(text.substr(0, length))) {
            out.append(text.substr(0, length));
            text.remove_prefix(length);
            return;
        }
    }
    out += "\xEF\xBF\xBD";
    text.remove_prefix(1);
}

std::string translated(const Request& request, std::string_view code, std::string_view english) {
    if (!request.translator) return std::string(english);
    return request.translator->text(code, english, request.header("Accept-Language"));
}

}  // namespace

std::string json_string(std::string_view text) {
    std::string out = "\"";
    while (!text.empty()) {
        const auto c = static_cast<unsigned char>(text.front());
        if (c >= 0x80) {
            append_utf8_or_replacement(out, text);
            continue;
        }
        if (c == '"' || c == '\\') {
            out += '\\';
            out += text.front();
        } else if (c < 0x20 || c == 0x7F) {
            out += fmt::format("\\u{:04x}", c);
        } else {
            out += text.front();
        }
        text.remove_prefix(1);
    }
    return out + '"';
}

Response problem_response(const Error& error, const Request& request) {
    const auto& kind = error.kind();
    std::string fields;
    std::string wait = "5";  // seconds
    std::string extension;
    for (const auto& field : error.fields()) {
        if (field.path == "retryAfter") {
            wait = field.text;
            extension = R"(,"retryAfter":)" + wait;
            continue;
        }
        if (!fields.empty()) fields += ',';
        fields += fmt::format(R"({{"path":{},"code":{},"text":{}}})", json_string(field.path), json_string(field.code),
                              json_string(translated(request, field.code, field.text)));
    }
    const auto json =
        fmt::format(R"({{"type":{},"title":{},"status":{},"code":{},"detail":{},"errors":[{}],"requestId":{}{}}})",
                    json_string("urn:portico:problem:" + std::string(kind.code)), json_string(kind.text),
                    kind.http_status, json_string(kind.code), json_string(translated(request, kind.code, kind.text)),
                    fields, json_string(request.request_id), extension);
    auto response = Response::text(kind.http_status, json, "application/problem+json");
    if (kind.http_status == 429 || kind.http_status == 503) response.headers.set("Retry-After", wait);
    if (kind.http_status == 401) response.headers.set("WWW-Authenticate", "Bearer");
    return response;
}

}  // namespace portico::http
