#include "platform/http/detail/target.h"

#include "platform/http/detail/text.h"
#include "platform/http/errors.h"

namespace portico::http::detail {

namespace {

bool has_control_character(std::string_view text) {
    return std::any_of(text.begin(), text.end(),
                       [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; });
}

// One decoded segment that can mean nothing but itself: an encoded '/' or a dot segment would let two readers of the
// same path see different things.
bool is_plain_segment(std::string_view segment) {
    return segment != "." && segment != ".." && segment.find_first_of("/\\") == std::string_view::npos &&
           !has_control_character(segment) && is_utf8(segment);
}

Result<std::string> decode_path(std::string_view raw) {
    if (raw.empty() || raw.front() != '/') return fail(errors::bad_path);
    std::string path;
    while (!raw.empty()) {
        raw.remove_prefix(1);
        const auto end = std::min(raw.find('/'), raw.size());
        const auto segment = percent_decode(raw.substr(0, end), false);
        if (!segment || !is_plain_segment(*segment)) return fail(errors::bad_path);
        path.push_back('/');
        path.append(*segment);
        raw.remove_prefix(end);
    }
    return path;
}

Result<std::vector<std::pair<std::string, std::string>>> decode_query(std::string_view raw) {
    std::vector<std::pair<std::string, std::string>> query;
    while (!raw.empty()) {
        const auto end = std::min(raw.find('&'), raw.size());
        const auto pair = raw.substr(0, end);
        raw.remove_prefix(std::min(end + 1, raw.size()));
        if (pair.empty()) continue;
        const auto equals = std::min(pair.find('='), pair.size());
        auto name = percent_decode(pair.substr(0, equals), true);
        auto value = percent_decode(equals < pair.size() ? pair.substr(equals + 1) : std::string_view{}, true);
        if (!name || !value || !is_utf8(*name) || !is_utf8(*value)) return fail(errors::bad_query);
        if (value->find('\0') != std::string::npos || name->find('\0') != std::string::npos)
            return fail(errors::bad_query);
        query.emplace_back(std::move(*name), std::move(*value));
    }
    return query;
}

}  // namespace

Result<Target> parse_target(std::string_view raw) {
    Target target;
    if (raw == "*") {
        target.path = "*";
        return target;
    }
    for (const std::string_view scheme : {"http://", "https://"}) {
        if (lower(raw.substr(0, scheme.size())) != scheme) continue;
        raw.remove_prefix(scheme.size());
        const auto end = std::min(raw.find_first_of("/?"), raw.size());
        target.authority = std::string(raw.substr(0, end));
        if (target.authority.empty()) return fail(errors::bad_path);
        raw.remove_prefix(end);
        break;
    }
    if (raw.find('#') != std::string_view::npos) return fail(errors::bad_path);
    const auto question = std::min(raw.find('?'), raw.size());
    auto path = raw.substr(0, question);
    if (path.empty() && !target.authority.empty()) path = "/";
    PORTICO_TRY(target.path, decode_path(path));
    if (question < raw.size()) {
        PORTICO_TRY(target.query, decode_query(raw.substr(question + 1)));
    }
    return target;
}

}  // namespace portico::http::detail
