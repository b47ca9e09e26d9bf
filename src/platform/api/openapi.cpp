#include "platform/api/openapi.h"

#include <map>
#include <mutex>
#include <set>

namespace portico::api {

// The answer of platform/http to every error, RFC 9457.
struct Problem {
    std::string type;
    std::string title;
    int status = 0;
    std::string code;
    std::string detail;
    std::vector<FieldError> errors;
    std::string request_id;
};

template <>
struct Dto<FieldError> {
    static constexpr std::string_view name = "FieldProblem";
    static constexpr auto fields =
        std::tuple{field("path", &FieldError::path, {.text = "JSON path of the field: roles[2].name"}),
                   field("code", &FieldError::code, {.text = "Stable code of what is wrong with it."}),
                   field("text", &FieldError::text, {.text = "The same for people, in their language."})};
};
template <>
struct Dto<Problem> {
    static constexpr std::string_view name = "Problem";
    static constexpr auto fields =
        std::tuple{field("type", &Problem::type),
                   field("title", &Problem::title),
                   field("status", &Problem::status),
                   field("code", &Problem::code, {.text = "Stable code of the error."}),
                   field("detail", &Problem::detail, {.text = "For people, in their language."}),
                   field("errors", &Problem::errors),
                   field("requestId", &Problem::request_id)};
};

namespace {

std::string_view method_key(http::Method method) {
    switch (method) {
        case http::Method::get:
            return "get";
        case http::Method::head:
            return "head";
        case http::Method::post:
            return "post";
        case http::Method::put:
            return "put";
        case http::Method::patch:
            return "patch";
        case http::Method::delete_:
            return "delete";
        case http::Method::options:
            return "options";
    }
    return "";
}

// Writes one operation after the other into one document.
class Description {
public:
    Description(std::span<const RouteInfo> routes, const OpenApiInfo& info) : routes_(routes), info_(info) {}
    std::string write();

private:
    void head();
    void paths();
    void components();
    void operation(const RouteInfo& route);
    void parameters(const RouteInfo& route);
    void path_parameter(const PathParameter& parameter);
    void query_parameter(const Property& property);
    void body(const RouteInfo& route);
    void responses(const RouteInfo& route);
    void success(const RouteInfo& route);
    void security(const RouteInfo& route);
    void guard(const GuardInfo& guard);
    void audit(const AuditInfo& audit);
    void content(std::string_view type, const Schema* schema);
    void header_parameter(std::string_view name, std::string_view text, bool required = false);

    // "key": { … }
    template <class Fill>
    void object(std::string_view key, Fill fill) {
        out_.key(key);
        item(fill);
    }
    template <class Fill>
    void item(Fill fill) {
        out_.begin_object();
        fill();
        out_.end_object();
    }
    template <class Fill>
    void list(std::string_view key, Fill fill) {
        out_.key(key);
        out_.begin_array();
        fill();
        out_.end_array();
    }
    void flag(std::string_view key, bool value) {
        out_.key(key);
        out_.boolean(value);
    }

