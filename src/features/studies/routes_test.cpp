// The routes of studies and the validation queue: what goes in and out as JSON.
#include <gmock/gmock.h>

#include "features/studies/api/study_routes.h"
#include "features/studies/testing/receiving_test.h"
#include "platform/api/openapi.h"
#include "platform/api/route.h"

namespace portico::studies {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Everybody is the one caller of the test; rights are decided by features/access.
class OneCaller : public api::Gatekeeper {
public:
    OneCaller(db::Database& database, const access::AccessService& access) : database_(database), access_(access) {}
    Result<Caller> identify(const http::Request&) override { return caller; }
    Result<void> check_csrf(const http::Request&, const Caller&) override { return {}; }
    Result<PermissionProof> prove(const Caller& who, Permission permission) override {
        return access_.prove(who, permission);
    }
    Result<StudyAccess> study(const Caller& who, const StudyId& study, StudyRight right) override {
        auto session = database_.read();
        return access_.study(session, who, study, right);
    }
    void refused(const Caller&, const api::RouteInfo&, const Error&) override {}
    Caller caller;

private:
    db::Database& database_;
    const access::AccessService& access_;
};

class StudyRoutesTest : public ReceivingTest {
protected:
    void SetUp() override {
        ReceivingTest::SetUp();
        if (IsSkipped()) return;
        corrector = std::make_unique<Corrector>(*work, *blobs);
        ValidationHooks hooks;
        hooks.make_corrected_heads = [this](const TenantScope& scope, const StudyId& study) {
            return corrector->make_corrected_heads(scope, study);
        };
        validation = std::make_unique<Validation>(*work, *blobs, access, queue, clock, std::move(hooks));
        list = std::make_unique<StudyList>(*work, access, trail, clock);
        desk = std::make_unique<ClinicianAccess>(*work, access);
        gate = std::make_unique<OneCaller>(database(), access);
        api = std::make_unique<api::Api>(*gate);
        add_study_routes(*api, *list);
        add_clinician_access_routes(*api, *desk, *list);
        add_validation_routes(*api, *validation, *list);
        api::add_openapi_route(*api);
        api->mount(router);
        change("UPDATE tenant SET checks = 'patient_id patient_name'");
        {
            auto unit = begin();
            testing::World world(unit.session(), clock);
            clerk = world.staff(north, "Front desk");
            unit.commit_technical();
        }
        gate->caller = staff(north, all_tenant_permissions());
    }
    Caller staff(const TenantId& tenant, TenantPermissions permissions) const {
        auto caller = testing::World::staff_caller(tenant, permissions);
        caller.user = clerk.user;
        return caller;
    }

    http::Response ask(http::Method method, const std::string& path, const std::string& body = "",
                       std::vector<std::pair<std::string, std::string>> query = {}) {
        http::Request request;
        request.method = method;
        request.path = "/api/v1" + path;
        if (!body.empty()) request.headers.set("Content-Type", "application/json");
        request.body = body;
        request.query = std::move(query);
        auto match = router.find(method, request.path);
        if (match.route == nullptr) throw std::logic_error("no route " + path);
        request.parameters = match.parameters;
        return match.route->handler(request);
    }
    http::Response get(const std::string& path, std::vector<std::pair<std::string, std::string>> query = {}) {
        return ask(http::Method::get, path, "", std::move(query));
    }
    http::Response post(const std::string& path, const std::string& body) {
        return ask(http::Method::post, path, body);
    }
    static std::string body_of(const http::Response& response) { return std::get<std::string>(response.body); }

    std::string arrived(const ObjectOptions& options) {
        EXPECT_TRUE(receive_one(north, object(options)).ok());
        clock.advance_seconds(60);
        validation->run_due();
        return read().value<std::string>("SELECT id FROM study WHERE study_instance_uid = ?", options.study);
    }
    std::string version(const std::string& study) {
        return std::to_string(read().value<std::int64_t>("SELECT version FROM study WHERE id = ?", study));
    }

