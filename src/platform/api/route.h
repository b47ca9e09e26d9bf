// Typed routes. A route states its guard (who may call), its audit declaration and its documentation; leaving one out
// does not compile. Guard, CSRF check, reading, writing and the API description follow from the declaration.
//
//   api.post<IssueGrant, Grant>("/api/v1/studies/{study}/grants", Needs<Permission::explicit_access_grant>{},
//                               Audited{"grant.issued"}, {.id = "issueGrant", .summary = "Give access", .tag =
//                               "Access"},
//                               [&](Context& context, Authorized<Permission::explicit_access_grant> may, IssueGrant in)
//                                   -> Result<Grant> { … });
//
// Types: get<Answer>, get<Query, Answer>, post/put/patch<Body, Answer>, del() and del<Query, Answer>; `Nothing` where
// there is none (the handler then takes no input, or returns Result<void>). Path parameters are ids: {study}; others
// say so: {uid:text}, {frame:number}, {path...}. An id or number that is none answers 404.
#pragma once

#include <deque>
#include <functional>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "platform/api/audit.h"
#include "platform/api/context.h"
#include "platform/api/dto.h"
#include "platform/api/gatekeeper.h"
#include "platform/api/guard.h"
#include "platform/api/idempotency.h"
#include "platform/api/route_info.h"
#include "platform/http/router.h"

namespace portico::api {

// Filled before the server starts, read-only afterwards; must outlive the router that it is mounted on.
class Api {
public:
    explicit Api(Gatekeeper& gatekeeper, IdempotencyStore* idempotency = nullptr)
        : gatekeeper_(gatekeeper), idempotency_(idempotency) {}
    Api(const Api&) = delete;
    Api& operator=(const Api&) = delete;

    template <class... Types, Guard G, AuditDeclaration A, class H>
    void get(std::string_view pattern, G guard, A audit, Doc doc, H handler) {
        add<Types...>(http::Method::get, pattern, std::move(guard), audit, std::move(doc), std::move(handler));
    }
    template <class Body, class Answer, Guard G, AuditDeclaration A, class H>
    void post(std::string_view pattern, G guard, A audit, Doc doc, H handler) {
        add<Body, Answer>(http::Method::post, pattern, std::move(guard), audit, std::move(doc), std::move(handler));
    }
    template <class Body, class Answer, Guard G, AuditDeclaration A, class H>
    void put(std::string_view pattern, G guard, A audit, Doc doc, H handler) {
        add<Body, Answer>(http::Method::put, pattern, std::move(guard), audit, std::move(doc), std::move(handler));
    }
    template <class Body, class Answer, Guard G, AuditDeclaration A, class H>
    void patch(std::string_view pattern, G guard, A audit, Doc doc, H handler) {
        add<Body, Answer>(http::Method::patch, pattern, std::move(guard), audit, std::move(doc), std::move(handler));
    }
    template <class... Types, Guard G, AuditDeclaration A, class H>
    void del(std::string_view pattern, G guard, A audit, Doc doc, H handler) {
        add<Types...>(http::Method::delete_, pattern, std::move(guard), audit, std::move(doc), std::move(handler));
    }

    // For what is not JSON: pictures, CSV, event streams, DICOMweb. The handler returns Result<http::Response>; guard,
    // CSRF check and documentation are those of every route.
    template <Guard G, AuditDeclaration A, class H>
    void raw(http::Method method, std::string_view pattern, G guard, A audit, Doc doc, http::RouteOptions options,
             H handler);

    // In the order of declaration.
    std::vector<RouteInfo> routes() const;

    // Adds all routes to the router.
    void mount(http::Router& router) const;

private:
    // Decides, reads, calls the use case and writes.
    using Endpoint = std::function<Result<http::Response>(Context&)>;
    struct Entry {
        RouteInfo info;
        std::string routed;  // the pattern as the router wants it
        http::RouteOptions options;
        Endpoint endpoint;
    };

    template <class Answer, Guard G, AuditDeclaration A, class H>
    void add(http::Method method, std::string_view pattern, G guard, A audit, Doc doc, H handler) {
        add<Nothing, Answer>(method, pattern, std::move(guard), audit, std::move(doc), std::move(handler));
    }
    template <Guard G, AuditDeclaration A, class H>
    void add(http::Method method, std::string_view pattern, G guard, A audit, Doc doc, H handler) {
        add<Nothing, Nothing>(method, pattern, std::move(guard), audit, std::move(doc), std::move(handler));
    }
    template <class In, class Out, Guard G, AuditDeclaration A, class H>
    void add(http::Method method, std::string_view pattern, G guard, A audit, Doc doc, H handler);

