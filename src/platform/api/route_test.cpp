#include "platform/api/route.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "platform/api/openapi.h"
#include "platform/api/page.h"

namespace portico {

// Tests decide for themselves; in the product only features/access defines this class.
class ProofMaker {
public:
    static PermissionProof permission(const Caller& caller, Permission permission) {
        return {caller, TenantScope(*caller.tenant), permission};
    }
    static StudyAccess study(const Caller& caller, const TenantId& tenant, const StudyId& study, StudyRights rights) {
        return {caller, TenantScope(tenant), study, rights, "explicit"};
    }
};

namespace api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const auto tenant = TenantId::trusted("01jd5ykz3wq8x7v6t5r4p3n2a1");
const auto visible = StudyId::trusted("01jd5ykz3wq8x7v6t5r4p3n2b1");
const auto foreign = StudyId::trusted("01jd5ykz3wq8x7v6t5r4p3n2b2");

// Knows three callers by their bearer word and one by a cookie.
class FakeGatekeeper : public Gatekeeper {
public:
    Result<Caller> identify(const http::Request& request) override {
        Caller caller;
        std::string_view who = request.header("Authorization");
        if (auto cookie = request.cookie("session")) who = *cookie;
        if (who.empty()) return caller;
        if (who == "expired") return fail(errors::sign_in_required);
        caller.kind = who == "key" ? CallerKind::api_key : CallerKind::user;
        caller.name = std::string(who);
        if (who == "admin" || who == "desk" || who == "key") {
            caller.tenant = tenant;
            caller.account_kind = AccountKind::tenant;
        }
        return caller;
    }
    Result<void> check_csrf(const http::Request& request, const Caller&) override {
        if (request.cookie("session") && request.header("X-CSRF-Token") != "token") return fail(errors::forbidden);
        return {};
    }
    Result<PermissionProof> prove(const Caller& caller, Permission permission) override {
        bool holds = caller.name == "admin" || (caller.name == "desk" && permission == Permission::view_studies);
        if (!holds) return fail(errors::forbidden);
        return ProofMaker::permission(caller, permission);
    }
    Result<StudyAccess> study(const Caller& caller, const StudyId& study, StudyRight right) override {
        if (study != visible) return fail(errors::not_found);
        if (right != StudyRight::view_images) return fail(errors::forbidden);
        return ProofMaker::study(caller, tenant, study, {StudyRight::view_images});
    }
    void refused(const Caller& caller, const RouteInfo& route, const Error& error) override {
        refusals.push_back(fmt::format("{} {} {}", caller.name, route.doc.id, error.kind().code));
    }
    std::vector<std::string> refusals;
};

// Kept in memory; not for more than one thread.
class FakeIdempotencyStore : public IdempotencyStore {
public:
    Result<std::optional<SavedAnswer>> find(const KeyedRequest& request) override {
        auto [entry, is_new] = entries.try_emplace(request.caller.name + request.key);
        if (is_new) entry->second.asked = request.path + *request.body;
        if (entry->second.asked != request.path + *request.body) return fail(request_errors::idempotency_key_reused);
        if (!is_new && !entry->second.answer) return fail(request_errors::idempotency_in_progress);
        return entry->second.answer;
    }
    Result<void> save(const KeyedRequest& request, const SavedAnswer& answer) override {
        entries[request.caller.name + request.key].answer = answer;
        return {};
    }
    void release(const KeyedRequest& request) override { entries.erase(request.caller.name + request.key); }

    struct Entry {
        std::string asked;
        std::optional<SavedAnswer> answer;
    };
    std::map<std::string, Entry> entries;
};

struct Note {
    std::string text;
    std::int64_t version = 0;
};
struct NoteQuery : PageQuery {
    std::string word;
};

}  // namespace

template <>
struct Dto<Note> {
    static constexpr std::string_view name = "Note";
    static constexpr auto fields = std::tuple{field("text", &Note::text, {.min_length = 1, .max_length = 20}),
                                              field("version", &Note::version, {.optional = true})};
};
template <>
struct Dto<NoteQuery> {
    static constexpr std::string_view name = "NoteQuery";
    static constexpr auto fields =
        std::tuple_cat(page_fields, std::tuple{field("word", &NoteQuery::word, {.optional = true})});
};