    std::span<const RouteInfo> routes_;
    const OpenApiInfo& info_;
    JsonWriter out_;
    SchemaBook schemas_;
};

std::string Description::write() {
    item([&] {
        head();
        paths();
        components();
    });
    return out_.take();
}

void Description::head() {
    out_.member("openapi", "3.1.0");
    object("info", [&] {
        out_.member("title", info_.title);
        out_.member("version", info_.version);
        object("license", [&] {
            out_.member("name", "Apache-2.0");
            out_.member("identifier", "Apache-2.0");
        });
    });
    list("servers", [&] { item([&] { out_.member("url", "/"); }); });
    std::set<std::string_view> tags;
    for (const auto& route : routes_) tags.insert(route.doc.tag);
    list("tags", [&] {
        for (auto tag : tags) item([&] { out_.member("name", tag); });
    });
}

void Description::paths() {
    std::map<std::string_view, std::map<http::Method, const RouteInfo*>> paths;
    for (const auto& route : routes_) paths[route.pattern][route.method] = &route;
    object("paths", [&] {
        for (const auto& [pattern, methods] : paths) {
            object(pattern, [&, &operations = methods] {
                for (const auto& [method, route] : operations) {
                    object(method_key(method), [&, &described = *route] { operation(described); });
                }
            });
        }
    });
}

void Description::operation(const RouteInfo& route) {
    out_.member("operationId", route.doc.id);
    out_.member("summary", route.doc.summary);
    if (!route.doc.description.empty()) out_.member("description", route.doc.description);
    list("tags", [&] { out_.text(route.doc.tag); });
    parameters(route);
    body(route);
    object("responses", [&] { responses(route); });
    security(route);
    object("x-portico-guard", [&] { guard(route.guard); });
    object("x-portico-audit", [&] { audit(route.audit); });
}

void Description::parameters(const RouteInfo& route) {
    list("parameters", [&] {
        for (const auto& parameter : route.parameters) path_parameter(parameter);
        if (route.query) {
            for (const auto& property : route.query->properties()) query_parameter(property);
        }
        bool keyed = route.method == http::Method::post && !route.raw && route.guard.kind != GuardKind::public_;
        if (keyed) header_parameter("Idempotency-Key", "Makes a repetition of the same request give the same answer.");
        if (route.doc.versioned) header_parameter("If-Match", "The ETag of the version that is to be changed.", true);
    });
}

void Description::path_parameter(const PathParameter& parameter) {
    Schema schema;
    if (parameter.kind == ParameterKind::id) schema.kind = Schema::Kind::id;
    if (parameter.kind == ParameterKind::number) {
        schema = Codec<std::int64_t>::schema({.minimum = 0});
    }
    item([&] {
        out_.member("name", parameter.name);
        out_.member("in", "path");
        flag("required", true);
        if (parameter.kind == ParameterKind::rest)
            out_.member("description", "The rest of the path, with its slashes.");
        out_.key("schema");
        schemas_.write(out_, schema);
    });
}

void Description::query_parameter(const Property& property) {
    Schema schema = property.schema;
    schema.nullable = false;  // a parameter is there or not
    std::string_view text = std::exchange(schema.limits.text, {});
    item([&] {
        out_.member("name", property.name);
        out_.member("in", "query");
        flag("required", property.required);
        if (!text.empty()) out_.member("description", text);
        out_.key("schema");
        schemas_.write(out_, schema);
    });
}

void Description::header_parameter(std::string_view name, std::string_view text, bool required) {
    item([&] {
        out_.member("name", name);
        out_.member("in", "header");
        flag("required", required);
        out_.member("description", text);
        out_.key("schema");
        schemas_.write(out_, Codec<std::string>::schema({.max_length = 200}));
    });
}

// Any value of a media type where there is no schema.
void Description::content(std::string_view type, const Schema* schema) {
    object("content", [&] {
        object(type, [&] {
            if (!schema) return;
            out_.key("schema");
            schemas_.write(out_, *schema);
        });
    });
}

void Description::body(const RouteInfo& route) {
    if (!route.body && route.doc.consumes.empty()) return;
    object("requestBody", [&] {
        flag("required", true);
        if (route.body) {
            content("application/json", &*route.body);
        } else {
            content(route.doc.consumes, nullptr);
        }
    });
}

void Description::success(const RouteInfo& route) {
    bool answers = route.answer || route.raw;
    int status = route.doc.status ? route.doc.status : answers ? 200 : 204;
    object(std::to_string(status), [&] {
        out_.member("description", "Success.");
        if (route.answer) {
            content("application/json", &*route.answer);
        } else if (!route.doc.produces.empty()) {
            content(route.doc.produces, nullptr);
        }
    });
}

// Which errors a route can give, by status.
std::map<int, std::set<std::string_view>> errors_of(const RouteInfo& route) {
    std::map<int, std::set<std::string_view>> all;
    auto add = [&](const ErrorKind& kind) { all[kind.http_status].insert(kind.code); };
    if (route.guard.kind != GuardKind::public_) {
        add(errors::sign_in_required);
        add(errors::forbidden);
    }
    bool has_id = std::any_of(route.parameters.begin(), route.parameters.end(), [](const PathParameter& parameter) {
        return parameter.kind == ParameterKind::id || parameter.kind == ParameterKind::number;
    });
    if (has_id) add(errors::not_found);
    if (route.body) add(errors::malformed);
    if (route.body || route.query) add(errors::invalid_input);
    for (const ErrorKind* kind : route.doc.errors) add(*kind);
    return all;
}

void Description::responses(const RouteInfo& route) {
    success(route);
    for (const auto& [status, codes] : errors_of(route)) {
        std::string text;
        for (auto code : codes) text += (text.empty() ? "" : ", ") + std::string(code);
        object(std::to_string(status), [&] {
            out_.member("$ref", "#/components/responses/Problem");
            out_.member("description", text);
        });
    }
    object("default", [&] { out_.member("$ref", "#/components/responses/Problem"); });
}

void Description::security(const RouteInfo& route) {
    using Kind = GuardKind;
    list("security", [&] {
        if (route.guard.kind == Kind::public_) return;
        item([&] {
            list("session", [] {});
            if (http::is_state_changing(route.method)) list("csrf", [] {});
        });
        bool users_only = route.guard.kind == Kind::signed_in || route.guard.kind == Kind::clinician_account;
        if (!users_only) item([&] { list("apiKey", [] {}); });
    });
}

void Description::guard(const GuardInfo& guard) {
    out_.member("kind", key_of(guard.kind));
    if (!guard.permissions.empty()) {
        list("permissions", [&] {
            for (auto permission : guard.permissions) out_.text(key_of(permission));
        });
    }
    if (guard.right) out_.member("right", key_of(*guard.right));
}

void Description::audit(const AuditInfo& audit) {
    if (audit.codes.empty()) return out_.member("notAudited", audit.reason_not_audited);
    list("codes", [&] {
        for (auto code : audit.codes) out_.text(code);
    });
}

void Description::components() {
    object("components", [&] {
        object("responses", [&] {
            object("Problem", [&] {
                out_.member("description", "What went wrong (RFC 9457).");
                Schema problem = schema_of<Problem>();
                content("application/problem+json", &problem);
            });
        });
        out_.key("schemas");
        schemas_.write_components(out_);
        object("securitySchemes", [&] {
            object("apiKey", [&] {
                out_.member("type", "http");
                out_.member("scheme", "bearer");
            });
            object("csrf", [&] {
                out_.member("type", "apiKey");
                out_.member("in", "header");
                out_.member("name", "X-CSRF-Token");
            });
            object("session", [&] {
                out_.member("type", "apiKey");
                out_.member("in", "cookie");
                out_.member("name", info_.session_cookie);
            });
        });
    });
}

// Made at the first request, when all routes have been declared.
struct ServedDocument {
    OpenApiInfo info;
    std::once_flag once;
    std::string text;
};

}  // namespace

std::string openapi_document(std::span<const RouteInfo> routes, const OpenApiInfo& info) {
    return Description(routes, info).write();
}

void add_openapi_route(Api& api, OpenApiInfo info) {
    auto document = std::make_shared<ServedDocument>();
    document->info = std::move(info);
    Doc doc{.id = "getOpenApi", .summary = "The description of this API", .tag = "API"};
    doc.produces = "application/json";
    api.raw(http::Method::get, "/api/openapi.json", Public{}, NotAudited{"the same for everybody"}, std::move(doc), {},
            [&api, document](Context&) -> Result<http::Response> {
                std::call_once(document->once,
                               [&] { document->text = openapi_document(api.routes(), document->info); });
                return http::Response::json(200, document->text);
            });
}

}  // namespace portico::api