    access::AccessService access{clock};
    jobs::Queue queue{clock};
    std::unique_ptr<Corrector> corrector;
    std::unique_ptr<Validation> validation;
    std::unique_ptr<StudyList> list;
    std::unique_ptr<ClinicianAccess> desk;
    std::unique_ptr<OneCaller> gate;
    std::unique_ptr<api::Api> api;
    http::Router router;
    testing::Member clerk;
};
PORTICO_ON_BOTH_DATABASES(StudyRoutesTest);

// CLA-22, CLA-23
TEST_P(StudyRoutesTest, a_study_is_listed_shown_and_opened) {
    const auto id = arrived({});
    auto listed = get("/studies", {{"q", "jane"},
                                   {"modality", "CT"},
                                   {"modality", "MR"},
                                   {"from", "2024-01-31"},
                                   {"to", "2024-01-31"},
                                   {"state", "ready"},
                                   {"unread", "true"},
                                   {"limit", "10"}});
    ASSERT_EQ(listed.status, 200) << body_of(listed);
    EXPECT_THAT(body_of(listed), HasSubstr(R"("name":"Doe, Jane","birthDate":"1970-02-03","sex":"F")"));
    EXPECT_THAT(body_of(listed), HasSubstr(R"("studyDate":"2024-01-31","studyTime":"10:15:00")"));
    EXPECT_THAT(body_of(listed), HasSubstr(R"("unread":true,"sources":["staff"])"));
    auto shown = get("/studies/" + id);
    ASSERT_EQ(shown.status, 200) << body_of(shown);
    EXPECT_THAT(body_of(shown), HasSubstr(R"("dicomwebUrl":"/t/north/dicomweb")"));
    EXPECT_THAT(body_of(shown), HasSubstr(R"("seriesInstanceUid":"2.25.2")"));
    EXPECT_EQ(post("/studies/" + id + "/opened", "").status, 204);
    EXPECT_THAT(body_of(get("/studies", {{"unread", "true"}})), Not(HasSubstr(id)));
}

// GEN-2
TEST_P(StudyRoutesTest, another_tenants_study_is_not_there) {
    const auto id = arrived({.patient_id = ""});
    gate->caller = staff(south, all_tenant_permissions());
    EXPECT_EQ(get("/studies/" + id).status, 404);
    EXPECT_EQ(get("/studies/" + id + "/access").status, 404);
    EXPECT_EQ(get("/studies/" + id + "/grantable").status, 404);
    EXPECT_EQ(post("/studies/" + id + "/opened", "").status, 404);
    EXPECT_EQ(get("/tenant/validation-queue/" + id).status, 404);
    EXPECT_EQ(post("/tenant/validation-queue/" + id + "/release", R"({"reason":"x"})").status, 404);
    EXPECT_EQ(post("/tenant/validation-queue/" + id + "/reject", R"({"reason":"x"})").status, 404);
    EXPECT_EQ(post("/tenant/validation-queue/" + id + "/corrections", R"({"version":2})").status, 404);
    EXPECT_EQ(post("/grants", R"({"studyIds":[")" + id + R"("],"membershipIds":[")" + id + R"("]})").status, 404);
}

TEST_P(StudyRoutesTest, the_queue_is_for_those_who_validate) {
    gate->caller = staff(north, {Permission::view_studies});
    EXPECT_EQ(get("/tenant/validation-queue").status, 403);
    EXPECT_EQ(get("/tenant/patients").status, 403);
    EXPECT_EQ(get("/tenant/clinicians").status, 403);
    EXPECT_EQ(post("/tenant/validation-queue/bulk", R"({"studyIds":[],"action":"release","reason":"x"})").status, 403);
}

// STU-12
TEST_P(StudyRoutesTest, a_case_is_read_and_corrected) {
    const auto id = arrived({.patient_id = ""});
    EXPECT_THAT(body_of(get("/tenant/validation-queue", {{"q", "jane"}})), HasSubstr("patient_id_missing"));
    auto before = get("/tenant/validation-queue/" + id);
    ASSERT_EQ(before.status, 200) << body_of(before);
    EXPECT_THAT(body_of(before), HasSubstr(R"("corrected":{})"));
    auto bad = post("/tenant/validation-queue/" + id + "/corrections",
                    R"({"fields":{"sex":"X"},"version":)" + version(id) + "}");
    EXPECT_EQ(bad.status, 422);
    EXPECT_THAT(body_of(bad), HasSubstr("fields.sex"));
    EXPECT_EQ(post("/tenant/validation-queue/" + id + "/corrections", R"({"fields":{},"version":0})").status, 412);
    auto after =
        post("/tenant/validation-queue/" + id + "/corrections",
             R"({"fields":{"patientId":"P-9","name":"Doe, Janet","birthDate":null},"version":)" + version(id) + "}");
    ASSERT_EQ(after.status, 200) << body_of(after);
    EXPECT_THAT(body_of(after), HasSubstr(R"("state":"ready")"));
    EXPECT_THAT(body_of(after), HasSubstr(R"("corrected":{"patientId":"P-9","name":"Doe, Janet","birthDate":null)"));
    EXPECT_THAT(body_of(get("/tenant/patients", {{"q", "janet"}})), HasSubstr(R"("patientId":"P-9")"));
}

TEST_P(StudyRoutesTest, bulk_decisions_tell_each_outcome) {
    const auto id = arrived({.patient_id = ""});
    auto done = post("/tenant/validation-queue/bulk",
                     R"({"studyIds":[")" + id + R"("],"action":"reject","reason":"test images"})");
    EXPECT_EQ(body_of(done), R"({"done":[")" + id + R"("],"failed":[]})");
    auto again = post("/tenant/validation-queue/bulk",
                      R"({"studyIds":[")" + id + R"("],"action":"release","reason":"test images"})");
    EXPECT_THAT(body_of(again), HasSubstr("study_not_queued"));
}

// CLA-7
TEST_P(StudyRoutesTest, access_is_given_listed_and_taken_back) {
    const auto id = arrived({});
    testing::Member ann;
    {
        auto unit = begin();
        testing::World world(unit.session(), clock);
        ann = world.clinician("Ann Peeters");
        world.link(north, ann, "allowed", world.clinician_role(north, {ClinicianPermission::view_images}));
        unit.commit_technical();
    }
    auto granted = post("/grants", R"({"studyIds":[")" + id + R"("],"membershipIds":[")" + ann.membership.text() +
                                       R"("],"note":"second view"})");
    EXPECT_EQ(granted.status, 201);
    EXPECT_EQ(body_of(granted), R"({"granted":1})");
    EXPECT_THAT(body_of(get("/studies/" + id + "/grantable", {{"q", "ann"}})), HasSubstr(R"("alreadyGranted":true)"));
    EXPECT_THAT(body_of(get("/tenant/clinicians")), HasSubstr("Ann Peeters"));
    auto current = body_of(get("/studies/" + id + "/access"));
    EXPECT_THAT(current, HasSubstr(R"("source":"explicit")"));
    EXPECT_THAT(current, HasSubstr(R"("note":"second view")"));
    auto grant = read().value<std::string>("SELECT id FROM explicit_grant");
    EXPECT_THAT(current, HasSubstr(R"("grantId":")" + grant));
    EXPECT_EQ(ask(http::Method::delete_, "/grants/" + grant).status, 204);
    EXPECT_EQ(body_of(get("/studies/" + id + "/access")), R"({"items":[]})");
}

TEST_P(StudyRoutesTest, the_description_of_the_routes_can_be_made) {
    EXPECT_NO_THROW(static_cast<void>(api::openapi_document(api->routes(), {})));
}

}  // namespace
}  // namespace portico::studies