namespace {

// A small API with a route of each kind.
class Routes : public testing::Test {
protected:
    Routes() {
        api.get<Note>("/public", Public{}, NotAudited{"nothing private"}, doc("getPublic"),
                      [](Context& c) -> Result<Note> { return Note{c.caller().name}; });
        api.post<Note, Note>(
            "/public", Public{}, AuditedAs{"note.made", "note.refused"}, doc("postPublic"),
            [](Context& c, const Note& in) -> Result<Note> { return Note{in.text + c.caller().name}; });
        api.get<NoteQuery, Page<Note>>("/known", AnyCaller{}, NotAudited{"own notes"}, doc("listNotes"),
                                       [](Context&, const Caller& caller, const NoteQuery& in) -> Result<Page<Note>> {
                                           return Page<Note>{{{caller.name, in.limit}}, in.word};
                                       });
        api.get<Note>("/session", SignedIn{}, NotAudited{"own session"}, doc("getSession"),
                      [](Context&, const Caller& caller) -> Result<Note> { return Note{caller.name}; });
        api.get<Note>("/staff", Staff{}, NotAudited{"for staff"}, doc("getStaff"),
                      [](Context&, const Caller& caller) -> Result<Note> { return Note{caller.name}; });
        api.get<Note>("/clinician", ClinicianAccount{}, NotAudited{"for clinicians"}, doc("getClinician"),
                      [](Context&, const Caller& caller) -> Result<Note> { return Note{caller.name}; });
        add_permission_routes();
        api.get<Note>("/studies/{study}", OnStudy{StudyRight::view_images}, Audited{"study.viewed"}, doc("getStudy"),
                      [](Context& c, const StudyAccess& access) -> Result<Note> {
                          c.etag(7);
                          return Note{access.study().text(), 7};
                      });
        api.put<Note, Nothing>(
            "/studies/{study}", OnStudy{StudyRight::view_images}, Audited{"study.changed"}, doc("putStudy"),
            [](Context& c, const StudyAccess&, const Note&) -> Result<void> { return c.require_if_match(7); });
        api.del("/studies/{study}", OnStudy{StudyRight::share}, Audited{"study.deleted"}, doc("deleteStudy"),
                [](Context&, const StudyAccess&) -> Result<void> { return {}; });
        Doc photo = doc("getFrame");
        photo.produces = "image/png";
        api.raw(http::Method::get, "/raw/{uid:text}/{frame:number}/{path...}", Public{}, NotAudited{"a test"}, photo,
                {}, [](Context& c) -> Result<http::Response> {
                    return http::Response::text(
                        200, fmt::format("{} {} {}", c.text("uid"), c.number("frame"), c.rest("path")));
                });
        add_openapi_route(api);
        api.mount(router);
    }
    void add_permission_routes() {
        api.post<Note, Note>(
            "/notes", Needs<Permission::manage_users>{}, Audited{"note.made"},
            [] {
                Doc d = doc("makeNote");
                d.status = 201;
                d.errors = {&errors::conflict};
                return d;
            }(),
            [this](Context& c, const Authorized<Permission::manage_users>& may, const Note& in) -> Result<Note> {
                if (in.text == "twice") return fail(errors::conflict);
                c.header("Location", "/notes/1");
                c.set_cookie({.name = "seen", .value = "1", .max_age = {}});
                return Note{in.text + may.caller().name, ++made};
            });
        api.get<Note>(
            "/both", NeedsAll<Permission::view_studies, Permission::manage_users>{}, NotAudited{"a test"},
            doc("getBoth"),
            [](Context&, const Authorized<Permission::view_studies>&,
               const Authorized<Permission::manage_users>& may) -> Result<Note> { return Note{may.caller().name}; });
        api.get<Note>("/either", NeedsAny<Permission::manage_users, Permission::view_studies>{}, NotAudited{"a test"},
                      doc("getEither"), [](Context&, const PermissionProof& proof) -> Result<Note> {
                          return Note{std::string(key_of(proof.permission()))};
                      });
    }

