#include "platform/http/message.h"

#include <stdexcept>

namespace portico::http {

std::string_view to_string(Method method) {
    switch (method) {
        case Method::get:
            return "GET";
        case Method::head:
            return "HEAD";
        case Method::post:
            return "POST";
        case Method::put:
            return "PUT";
        case Method::patch:
            return "PATCH";
        case Method::delete_:
            return "DELETE";
        case Method::options:
            return "OPTIONS";
    }
    throw std::logic_error("a method that is none");
}

std::optional<Method> parse_method(std::string_view text) {
    for (const auto method :
         {Method::get, Method::head, Method::post, Method::put, Method::patch, Method::delete_, Method::options}) {
        if (to_string(method) == text) return method;
    }
    return std::nullopt;
}

std::string_view Request::parameter(std::string_view name) const {
    for (const auto& [n, value] : parameters) {
        if (n == name) return value;
    }
    return {};
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
    for (const auto& [n, value] : query) {
        if (n == name) return value;
    }
    return std::nullopt;
}

std::vector<std::string_view> Request::query_values(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& [n, value] : query) {
        if (n == name) values.push_back(value);
    }
    return values;
}

std::optional<std::string_view> Request::cookie(std::string_view name) const {
    for (const auto& [n, value] : cookies) {
        if (n == name) return value;
    }
    return std::nullopt;
}

Response Response::text(int status, std::string text, std::string_view content_type) {
    Response response;
    response.status = status;
    response.headers.set("Content-Type", content_type);
    response.body = std::move(text);
    return response;
}

Response Response::json(int status, std::string text) {
    return Response::text(status, std::move(text), "application/json");
}

Response Response::no_content() {
    Response response;
    response.status = 204;
    return response;
}

Response Response::redirect(int status, std::string_view location) {
    // "//host" and "/\host" would lead a browser to another site (SEC-3).
    const bool own_path =
        location.starts_with('/') && !location.starts_with("//") && location.find('\\') == std::string_view::npos;
    if (!own_path) throw std::invalid_argument("a redirect to another site");
    Response response;
    response.status = status;
    response.headers.set("Location", location);
    return response;
}

Response Response::files(std::string_view content_type, std::vector<Segment> segments) {
    Response response;
    response.headers.set("Content-Type", content_type);
    response.body = std::move(segments);
    return response;
}

Response Response::stream(std::string_view content_type, SegmentSource source) {
    Response response;
    response.headers.set("Content-Type", content_type);
    response.body = std::move(source);
    return response;
}

Response Response::events(EventStream stream) {
    Response response;
    response.headers.set("Content-Type", "text/event-stream");
    response.headers.set("X-Accel-Buffering", "no");  // a proxy in front must pass events on at once
    response.body = std::move(stream);
    return response;
}

std::string_view reason_phrase(int status) {
    switch (status) {
        case 100:
            return "Continue";
        case 200:
            return "OK";
        case 201:
            return "Created";
        case 202:
            return "Accepted";
        case 204:
            return "No Content";
        case 206:
            return "Partial Content";
        case 301:
            return "Moved Permanently";
        case 302:
            return "Found";
        case 303:
            return "See Other";
        case 304:
            return "Not Modified";
        case 307:
            return "Temporary Redirect";
        case 308:
            return "Permanent Redirect";
        case 400:
            return "Bad Request";
        case 401:
            return "Unauthorized";
        case 403:
            return "Forbidden";
        case 404:
            return "Not Found";
        case 405:
            return "Method Not Allowed";
        case 406:
            return "Not Acceptable";
        case 408:
            return "Request Timeout";
        case 409:
            return "Conflict";
        case 410:
            return "Gone";
        case 412:
            return "Precondition Failed";
        case 413:
            return "Content Too Large";
        case 414:
            return "URI Too Long";
        case 415:
            return "Unsupported Media Type";
        case 416:
            return "Range Not Satisfiable";
        case 417:
            return "Expectation Failed";
        case 421:
            return "Misdirected Request";
        case 422:
            return "Unprocessable Content";
        case 423:
            return "Locked";
        case 428:
            return "Precondition Required";
        case 429:
            return "Too Many Requests";
        case 431:
            return "Request Header Fields Too Large";
        case 500:
            return "Internal Server Error";
        case 501:
            return "Not Implemented";
        case 502:
            return "Bad Gateway";
        case 503:
            return "Service Unavailable";
        case 504:
            return "Gateway Timeout";
        case 505:
            return "HTTP Version Not Supported";
        case 507:
            return "Insufficient Storage";
        default:
            return "";
    }
}

}  // namespace portico::http