    // Checks the declaration (std::logic_error) and keeps the route.
    void keep(RouteInfo info, std::string_view pattern, http::RouteOptions options, Endpoint endpoint);
    http::Response serve(const Entry& entry, http::Request& request) const;
    // Who calls: on public routes nobody in particular unless credentials and CSRF token are good.
    Result<Caller> identify(const Entry& entry, const http::Request& request) const;
    // A guard, or the check of the credentials, said no: the gatekeeper is told.
    tl::unexpected<Error> refuse(const Context& context, const Error& error) const;
    // Runs the work and finishes its answer, or gives the answer that the same keyed request got before.
    Result<http::Response> once(Context& context, const std::function<Result<http::Response>()>& work) const;

    Gatekeeper& gatekeeper_;
    IdempotencyStore* idempotency_;
    std::deque<Entry> entries_;
};

namespace detail {

constexpr bool has_body(http::Method method) {
    return method == http::Method::post || method == http::Method::put || method == http::Method::patch;
}

// The JSON body of a request; refuses other media types.
Result<std::string_view> json_body(const Context& context);

template <class In>
Result<In> read_input(const Context& context) {
    if constexpr (std::is_same_v<In, Nothing>) {
        return In{};
    } else {
        if (!has_body(context.route().method)) return read_query<In>(context.request().query);
        PORTICO_TRY(auto text, json_body(context));
        return read_json<In>(text, {.max_bytes = static_cast<std::size_t>(context.route().doc.max_body_bytes)});
    }
}

// Calls a handler with its proofs and, where it has one, its input. Handlers run on many threads at once: they are
// const.
template <class In, class Proofs, class H>
auto call(const H& handler, Context& context, Proofs proofs, In in) {
    return std::apply(
        [&](auto&&... proof) {
            if constexpr (std::is_same_v<In, Nothing>) {
                static_assert(std::is_invocable_v<const H&, Context&, std::remove_cvref_t<decltype(proof)>...>,
                              "the handler takes (Context&, proofs of the guard...)");
                return handler(context, std::move(proof)...);
            } else {
                static_assert(std::is_invocable_v<const H&, Context&, std::remove_cvref_t<decltype(proof)>..., In>,
                              "the handler takes (Context&, proofs of the guard..., input)");
                return handler(context, std::move(proof)..., std::move(in));
            }
        },
        std::move(proofs));
}

template <class Answer>
std::optional<Schema> schema_unless_nothing() {
    if constexpr (std::is_same_v<Answer, Nothing>) {
        return std::nullopt;
    } else {
        return schema_of<Answer>();
    }
}

}  // namespace detail

template <class In, class Out, Guard G, AuditDeclaration A, class H>
void Api::add(http::Method method, std::string_view pattern, G guard, A audit, Doc doc, H handler) {
    RouteInfo info{.method = method, .guard = guard.info(), .audit = audit.info(), .doc = std::move(doc)};
    auto input = detail::schema_unless_nothing<In>();
    bool body = detail::has_body(method) && input;
    info.query = body ? info.doc.query : input ? input : info.doc.query;
    if (body) info.body = std::move(input);
    info.answer = detail::schema_unless_nothing<Out>();
    http::RouteOptions options;
    if (body) options.body = http::BodyPolicy::buffered(info.doc.max_body_bytes);

    auto endpoint = [this, guard = std::move(guard),
                     handler = std::move(handler)](Context& context) -> Result<http::Response> {
        auto proofs = guard.admit(gatekeeper_, context);
        if (!proofs) return refuse(context, proofs.error());
        PORTICO_TRY(In in, detail::read_input<In>(context));
        return once(context, [&]() -> Result<http::Response> {
            if constexpr (std::is_same_v<Out, Nothing>) {
                Result<void> done = detail::call<In>(handler, context, std::move(*proofs), std::move(in));
                PORTICO_CHECK(std::move(done));
                return http::Response::no_content();
            } else {
                Result<Out> out = detail::call<In>(handler, context, std::move(*proofs), std::move(in));
                if (!out) return fail(std::move(out).error());
                return http::Response::json(200, write_json(*out));
            }
        });
    };
    keep(std::move(info), pattern, options, std::move(endpoint));
}

template <Guard G, AuditDeclaration A, class H>
void Api::raw(http::Method method, std::string_view pattern, G guard, A audit, Doc doc, http::RouteOptions options,
              H handler) {
    RouteInfo info{.method = method, .guard = guard.info(), .audit = audit.info(), .doc = std::move(doc), .raw = true};
    info.query = info.doc.query;
    auto endpoint = [this, guard = std::move(guard),
                     handler = std::move(handler)](Context& context) -> Result<http::Response> {
        auto proofs = guard.admit(gatekeeper_, context);
        if (!proofs) return refuse(context, proofs.error());
        Result<http::Response> response = detail::call<Nothing>(handler, context, std::move(*proofs), Nothing{});
        if (!response) return response;
        return context.finish(std::move(*response));
    };
    keep(std::move(info), pattern, options, std::move(endpoint));
}

}  // namespace portico::api
