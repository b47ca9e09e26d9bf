#include "platform/api/context.h"

#include <charconv>
#include <stdexcept>

namespace portico::api {
namespace {

// True when one of the entity tags of an If-Match or If-None-Match header (RFC 9110, 13.1.1) is the wanted one.
bool lists_tag(std::string_view header, std::string_view wanted) {
    while (!header.empty()) {
        auto comma = std::min(header.find(','), header.size());
        std::string_view tag = header.substr(0, comma);
        header.remove_prefix(std::min(comma + 1, header.size()));
        while (!tag.empty() && (tag.front() == ' ' || tag.front() == '\t')) tag.remove_prefix(1);
        while (!tag.empty() && (tag.back() == ' ' || tag.back() == '\t')) tag.remove_suffix(1);
        if (tag.starts_with("W/")) tag.remove_prefix(2);
        if (tag == "*" || tag == wanted) return true;
    }
    return false;
}

std::string to_tag(std::string_view version) {
    for (char c : version) {
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '.' ||
                     c == '-' || c == '_';
        if (!plain) throw std::logic_error("a version that cannot be an entity tag");
    }
    return "\"" + std::string(version) + "\"";
}

}  // namespace

Context::Context(http::Request& request, const RouteInfo& route, Caller caller)
    : request_(&request), route_(&route), caller_(std::move(caller)) {}

std::string_view Context::path_value(std::string_view name, ParameterKind kind) const {
    for (const auto& parameter : route_->parameters) {
        if (parameter.name == name && parameter.kind == kind) return request_->parameter(name);
    }
    throw std::logic_error(route_->pattern + " has no such parameter: " + std::string(name));
}

std::int64_t Context::number(std::string_view name) const {
    std::string_view text = path_value(name, ParameterKind::number);
    std::int64_t value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);  // checked before the handler runs
    return value;
}

void Context::etag(std::string_view version) { etag_ = to_tag(version); }

Result<void> Context::require_if_match(std::string_view version) const {
    auto header = request_->header("If-Match");
    if (header.empty()) return fail(request_errors::precondition_required);
    if (!lists_tag(header, to_tag(version))) return fail(request_errors::precondition_failed);
    return {};
}

http::Response Context::finish(http::Response response) const {
    bool reading = !http::is_state_changing(request_->method);
    bool known = !etag_.empty() && reading && lists_tag(request_->header("If-None-Match"), etag_);
    if (known && response.status == 200) {
        response.status = 304;
        response.body = std::string();
        response.headers.remove("Content-Type");
    } else if (status_ != 0) {
        response.status = status_;
    } else if (route_->doc.status != 0 && (response.status == 200 || response.status == 204)) {
        response.status = route_->doc.status;
    }
    if (!etag_.empty()) response.headers.set("ETag", etag_);
    for (const auto& [name, value] : headers_) response.headers.add(name, value);
    return response;
}

void Context::add_cookies(http::Response& response) const {
    for (const auto& cookie : cookies_) response.headers.add("Set-Cookie", cookie);
}

}  // namespace portico::api
