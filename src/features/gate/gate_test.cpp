// People through the typed routes, as a browser and a machine meet them.
#include "features/gate/gate.h"

#include <boost/json.hpp>

#include "features/accounts/api/routes.h"
#include "features/identity/api/routes.h"
#include "features/people_testing/people_testing.h"
#include "platform/api/openapi.h"

namespace portico::gate {
namespace {

using http::Method;
using identity::testing::good_password;
using identity::testing::other_password;

// What the server knows of one browser: its cookies and the CSRF token of its page.
struct Browser {
    std::string session;
    std::string device;
    std::string csrf;
};

struct Answer {
    int status = 0;
    boost::json::value body;
    std::string etag;
    std::string text(const char* key) const {
        const auto* value = body.is_object() ? body.as_object().if_contains(key) : nullptr;
        return value && value->is_string() ? std::string(value->as_string()) : "";
    }
    std::string code() const { return text("code"); }
};

class GateTest : public identity::testing::PeopleTest {
protected:
    void SetUp() override {
        PeopleTest::SetUp();
        if (IsSkipped()) return;
        services_ = std::make_unique<Services>(*this);
        identity::add_routes(services_->api,
                             {services_->units, services_->sessions, services_->passwords, services_->keys, clock});
        accounts::add_routes(services_->api, {.units = services_->units,
                                              .trail = trail,
                                              .sign_in = services_->sign_in,
                                              .sessions = services_->sessions,
                                              .passwords = services_->passwords,
                                              .tenants = services_->tenants,
                                              .roles = services_->roles,
                                              .members = services_->members,
                                              .registrations = services_->registrations,
                                              .outbox = outbox,
                                              .clock = clock,
                                              .demonstration = true,
                                              .product_version = "0.1.0"});
        services_->api.mount(router);
    }
    void TearDown() override {
        services_.reset();
        PeopleTest::TearDown();
    }

    // Sends like a browser: cookies, and the CSRF token with what changes something; keeps cookies that come back.
    Answer ask(Browser& browser, Method method, const std::string& path, const std::string& body = "",
               http::Headers headers = {}) {
        http::Request request;
        request.method = method;
        request.path = path.substr(0, path.find('?'));
        if (path.find('?') != std::string::npos) {
            auto pair = path.substr(path.find('?') + 1);
            request.query.emplace_back(pair.substr(0, pair.find('=')), pair.substr(pair.find('=') + 1));
        }
        request.peer_address = "192.0.2.1";
        request.headers = std::move(headers);
        request.headers.add("User-Agent", "browser");
        if (!browser.session.empty()) request.cookies.emplace_back(identity::session_cookie, browser.session);
        if (!browser.device.empty()) request.cookies.emplace_back(identity::device_cookie, browser.device);
        if (!browser.csrf.empty()) request.headers.add("X-CSRF-Token", browser.csrf);
        if (!body.empty()) request.headers.add("Content-Type", "application/json");
        request.body = body;
        auto match = router.find(method, request.path);
        EXPECT_TRUE(match.route) << path;
        if (!match.route) return {};
        request.parameters = match.parameters;
        auto response = match.route->handler(request);
        for (auto cookie : response.headers.get_all("Set-Cookie")) keep(browser, cookie);
        Answer answer{.status = response.status};
        const auto& text = std::get<std::string>(response.body);
        if (!text.empty()) answer.body = boost::json::parse(text);
        answer.etag = response.headers.get("ETag").value_or("");
        if (!answer.text("csrfToken").empty()) browser.csrf = answer.text("csrfToken");
        return answer;
    }
    static void keep(Browser& browser, std::string_view cookie) {
        auto value = [&](std::string_view name) -> std::optional<std::string> {
            if (!cookie.starts_with(std::string(name) + "=")) return std::nullopt;
            auto rest = cookie.substr(name.size() + 1);
            return std::string(rest.substr(0, rest.find(';')));
        };
        if (auto session = value(identity::session_cookie)) browser.session = *session;
        if (auto device = value(identity::device_cookie)) browser.device = *device;
    }
    Answer get(Browser& browser, const std::string& path) { return ask(browser, Method::get, path); }
    Answer sign_in_as(Browser& browser, std::string_view email, std::string_view password = good_password) {
        return ask(browser, Method::post, "/api/v1/session",
                   fmt::format(R"({{"email":"{}","password":"{}"}})", email, password));
    }
    // The first tenant with its owner signed in.
    Browser set_up() {
        Browser owner;
        auto answer =
            ask(owner, Method::post, "/api/v1/setup",
                fmt::format(R"({{"token":"{}","tenantName":"North Imaging","slug":"north","name":"Olga Owner",)"
                            R"("email":"olga@example.org","password":"{}"}})",
                            services_->tenants.issue_setup_token().value(), good_password));
        EXPECT_EQ(answer.status, 201) << boost::json::serialize(answer.body);
        return owner;
    }
    std::string make_role(Browser& browser, const std::string& name, const std::string& permissions,
                          const std::string& path = "/api/v1/tenant/roles") {
        auto answer = ask(browser, Method::post, path,
                          fmt::format(R"({{"name":"{}","description":"","permissions":[{}]}})", name, permissions));
        EXPECT_EQ(answer.status, 201) << boost::json::serialize(answer.body);
        return answer.text("id");
    }
    Answer add_user(Browser& browser, const std::string& email, const std::string& role) {
        return ask(browser, Method::post, "/api/v1/tenant/users",
                   fmt::format(R"({{"name":"Bob Maes","email":"{}","temporaryPassword":"{}","roleIds":["{}"]}})", email,
                               good_password, role));
    }
    std::int64_t entries(const std::string& event) {
        return count("SELECT count(*) FROM audit_entry WHERE event = '" + event + "'");
    }