    static Doc doc(std::string_view id) { return {.id = id, .summary = "A test", .tag = "Tests"}; }

    http::Response ask(http::Method method, std::string path, std::string_view who = "", std::string body = "",
                       const http::Headers& headers = {}) {
        http::Request request;
        request.method = method;
        request.path = path;
        request.headers = headers;
        if (!who.empty()) request.headers.add("Authorization", who);
        if (auto cookie = headers.get("Cookie")) request.cookies = http::parse_cookies(*cookie);
        if (!body.empty()) request.headers.set_if_absent("Content-Type", "application/json");
        request.body = std::move(body);
        request.query = query;
        auto match = router.find(method, path);
        EXPECT_TRUE(match.route) << path;
        request.parameters = match.parameters;
        return match.route->handler(request);
    }
    http::Response get(std::string path, std::string_view who = "", const http::Headers& headers = {}) {
        return ask(http::Method::get, std::move(path), who, "", headers);
    }
    static std::string body_of(const http::Response& response) { return std::get<std::string>(response.body); }

    FakeGatekeeper gatekeeper;
    FakeIdempotencyStore idempotency;
    Api api{gatekeeper, &idempotency};
    http::Router router;
    std::vector<std::pair<std::string, std::string>> query;
    std::int64_t made = 0;
};

const std::string hello = R"({"text":"hello"})";

}  // namespace

TEST_F(Routes, a_public_route_answers_everybody) {
    EXPECT_EQ(get("/public").status, 200);
    EXPECT_EQ(body_of(get("/public", "admin")), R"({"text":"admin","version":0})");
    EXPECT_EQ(body_of(get("/public", "expired")), R"({"text":"","version":0})");
    EXPECT_EQ(get("/public").headers.get("Content-Type"), "application/json");
}

TEST_F(Routes, an_anonymous_caller_is_asked_to_sign_in) {  // GEN-1
    for (auto path : {"/known", "/session", "/staff", "/clinician", "/both", "/either"}) {
        EXPECT_EQ(get(path).status, 401) << path;
        EXPECT_EQ(get(path, "expired").status, 401) << path;
    }
    EXPECT_EQ(get("/studies/" + visible.text()).status, 401);
    EXPECT_EQ(ask(http::Method::post, "/notes", "", hello).status, 401);
    EXPECT_THAT(gatekeeper.refusals, testing::Contains(" getStaff sign_in_required"));  // AUD-1
}

TEST_F(Routes, a_guard_lets_in_the_callers_of_its_kind) {
    EXPECT_EQ(get("/known", "key").status, 200);
    EXPECT_EQ(get("/session", "jan").status, 200);
    EXPECT_EQ(get("/session", "key").status, 403);
    EXPECT_EQ(get("/staff", "desk").status, 200);
    EXPECT_EQ(get("/staff", "key").status, 200);
    EXPECT_EQ(get("/staff", "jan").status, 403);
    EXPECT_EQ(get("/clinician", "jan").status, 200);
    EXPECT_EQ(get("/clinician", "desk").status, 403);
}

TEST_F(Routes, a_missing_permission_is_refused_and_told_to_the_gatekeeper) {  // ACC-10, AUD-1
    EXPECT_EQ(ask(http::Method::post, "/notes", "desk", hello).status, 403);
    EXPECT_THAT(gatekeeper.refusals, ElementsAre("desk makeNote forbidden"));
    EXPECT_EQ(made, 0);
    EXPECT_EQ(get("/both", "desk").status, 403);
    EXPECT_EQ(get("/both", "admin").status, 200);
    EXPECT_EQ(body_of(get("/either", "desk")), R"({"text":"view_studies","version":0})");
    EXPECT_EQ(get("/either", "jan").status, 403);
}

