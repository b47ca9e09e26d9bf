#include "platform/api/route.h"

#include <charconv>
#include <stdexcept>

#include "platform/http/errors.h"
#include "platform/http/media_type.h"
#include "platform/http/problem.h"

namespace portico::api {
namespace {

ParameterKind parameter_kind(std::string_view kind) {
    if (kind.empty() || kind == "id") return ParameterKind::id;
    if (kind == "text") return ParameterKind::text;
    if (kind == "number") return ParameterKind::number;
    throw std::logic_error("a path parameter of an unknown kind: " + std::string(kind));
}

struct Pattern {
    std::string text;    // as the API description wants it
    std::string routed;  // as the router wants it
    std::vector<PathParameter> parameters;
};

// "/a/{study}/{uid:text}/{path...}" without the kinds, and the kinds.
Pattern read_pattern(std::string_view pattern) {
    Pattern out;
    while (!pattern.empty()) {
        auto open = std::min(pattern.find('{'), pattern.size());
        out.text += pattern.substr(0, open);
        out.routed += pattern.substr(0, open);
        pattern.remove_prefix(open);
        if (pattern.empty()) break;
        auto close = pattern.find('}');
        if (close == std::string_view::npos) throw std::logic_error("a path parameter without its end");
        std::string_view inside = pattern.substr(1, close - 1);
        pattern.remove_prefix(close + 1);
        PathParameter parameter;
        std::string_view tail;
        if (inside.ends_with("...")) {
            tail = "...";
            parameter = {std::string(inside.substr(0, inside.size() - 3)), ParameterKind::rest};
        } else {
            auto colon = std::min(inside.find(':'), inside.size());
            parameter = {std::string(inside.substr(0, colon)),
                         parameter_kind(inside.substr(std::min(colon + 1, inside.size())))};
        }
        out.text += "{" + parameter.name + "}";
        out.routed += "{" + parameter.name + std::string(tail) + "}";
        out.parameters.push_back(std::move(parameter));
    }
    return out;
}

bool is_number(std::string_view text) {
    std::int64_t value = 0;
    auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
    return failed == std::errc() && end == text.data() + text.size() && value >= 0;
}

// What cannot be an id is the id of nothing.
Result<void> check_path(const RouteInfo& route, const http::Request& request) {
    for (const auto& parameter : route.parameters) {
        auto value = request.parameter(parameter.name);
        bool good = true;
        if (parameter.kind == ParameterKind::id) good = is_id_text(value);
        if (parameter.kind == ParameterKind::number) good = is_number(value);
        if (!good) return fail(errors::not_found, "path parameter " + parameter.name);
    }
    return {};
}

Caller anonymous(const http::Request& request) {
    Caller caller;
    caller.address = request.peer_address;
    caller.device = std::string(request.header("User-Agent").substr(0, 300));
    return caller;
}

void check_declaration(const RouteInfo& info) {
    auto require = [&](bool good, std::string_view what) {
        if (!good) throw std::logic_error(info.pattern + ": " + std::string(what));
    };
    require(!info.doc.id.empty() && !info.doc.summary.empty() && !info.doc.tag.empty(),
            "the documentation needs id, summary and tag");
    if (info.guard.kind == GuardKind::on_study) {
        bool has_study = std::any_of(info.parameters.begin(), info.parameters.end(), [](const PathParameter& p) {
            return p.name == "study" && p.kind == ParameterKind::id;
        });
        require(has_study, "OnStudy needs the path parameter {study}");
    }
}

bool is_idempotency_key(std::string_view key) {
    if (key.empty() || key.size() > 200) return false;
    return std::all_of(key.begin(), key.end(), [](char c) { return c > ' ' && c <= '~'; });
}

SavedAnswer saved(const http::Response& response) {
    SavedAnswer answer{.status = response.status, .headers = {}, .body = std::get<std::string>(response.body)};
    for (const char* name : {"Content-Type", "Location", "ETag"}) {
        if (auto value = response.headers.get(name)) answer.headers.emplace_back(name, *value);
    }
    return answer;
}

http::Response replayed(SavedAnswer answer) {
    http::Response response;
    response.status = answer.status;
    for (const auto& [name, value] : answer.headers) response.headers.set(name, value);
    response.headers.set("Idempotency-Replayed", "true");
    response.body = std::move(answer.body);
    return response;
}

// Gives a claimed key back unless the answer was saved.
class Claim {
public:
    Claim(IdempotencyStore& store, const KeyedRequest& request) : store_(store), request_(request) {}
    Claim(const Claim&) = delete;
    Claim& operator=(const Claim&) = delete;
    ~Claim() {
        if (!kept_) store_.release(request_);
    }
    void keep() { kept_ = true; }

private:
    IdempotencyStore& store_;
    const KeyedRequest& request_;
    bool kept_ = false;
};

}  // namespace

Result<std::string_view> detail::json_body(const Context& context) {
    auto type = http::parse_media_type(context.request().header("Content-Type"));
    if (!type || type->name() != "application/json") return fail(http::errors::unsupported_media_type);
    return std::string_view(context.request().body);
}

std::vector<RouteInfo> Api::routes() const {
    std::vector<RouteInfo> all;
    for (const auto& entry : entries_) all.push_back(entry.info);
    return all;
}

void Api::mount(http::Router& router) const {
    for (const auto& entry : entries_) {
        router.add(entry.info.method, entry.routed, entry.options,
                   [this, &entry](http::Request& request) { return serve(entry, request); });
    }
}

void Api::keep(RouteInfo info, std::string_view pattern, http::RouteOptions options, Endpoint endpoint) {
    Pattern read = read_pattern(pattern);
    info.pattern = std::move(read.text);
    info.parameters = std::move(read.parameters);
    check_declaration(info);
    for (const auto& entry : entries_) {
        if (entry.info.doc.id == info.doc.id) throw std::logic_error("two routes are " + std::string(info.doc.id));
    }
    entries_.push_back({std::move(info), std::move(read.routed), options, std::move(endpoint)});
}

tl::unexpected<Error> Api::refuse(const Context& context, const Error& error) const {
    gatekeeper_.refused(context.caller(), context.route(), error);
    return tl::unexpected<Error>(error);
}

Result<Caller> Api::identify(const Entry& entry, const http::Request& request) const {
    auto caller = gatekeeper_.identify(request);
    bool changing = http::is_state_changing(request.method);
    if (caller && changing && caller->kind != CallerKind::anonymous) {
        // SEC-3: a cookie alone changes nothing.
        if (auto checked = gatekeeper_.check_csrf(request, *caller); !checked) {
            if (entry.info.guard.kind == GuardKind::public_) return anonymous(request);
            gatekeeper_.refused(*caller, entry.info, checked.error());
            return fail(std::move(checked).error());
        }
    }
    if (caller) return caller;
    if (entry.info.guard.kind == GuardKind::public_) return anonymous(request);
    gatekeeper_.refused(anonymous(request), entry.info, caller.error());
    return caller;
}

http::Response Api::serve(const Entry& entry, http::Request& request) const {
    auto caller = identify(entry, request);
    if (!caller) return http::problem_response(caller.error(), request);
    Context context(request, entry.info, std::move(*caller));
    auto answer = check_path(entry.info, request).and_then([&] { return entry.endpoint(context); });
    http::Response response = answer ? std::move(*answer) : http::problem_response(answer.error(), request);
    context.add_cookies(response);
    return response;
}

Result<http::Response> Api::once(Context& context, const std::function<Result<http::Response>()>& work) const {
    auto finished = [&]() -> Result<http::Response> {
        PORTICO_TRY(auto response, work());
        return context.finish(std::move(response));
    };
    const http::Request& request = context.request();
    bool keyed = request.headers.has("Idempotency-Key") && request.method == http::Method::post;
    if (!idempotency_ || !keyed || context.caller().kind == CallerKind::anonymous) return finished();

    auto key = request.header("Idempotency-Key");
    if (!is_idempotency_key(key)) return fail(request_errors::bad_idempotency_key);
    KeyedRequest keyed_request{context.caller(), std::string(key), "POST " + request.path, &request.body};
    PORTICO_TRY(auto known, idempotency_->find(keyed_request));
    if (known) return replayed(std::move(*known));
    Claim claim(*idempotency_, keyed_request);
    PORTICO_TRY(auto response, finished());
    claim.keep();
    // The work is done and durable. When its answer cannot be kept, the key stays claimed: a repetition is refused
    // rather than done again.
    static_cast<void>(idempotency_->save(keyed_request, saved(response)));
    return response;
}

}  // namespace portico::api
