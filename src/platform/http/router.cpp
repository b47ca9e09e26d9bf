#include "platform/http/router.h"

#include <map>
#include <stdexcept>

namespace portico::http {

// One segment of the patterns' tree.
struct Router::Node {
    std::map<std::string, std::unique_ptr<Node>, std::less<>> literals;
    std::unique_ptr<Node> parameter;
    std::unique_ptr<Node> rest;
    std::map<Method, const Route*> routes;
};

namespace {

// "/a/b" -> a, b; "/a/" -> a, ""; "/" -> nothing.
std::vector<std::string_view> segments_of(std::string_view path) {
    std::vector<std::string_view> segments;
    if (path == "/") return segments;
    while (!path.empty()) {
        path.remove_prefix(1);
        const auto end = std::min(path.find('/'), path.size());
        segments.push_back(path.substr(0, end));
        path.remove_prefix(end);
    }
    return segments;
}

struct PatternSegment {
    enum class Kind { literal, parameter, rest } kind;
    std::string_view text;
};

PatternSegment parse_segment(std::string_view segment) {
    if (!segment.starts_with('{')) {
        if (segment.find_first_of("{}") != std::string_view::npos) throw std::logic_error("a brace inside a segment");
        return {PatternSegment::Kind::literal, segment};
    }
    if (!segment.ends_with('}') || segment.size() < 3) throw std::logic_error("a parameter without name or end");
    auto name = segment.substr(1, segment.size() - 2);
    const bool rest = name.ends_with("...");
    if (rest) name.remove_suffix(3);
    return {rest ? PatternSegment::Kind::rest : PatternSegment::Kind::parameter, name};
}

std::string join(const std::vector<std::string_view>& segments, std::size_t from) {
    std::string text;
    for (std::size_t i = from; i < segments.size(); ++i) {
        if (i != from) text += '/';
        text += segments[i];
    }
    return text;
}

const Route* route_for(const std::map<Method, const Route*>& routes, Method method) {
    if (const auto found = routes.find(method); found != routes.end()) return found->second;
    if (method != Method::head) return nullptr;
    const auto get = routes.find(Method::get);
    return get == routes.end() ? nullptr : get->second;
}

}  // namespace

Router::Router() : root_(std::make_unique<Node>()) {}
Router::Router(Router&&) noexcept = default;
Router& Router::operator=(Router&&) noexcept = default;
Router::~Router() = default;

void Router::add(Method method, std::string_view pattern, RouteOptions options, Handler handler) {
    if (!pattern.starts_with('/')) throw std::logic_error("a pattern starts with a slash");
    Node* node = root_.get();
    const auto segments = segments_of(pattern);
    for (std::size_t i = 0; i < segments.size(); ++i) {
        const auto segment = parse_segment(segments[i]);
        if (segment.kind == PatternSegment::Kind::literal) {
            auto& next = node->literals[std::string(segment.text)];
            if (!next) next = std::make_unique<Node>();
            node = next.get();
            continue;
        }
        const bool rest = segment.kind == PatternSegment::Kind::rest;
        if (rest && i + 1 != segments.size()) throw std::logic_error("a rest stands at the end of a pattern");
        auto& next = rest ? node->rest : node->parameter;
        if (!next) next = std::make_unique<Node>();
        node = next.get();
    }
    auto route = std::make_unique<Route>(
        Route{method, std::string(pattern), options, std::move(handler), is_state_changing(method)});
    if (!node->routes.emplace(method, route.get()).second) {
        throw std::logic_error("a route that is there already: " + route->pattern);
    }
    routes_.push_back(std::move(route));
}

namespace {

std::vector<std::pair<std::string, std::string>> parameters_of(const Route& route,
                                                               const std::vector<std::string_view>& path) {
    std::vector<std::pair<std::string, std::string>> parameters;
    const auto pattern = segments_of(route.pattern);
    for (std::size_t i = 0; i < pattern.size(); ++i) {
        const auto segment = parse_segment(pattern[i]);
        if (segment.kind == PatternSegment::Kind::parameter) {
            parameters.emplace_back(segment.text, path[i]);
        } else if (segment.kind == PatternSegment::Kind::rest) {
            parameters.emplace_back(segment.text, join(path, i));
        }
    }
    return parameters;
}

}  // namespace

Router::Match Router::find(Method method, std::string_view path) const {
    Match match;
    if (!path.starts_with('/')) return match;
    const auto segments = segments_of(path);
    std::set<Method> allowed;
    // Depth first, the most literal way first; goes on when a way ends at a route for other methods only. A path has as
    // many ways as patterns can cover it, a handful.
    const std::function<const Route*(const Node&, std::size_t)> walk = [&](const Node& node,
                                                                           std::size_t i) -> const Route* {
        const auto take = [&](const Node& leaf) {
            for (const auto& [m, route] : leaf.routes) allowed.insert(m);
            return route_for(leaf.routes, method);
        };
        if (i == segments.size()) {
            if (const auto* route = take(node)) return route;
        } else {
            if (const auto next = node.literals.find(segments[i]); next != node.literals.end()) {
                if (const auto* route = walk(*next->second, i + 1)) return route;
            }
            if (node.parameter && !segments[i].empty()) {
                if (const auto* route = walk(*node.parameter, i + 1)) return route;
            }
        }
        return node.rest ? take(*node.rest) : nullptr;
    };
    match.route = walk(*root_, 0);
    if (match.route) match.parameters = parameters_of(*match.route, segments);
    if (allowed.contains(Method::get)) allowed.insert(Method::head);
    if (!allowed.empty()) allowed.insert(Method::options);
    match.allowed.assign(allowed.begin(), allowed.end());
    return match;
}

std::vector<const Route*> Router::routes() const {
    std::vector<const Route*> all;
    for (const auto& route : routes_) all.push_back(route.get());
    return all;
}

}  // namespace portico::http