TEST_F(Routes, a_use_case_runs_with_its_proof_and_input) {
    auto response = ask(http::Method::post, "/notes", "admin", hello);
    EXPECT_EQ(response.status, 201);
    EXPECT_EQ(body_of(response), R"({"text":"helloadmin","version":1})");
    EXPECT_EQ(response.headers.get("Location"), "/notes/1");
    EXPECT_TRUE(response.headers.has("Set-Cookie"));
    EXPECT_TRUE(gatekeeper.refusals.empty());
}

TEST_F(Routes, bad_input_is_told_with_its_fields_and_changes_nothing) {  // GEN-4
    auto response = ask(http::Method::post, "/notes", "admin", R"({"text":"","colour":1})");
    EXPECT_EQ(response.status, 422);
    EXPECT_THAT(body_of(response), HasSubstr(R"("path":"text","code":"required")"));
    EXPECT_THAT(body_of(response), HasSubstr(R"("path":"colour","code":"unknown_field")"));
    EXPECT_EQ(ask(http::Method::post, "/notes", "admin", "{").status, 400);
    EXPECT_EQ(ask(http::Method::post, "/notes", "admin", hello, {{"Content-Type", "text/plain"}}).status, 415);
    EXPECT_EQ(made, 0);
}

TEST_F(Routes, a_study_that_one_may_not_know_of_is_not_there) {  // GEN-1
    EXPECT_EQ(get("/studies/" + visible.text(), "jan").status, 200);
    EXPECT_EQ(get("/studies/" + foreign.text(), "jan").status, 404);
    EXPECT_EQ(get("/studies/1.2.3", "jan").status, 404);
    EXPECT_EQ(ask(http::Method::delete_, "/studies/" + visible.text(), "jan").status, 403);
    EXPECT_EQ(body_of(get("/studies/1.2.3", "jan")), body_of(get("/studies/" + foreign.text(), "jan")));  // SEC-9
}

TEST_F(Routes, query_parameters_are_read_by_the_field_table) {  // GEN-7
    query = {{"limit", "20"}, {"word", "next"}};
    EXPECT_EQ(body_of(get("/known", "jan")), R"({"items":[{"text":"jan","version":20}],"nextCursor":"next"})");
    query = {{"limit", "1000"}};
    EXPECT_EQ(get("/known", "jan").status, 422);
}

TEST_F(Routes, raw_routes_have_typed_path_parameters_too) {
    EXPECT_EQ(body_of(get("/raw/1.2/3/a/b")), "1.2 3 a/b");
    EXPECT_EQ(get("/raw/1.2/x/a").status, 404);
    EXPECT_EQ(get("/raw/1.2/-1/a").status, 404);
}

TEST_F(Routes, a_cookie_alone_changes_nothing) {  // SEC-3
    http::Headers cookie = {{"Cookie", "session=admin"}};
    EXPECT_EQ(ask(http::Method::post, "/notes", "", hello, cookie).status, 403);
    EXPECT_EQ(made, 0);
    EXPECT_THAT(gatekeeper.refusals, ElementsAre("admin makeNote forbidden"));
    EXPECT_EQ(body_of(ask(http::Method::post, "/public", "", hello, cookie)), R"({"text":"hello","version":0})");
    http::Headers both = {{"Cookie", "session=admin"}, {"X-CSRF-Token", "token"}};
    EXPECT_EQ(ask(http::Method::post, "/notes", "", hello, both).status, 201);
    EXPECT_EQ(body_of(ask(http::Method::post, "/public", "", hello, both)), R"({"text":"helloadmin","version":0})");
    EXPECT_EQ(get("/session", "", cookie).status, 200);
}

TEST_F(Routes, a_change_names_the_version_that_it_changes) {  // GEN-7
    auto path = "/studies/" + visible.text();
    EXPECT_EQ(get(path, "jan").headers.get("ETag"), "\"7\"");
    EXPECT_EQ(get(path, "jan", {{"If-None-Match", "\"6\", W/\"7\""}}).status, 304);
    EXPECT_EQ(get(path, "jan", {{"If-None-Match", "\"6\""}}).status, 200);
    EXPECT_EQ(ask(http::Method::put, path, "jan", hello).status, 428);
    EXPECT_EQ(ask(http::Method::put, path, "jan", hello, {{"If-Match", "\"6\""}}).status, 412);
    EXPECT_EQ(ask(http::Method::put, path, "jan", hello, {{"If-Match", "\"7\""}}).status, 204);
}