    struct Services {
        explicit Services(GateTest& test)
            : units(test.database(), test.trail, test.recorded_events),
              access(test.clock),
              sessions(units, test.clock),
              passwords(units, test.hasher, sessions, test.clock),
              sign_in(units, test.trail, test.hasher, test.keys, sessions, test.outbox, test.clock),
              keys(units, test.clock),
              tenants(units, passwords, sessions, test.clock),
              roles(units, access, test.clock),
              members(units, passwords, sessions, test.clock),
              registrations(units, passwords, test.keys, test.outbox, test.clock,
                            {true, [] { return std::string("http://localhost:8080"); }}),
              gate(units, sessions, keys, access, test.trail, test.clock),
              api(gate) {}
        db::UnitsOfWork units;
        access::AccessService access;
        identity::Sessions sessions;
        identity::Passwords passwords;
        identity::SignIn sign_in;
        identity::ApiKeys keys;
        accounts::Tenants tenants;
        accounts::Roles roles;
        accounts::Members members;
        accounts::Registrations registrations;
        Gate gate;
        api::Api api;
    };
    http::Router router;
    std::unique_ptr<Services> services_;
};
PORTICO_ON_BOTH_DATABASES(GateTest);

TEST_P(GateTest, first_start_leads_to_a_signed_in_owner) {  // ACC-2
    Browser nobody;
    auto before = get(nobody, "/api/v1/session");
    EXPECT_EQ(before.status, 200);
    EXPECT_TRUE(before.body.at("setupNeeded").as_bool());
    EXPECT_FALSE(before.body.as_object().contains("user"));
    auto owner = set_up();
    auto session = get(owner, "/api/v1/session");
    EXPECT_TRUE(session.body.at("isOwner").as_bool());
    EXPECT_EQ(session.body.at("account").at("slug").as_string(), "north");
    EXPECT_EQ(session.body.at("permissions").as_array().size(), tenant_permissions().size());
    EXPECT_FALSE(session.body.at("setupNeeded").as_bool());
    EXPECT_EQ(session.body.at("idleSeconds").as_int64(), 1800);
}

TEST_P(GateTest, a_session_needs_its_cookie_and_changes_need_its_csrf_token) {  // ACC-23, SEC-3
    auto owner = set_up();
    Browser without_token = owner;
    without_token.csrf.clear();
    auto refused =
        ask(without_token, Method::post, "/api/v1/tenant/roles", R"({"name":"A","description":"","permissions":[]})");
    EXPECT_EQ(refused.status, 403);
    EXPECT_EQ(refused.code(), "csrf_failed");
    EXPECT_EQ(get(without_token, "/api/v1/tenant/roles").status, 200) << "reading needs none";
    Browser other = owner;
    other.session = "made-up";
    EXPECT_EQ(get(other, "/api/v1/tenant/roles").status, 401);
    EXPECT_GE(entries("access.refused"), 1);  // AUD-1
}

TEST_P(GateTest, signing_out_ends_the_session_on_the_server) {  // ACC-23
    auto owner = set_up();
    Browser copy = owner;
    EXPECT_EQ(ask(owner, Method::delete_, "/api/v1/session").status, 204);
    EXPECT_TRUE(owner.session.empty());
    EXPECT_EQ(get(copy, "/api/v1/tenant/roles").status, 401);
}

TEST_P(GateTest, signing_in_gives_a_fresh_session_and_ends_the_one_before) {  // S24
    auto browser = set_up();
    auto before = browser;
    auto answer = sign_in_as(browser, "olga@example.org");
    EXPECT_EQ(answer.status, 200);
    EXPECT_NE(browser.session, before.session);
    EXPECT_EQ(get(before, "/api/v1/tenant/roles").status, 401);
    EXPECT_EQ(get(browser, "/api/v1/tenant/roles").status, 200);
    EXPECT_FALSE(browser.device.empty());
    EXPECT_EQ(sign_in_as(before, "olga@example.org", "wrong").code(), "sign_in_failed");
    EXPECT_EQ(sign_in_as(browser, "olga@example.org").body.at("failedAttemptsSinceLastSignIn").as_int64(), 1);
}

TEST_P(GateTest, users_do_what_their_roles_allow_from_the_next_request_on) {  // ACC-11, GEN-5
    auto owner = set_up();
    auto role = make_role(owner, "Reader", R"("view_studies")");
    ASSERT_EQ(add_user(owner, "bob@example.org", role).status, 201);
    Browser bob;
    ASSERT_EQ(sign_in_as(bob, "bob@example.org").status, 200);
    EXPECT_EQ(get(bob, "/api/v1/tenant/roles").status, 403);
    auto changed = ask(owner, Method::put, "/api/v1/tenant/roles/" + role,
                       R"({"name":"Reader","description":"","permissions":["view_studies","manage_roles"]})",
                       {{"If-Match", "\"1\""}});
    ASSERT_EQ(changed.status, 200);
    EXPECT_EQ(changed.etag, "\"2\"");
    EXPECT_EQ(changed.body.at("history").as_array().size(), 2U);  // GEN-11
    EXPECT_EQ(get(bob, "/api/v1/tenant/roles").status, 200);
    auto more = ask(bob, Method::post, "/api/v1/tenant/roles",
                    R"({"name":"Mine","description":"","permissions":["manage_users"]})");
    EXPECT_EQ(more.code(), "permission_not_held");
}

TEST_P(GateTest, a_disabled_user_is_out_at_once) {  // ACC-6, GEN-5
    auto owner = set_up();
    auto role = make_role(owner, "Reader", R"("view_studies")");
    auto user = add_user(owner, "bob@example.org", role);
    Browser bob;
    ASSERT_EQ(sign_in_as(bob, "bob@example.org").status, 200);
    ASSERT_EQ(ask(owner, Method::put, "/api/v1/tenant/users/" + user.text("id"),
                  fmt::format(R"({{"roleIds":["{}"],"enabled":false,"version":1}})", role))
                  .status,
              200);
    EXPECT_EQ(get(bob, "/api/v1/sessions").status, 401);
    EXPECT_EQ(sign_in_as(bob, "bob@example.org").code(), "sign_in_failed");
}

TEST_P(GateTest, changes_need_the_version_that_was_seen) {  // GEN-7
    auto owner = set_up();
    auto role = make_role(owner, "Reader", "");
    const std::string body = R"({"name":"Reader","description":"x","permissions":[]})";
    auto path = "/api/v1/tenant/roles/" + role;
    EXPECT_EQ(ask(owner, Method::put, path, body).status, 428);
    EXPECT_EQ(ask(owner, Method::put, path, body, {{"If-Match", "\"7\""}}).status, 412);
    auto settings = get(owner, "/api/v1/tenant/settings");
    EXPECT_EQ(settings.etag, "\"1\"");
    const std::string wanted =
        R"({"name":"North","quietSeconds":30,"checks":["patient_id"],"duplicatePolicy":"keep_last",)"
        R"("defaultIssuer":"","idleMinutes":20,"absoluteHours":8})";
    EXPECT_EQ(ask(owner, Method::put, "/api/v1/tenant/settings", wanted, {{"If-Match", "\"7\""}}).status, 412);
    auto saved = ask(owner, Method::put, "/api/v1/tenant/settings", wanted, {{"If-Match", "\"1\""}});
    EXPECT_EQ(saved.status, 200);
    EXPECT_EQ(saved.body.at("version").as_int64(), 2);
    EXPECT_EQ(saved.text("name"), "North");
}

TEST_P(GateTest, a_key_is_a_machine_with_its_permissions) {  // ACC-26
    auto owner = set_up();
    auto issued =
        ask(owner, Method::post, "/api/v1/tenant/api-keys", R"({"name":"Gateway","permissions":["manage_roles"]})");
    ASSERT_EQ(issued.status, 201);
    Browser machine;
    http::Headers key{{"Authorization", "Bearer " + issued.text("key")}};
    EXPECT_EQ(ask(machine, Method::get, "/api/v1/tenant/roles", "", key).status, 200);
    EXPECT_EQ(ask(machine, Method::get, "/api/v1/tenant/users", "", key).status, 403);
    EXPECT_EQ(ask(machine, Method::get, "/api/v1/sessions", "", key).status, 403) << "not a person";
    EXPECT_EQ(
        ask(machine, Method::post, "/api/v1/tenant/roles", R"({"name":"A","description":"","permissions":[]})", key)
            .status,
        201)
        << "without a CSRF token";
    auto listed = get(owner, "/api/v1/tenant/api-keys");
    EXPECT_EQ(boost::json::serialize(listed.body).find(issued.text("key")), std::string::npos) << "shown once";
    auto id = std::string(issued.body.at("apiKey").at("id").as_string());
    ASSERT_EQ(ask(owner, Method::delete_, "/api/v1/tenant/api-keys/" + id).status, 204);
    auto revoked = ask(machine, Method::get, "/api/v1/tenant/roles", "", key);
    EXPECT_EQ(revoked.status, 401);
    EXPECT_EQ(revoked.code(), "api_key_unknown");
    EXPECT_EQ(ask(owner, Method::get, "/api/v1/tenant/roles", "", {{"Authorization", "Basic eDp5"}}).status, 401)
        << "a cookie does not mend a bad header";
}

TEST_P(GateTest, a_clinician_registers_confirms_and_signs_in) {  // ACC-3
    auto owner = set_up();
    Browser ann;
    auto form =
        fmt::format(R"({{"name":"Dr Ann Peeters","familyName":"Peeters","givenName":"Ann","email":"ann@example.org",)"
                    R"("password":"{}","profession":"physician","speciality":"cardiology","language":"en",)"
                    R"("professionalNumbers":[{{"type":"NPI","value":"1234567893"}}]}})",
                    good_password);
    EXPECT_EQ(ask(ann, Method::post, "/api/v1/registrations", form).status, 202);
    EXPECT_EQ(sign_in_as(ann, "ann@example.org").code(), "sign_in_failed");
    auto messages = get(ann, "/api/v1/demo/messages");
    auto text = std::string(messages.body.at("items").as_array().at(0).at("text").as_string());
    auto token = text.substr(text.find('#') + 1, 43);
    auto confirm = [&] {
        return ask(ann, Method::post, "/api/v1/registrations/confirmations", fmt::format(R"({{"token":"{}"}})", token));
    };
    EXPECT_EQ(confirm().text("email"), "ann@example.org");
    EXPECT_EQ(confirm().code(), "confirmation_unknown");
    auto session = sign_in_as(ann, "ann@example.org");
    ASSERT_EQ(session.status, 200);
    EXPECT_EQ(session.body.at("account").at("kind").as_string(), "individual");
    EXPECT_TRUE(session.body.at("permissions").as_array().empty());
    EXPECT_EQ(get(ann, "/api/v1/tenant/users").status, 403);
    EXPECT_EQ(get(ann, "/api/v1/role-templates?system=tenant").status, 403);
    EXPECT_EQ(get(owner, "/api/v1/role-templates?system=clinician").body.at("items").as_array().size(), 6U);
}

TEST_P(GateTest, what_belongs_to_another_tenant_is_not_there) {  // GEN-2, S2
    auto owner = set_up();
    auto role = make_role(owner, "Reader", "");
    auto clinician_role = make_role(owner, "Referrer", R"("view_images")", "/api/v1/tenant/clinician-roles");
    auto user = add_user(owner, "bob@example.org", role).text("id");
    ASSERT_TRUE(services_->tenants.create(portico::testing::World::operator_caller(),
                                          {"South", "south", "Sam", "sam@example.org", std::string(good_password)}));
    Browser sam;
    ASSERT_EQ(sign_in_as(sam, "sam@example.org").status, 200);
    const std::string body = R"({"name":"Mine","description":"","permissions":[]})";
    http::Headers version{{"If-Match", "\"1\""}};
    EXPECT_EQ(ask(sam, Method::put, "/api/v1/tenant/roles/" + role, body, version).status, 404);
    EXPECT_EQ(ask(sam, Method::delete_, "/api/v1/tenant/roles/" + role).status, 404);
    EXPECT_EQ(ask(sam, Method::delete_, "/api/v1/tenant/clinician-roles/" + clinician_role).status, 404);
    EXPECT_EQ(ask(sam, Method::put, "/api/v1/tenant/users/" + user,
                  fmt::format(R"({{"roleIds":["{}"],"enabled":false,"version":1}})", role))
                  .status,
              404);
    EXPECT_EQ(boost::json::serialize(get(sam, "/api/v1/tenant/users").body).find("bob@example.org"), std::string::npos);
}

TEST_P(GateTest, a_person_goes_on_in_another_account) {  // ACC-1
    auto owner = set_up();
    ASSERT_TRUE(services_->tenants.create(portico::testing::World::operator_caller(),
                                          {"South", "south", "Olga", "olga@example.org", std::string(good_password)}));
    auto session = get(owner, "/api/v1/session");
    ASSERT_EQ(session.body.at("memberships").as_array().size(), 2U);
    auto south = std::string(session.body.at("memberships").as_array().at(1).at("id").as_string());
    auto before = owner;
    auto moved =
        ask(owner, Method::post, "/api/v1/session/membership", fmt::format(R"({{"membershipId":"{}"}})", south));
    ASSERT_EQ(moved.status, 200);
    EXPECT_EQ(moved.body.at("account").at("slug").as_string(), "south");
    EXPECT_EQ(get(before, "/api/v1/sessions").status, 401);
    auto west = services_->tenants.create(portico::testing::World::operator_caller(),
                                          {"West", "west", "Wendy", "wendy@example.org", std::string(good_password)});
    EXPECT_EQ(ask(owner, Method::post, "/api/v1/session/membership",
                  fmt::format(R"({{"membershipId":"{}"}})", west.value().membership.text()))
                  .status,
              404)
        << "somebody else's";
    EXPECT_EQ(get(owner, "/api/v1/sessions").status, 200) << "nothing changed";
}

TEST_P(GateTest, own_things_are_kept_for_the_person) {  // ACC-27
    auto owner = set_up();
    EXPECT_EQ(get(owner, "/api/v1/me/preferences").text("theme"), "auto");
    ASSERT_EQ(
        ask(owner, Method::put, "/api/v1/me/preferences", R"({"theme":"dark","studyColumns":["patient"]})").status,
        200);
    EXPECT_EQ(get(owner, "/api/v1/me/preferences").text("theme"), "dark");
    auto filter = ask(owner, Method::post, "/api/v1/study-filters", R"({"name":"CT","query":{"modality":["CT"]}})");
    ASSERT_EQ(filter.status, 201);
    EXPECT_EQ(get(owner, "/api/v1/study-filters").body.at("items").as_array().size(), 1U);
    EXPECT_EQ(ask(owner, Method::delete_, "/api/v1/study-filters/" + filter.text("id")).status, 204);
    EXPECT_EQ(ask(owner, Method::patch, "/api/v1/me", R"({"name":"Olga O.","language":"nl"})").status, 204);
    auto session = get(owner, "/api/v1/session");
    EXPECT_EQ(session.body.at("user").at("name").as_string(), "Olga O.");
    EXPECT_EQ(get(owner, "/api/v1/sign-in-history").status, 200);
    EXPECT_EQ(get(owner, "/api/v1/sessions").body.at("items").as_array().size(), 1U);
    auto changed = ask(owner, Method::post, "/api/v1/me/password",
                       fmt::format(R"({{"currentPassword":"wrong","newPassword":"{}"}})", other_password));
    EXPECT_EQ(changed.code(), "wrong_password");
    EXPECT_EQ(
        ask(owner, Method::post, "/api/v1/session/reauthenticate", fmt::format(R"({{"password":"{}"}})", good_password))
            .status,
        204);
}

TEST_P(GateTest, a_flood_of_refusals_costs_few_writes) {  // AUD-1
    Browser nobody;
    for (int i = 0; i < 50; ++i) EXPECT_EQ(get(nobody, "/api/v1/tenant/users").status, 401);
    EXPECT_EQ(entries("access.refused"), 1);
    EXPECT_EQ(count("SELECT repeats FROM audit_recent WHERE subject LIKE 'refused:192.0.2.1%'"), 0);
}

TEST_P(GateTest, the_api_description_names_every_route_once) {  // GEN-7
    auto document = boost::json::parse(api::openapi_document(services_->api.routes(), {}));
    EXPECT_TRUE(document.at("paths").as_object().contains("/api/v1/tenant/clinician-roles/{role}"));
    EXPECT_EQ(api::OpenApiInfo{}.session_cookie, identity::session_cookie);
}

}  // namespace
}  // namespace portico::gate