TEST_F(Routes, a_post_with_a_key_happens_once) {  // GEN-7
    http::Headers key = {{"Idempotency-Key", "k1"}};
    auto first = ask(http::Method::post, "/notes", "admin", hello, key);
    auto second = ask(http::Method::post, "/notes", "admin", hello, key);
    EXPECT_EQ(second.status, 201);
    EXPECT_EQ(body_of(second), body_of(first));
    EXPECT_EQ(second.headers.get("Location"), "/notes/1");
    EXPECT_FALSE(second.headers.has("Set-Cookie"));
    EXPECT_EQ(made, 1);
    EXPECT_EQ(ask(http::Method::post, "/notes", "admin", R"({"text":"other"})", key).status, 422);
    EXPECT_EQ(ask(http::Method::post, "/notes", "admin", hello, {{"Idempotency-Key", "a b"}}).status, 400);
    EXPECT_EQ(ask(http::Method::post, "/notes", "desk", hello, key).status, 403);
}

TEST_F(Routes, a_keyed_post_that_failed_may_be_tried_again) {  // GEN-7
    http::Headers key = {{"Idempotency-Key", "k1"}};
    EXPECT_EQ(ask(http::Method::post, "/notes", "admin", R"({"text":"twice"})", key).status, 409);
    EXPECT_TRUE(idempotency.entries.empty());
}

TEST_F(Routes, the_list_of_routes_tells_guard_and_audit) {
    std::map<std::string, RouteInfo> by_id;
    for (auto& route : api.routes()) by_id.emplace(route.doc.id, route);
    EXPECT_EQ(by_id.at("makeNote").guard.kind, GuardKind::needs_all);
    EXPECT_THAT(by_id.at("makeNote").guard.permissions, ElementsAre(Permission::manage_users));
    EXPECT_THAT(by_id.at("makeNote").audit.codes, ElementsAre("note.made"));
    EXPECT_EQ(by_id.at("getStudy").guard.right, StudyRight::view_images);
    EXPECT_THAT(by_id.at("postPublic").audit.codes, ElementsAre("note.made", "note.refused"));
    EXPECT_EQ(by_id.at("getPublic").audit.reason_not_audited, "nothing private");
    EXPECT_EQ(by_id.at("getFrame").pattern, "/raw/{uid}/{frame}/{path}");
}

TEST_F(Routes, the_api_description_is_made_from_the_routes) {  // GEN-7
    std::string text = body_of(get("/api/openapi.json"));
    ASSERT_TRUE(JsonDocument::parse(text, {.max_depth = 64}));
    EXPECT_EQ(text, openapi_document(api.routes(), {}));
    if (const char* path = std::getenv("PORTICO_WRITE_OPENAPI")) std::ofstream(path) << text;
    EXPECT_THAT(text, HasSubstr(R"("openapi":"3.1.0")"));
    EXPECT_THAT(text, HasSubstr(R"("/studies/{study}":{"get":{"operationId":"getStudy")"));
    EXPECT_THAT(text, HasSubstr(R"("x-portico-guard":{"kind":"on_study","right":"view_images"})"));
    EXPECT_THAT(text, HasSubstr(R"("x-portico-guard":{"kind":"needs_all","permissions":["manage_users"]},)"
                                R"("x-portico-audit":{"codes":["note.made"]})"));
    EXPECT_THAT(text, HasSubstr(R"("x-portico-audit":{"notAudited":"own notes"})"));
    EXPECT_THAT(text, HasSubstr(R"("schema":{"$ref":"#/components/schemas/NotePage"})"));
    EXPECT_THAT(text, HasSubstr(R"({"name":"limit","in":"query","required":false,"schema":{"type":"integer")"));
    EXPECT_THAT(text, HasSubstr(R"("409":{"$ref":"#/components/responses/Problem","description":"conflict"})"));
    EXPECT_THAT(text, HasSubstr(R"("204":{"description":"Success."})"));
    EXPECT_THAT(text, HasSubstr(R"("content":{"image/png":{}})"));
    // Every error answer has the shape that the description promises.
    std::string problem = body_of(get("/session"));
    for (auto name : {"type", "title", "status", "code", "detail", "errors", "requestId"}) {
        EXPECT_THAT(problem, HasSubstr(fmt::format("\"{}\":", name)));
        EXPECT_THAT(text, HasSubstr(fmt::format("\"{}\":{{\"type\":", name)));
    }
}

TEST_F(Routes, a_wrong_declaration_is_found_at_start) {
    auto handler = [](Context&) -> Result<Note> { return Note{}; };
    NotAudited never{"a test"};
    EXPECT_THROW(api.get<Note>("/x", Public{}, never, doc("getPublic"), handler), std::logic_error);
    EXPECT_THROW(api.get<Note>("/x", Public{}, never, {.id = "x"}, handler), std::logic_error);
    EXPECT_THROW(api.get<Note>("/x/{a:colour}", Public{}, never, doc("x"), handler), std::logic_error);
    EXPECT_THROW(api.get<Note>("/x/{id}", OnStudy{StudyRight::share}, never, doc("x"),
                               [](Context&, const StudyAccess&) -> Result<Note> { return Note{}; }),
                 std::logic_error);
}

TEST(Cursor, comes_back_as_it_went_and_nothing_else_is_one) {  // GEN-7
    std::vector<std::string> keys = {"2026-11-21", "", "é\"\n"};
    auto cursor = encode_cursor(keys);
    EXPECT_EQ(decode_cursor(cursor, 3).value(), keys);
    for (std::string bad : {std::string(), std::string("!"), cursor + "A", encode_cursor({"a"}), cursor.substr(1)}) {
        EXPECT_TRUE(decode_cursor(bad, 3).error().is(errors::invalid_input)) << bad;
    }
}

// A route without a guard or without an audit declaration does not compile (architecture, idea 3); neither does an
// audit declaration without its text, or a handler that does not want its proof.
namespace {

template <class... Arguments>
concept CanGet = requires(Api& api, Arguments... arguments) {
    api.get<Note>("/x", arguments...);
};
template <class... Arguments>
concept CanPost = requires(Api& api, Arguments... arguments) {
    api.post<Note, Note>("/x", arguments...);
};
template <class... Arguments>
concept CanRaw = requires(Api& api, Arguments... arguments) {
    api.raw(http::Method::get, "/x", arguments...);
};
using NoteHandler = Result<Note> (*)(Context&);
using PostHandler = Result<Note> (*)(Context&, Note);
using RawHandler = Result<http::Response> (*)(Context&);

static_assert(CanGet<Public, NotAudited, Doc, NoteHandler>);
static_assert(!CanGet<NotAudited, Doc, NoteHandler>);
static_assert(!CanGet<Public, Doc, NoteHandler>);
static_assert(!CanGet<Doc, NoteHandler>);
static_assert(!CanGet<NotAudited, Public, Doc, NoteHandler>);
static_assert(!CanGet<Public, NotAudited, NoteHandler>);
static_assert(CanPost<Public, Audited, Doc, PostHandler>);
static_assert(!CanPost<Audited, Doc, PostHandler>);
static_assert(!CanPost<Public, Doc, PostHandler>);
static_assert(CanRaw<Public, Audited, Doc, http::RouteOptions, RawHandler>);
static_assert(!CanRaw<Audited, Doc, http::RouteOptions, RawHandler>);
static_assert(!CanRaw<Public, Doc, http::RouteOptions, RawHandler>);
static_assert(!std::is_default_constructible_v<Audited> && !std::is_default_constructible_v<NotAudited>);
static_assert(!std::is_default_constructible_v<OnStudy>);

}  // namespace

}  // namespace api
}  // namespace portico
