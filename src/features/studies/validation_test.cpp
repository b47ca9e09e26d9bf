// From quiet to released, and what staff decide in the queue, with real objects and their corrected heads.
#include "features/studies/api/validation.h"

#include "features/studies/testing/receiving_test.h"
#include "platform/dicom/dicom_json.h"
#include "platform/jobs/workers.h"

namespace portico::studies {
namespace {

using Codes = std::vector<std::string>;

class ValidationTest : public ReceivingTest {
protected:
    void SetUp() override {
        ReceivingTest::SetUp();
        if (IsSkipped()) return;
        corrector = std::make_unique<Corrector>(*work, *blobs);
        ValidationHooks hooks;
        hooks.make_corrected_heads = [this](const TenantScope& scope, const StudyId& study) -> Result<void> {
            if (heads_fail) return fail(portico::errors::unavailable);
            return corrector->make_corrected_heads(scope, study);
        };
        hooks.prepare_metadata = [this](db::Session&, const TenantScope&, const SeriesId&) { ++prepared; };
        validation = std::make_unique<Validation>(*work, *blobs, access, queue, clock, std::move(hooks));
        checks("patient_id patient_name birth_date sex accession_number issuer patient_record");
    }
    void TearDown() override {
        validation.reset();
        corrector.reset();
        ReceivingTest::TearDown();
    }

    void checks(const std::string& keys) { change("UPDATE tenant SET quiet_seconds = 60, checks = '" + keys + "'"); }
    Validation::May may(const TenantId& tenant) {
        auto caller = testing::World::operator_caller();
        caller.name = "Front desk";
        return access::SystemScopes::for_operator<Permission::validate_studies>(caller, tenant);
    }
    void arrive(const ObjectOptions& options = {}) { ASSERT_TRUE(receive_one(north, object(options)).ok()); }
    void become_quiet() {
        clock.advance_seconds(60);
        validation->run_due();
    }
    StudyId study(const std::string& uid = "2.25.1") {
        return read().value<StudyId>("SELECT id FROM study WHERE tenant_id = ? AND study_instance_uid = ?", north, uid);
    }
    std::string text(std::string_view column, const std::string& uid = "2.25.1") {
        return read().value<std::string>(
            "SELECT " + std::string(column) + " FROM study WHERE tenant_id = ? AND study_instance_uid = ?", north, uid);
    }
    std::string state() { return text("state"); }
    std::int64_t events(const std::string& name) {
        return read().value<std::int64_t>("SELECT count(*) FROM domain_event WHERE name = ?", name);
    }
    std::int64_t audited(const std::string& code) {
        return read().value<std::int64_t>("SELECT count(*) FROM audit_entry WHERE event = ?", code);
    }
    ValidationCase one_case() { return validation->study_case(may(north), study()).value(); }
    Codes reasons() {
        Codes all;
        for (const auto& reason : one_case().reasons) all.push_back(reason.code);
        return all;
    }
    Correction correction(std::map<CaseField, std::string> fields) {
        Correction made;
        made.fields = std::move(fields);
        made.version = one_case().version;
        return made;
    }
    // What leaves of an instance, parsed.
    dicom::InstanceFile delivered(const std::string& instance_uid = "2.25.3") {
        auto access_to = open(north);
        auto content = archive->content(instance(access_to, instance_uid)).value();
        const auto file = folder / "delivered";
        std::ofstream(file, std::ios::binary) << bytes_of(content);
        return dicom::read_instance(file).value();
    }

    access::AccessService access{clock};
    jobs::Queue queue{clock};
    std::unique_ptr<Corrector> corrector;
    std::unique_ptr<Validation> validation;
    bool heads_fail = false;
    int prepared = 0;
};
PORTICO_ON_BOTH_DATABASES(ValidationTest);

// STU-10, STU-11
TEST_P(ValidationTest, a_study_is_released_once_it_is_quiet_and_complete) {
    arrive();
    clock.advance_seconds(59);
    {
        auto session = read();
        EXPECT_FALSE(validation->due(session));
    }
    EXPECT_EQ(validation->run_due(), 0);
    clock.advance_seconds(1);
    EXPECT_EQ(validation->run_due(), 1);
    EXPECT_EQ(state(), "ready");
    EXPECT_EQ(count("SELECT visible FROM study"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM instance WHERE validated = 1"), 1);
    EXPECT_EQ(count("SELECT released_at FROM study"), clock.now().milliseconds);
    EXPECT_EQ(read().value<std::string>("SELECT name_normalised FROM patient WHERE patient_id = 'P-1'"), "doe^jane");
    EXPECT_EQ(count("SELECT count(*) FROM study s JOIN patient p ON p.id = s.patient_ref"), 1);
    EXPECT_EQ(events("study.validated"), 1);
    EXPECT_EQ(audited("study.validated"), 1);
    EXPECT_EQ(prepared, 1);
    EXPECT_EQ(validation->run_due(), 0);
}

// CLA-11
TEST_P(ValidationTest, the_referrer_sees_a_study_from_its_release_on) {
    testing::Member ann;
    {
        auto unit = begin();
        testing::World world(unit.session(), clock);
        ann = world.clinician("Ann Peeters");
        world.link(north, ann, "allowed", world.clinician_role(north, {ClinicianPermission::access_referred_studies}));
        unit.session().exec(
            "INSERT INTO referrer_link (id, tenant_id, name_normalised, name, membership_id, made_at, made_by)"
            " VALUES ('l1', ?, 'peeters^ann', 'Peeters^Ann', ?, 1, 'x')",
            north, ann.membership);
        unit.commit_technical();
    }
    arrive();
    auto sees = [&] {
        auto session = read();
        return access.list(session, ann.caller(), {}).size();
    };
    EXPECT_EQ(sees(), 0U);
    become_quiet();
    EXPECT_EQ(sees(), 1U);
}

// STU-11
TEST_P(ValidationTest, an_incomplete_study_waits_with_all_its_reasons) {
    arrive({.patient_id = "", .accession = ""});
    become_quiet();
    EXPECT_EQ(state(), "queued");
    EXPECT_EQ(count("SELECT visible FROM study"), 0);
    EXPECT_EQ(reasons(), (Codes{"accession_number_missing", "patient_id_missing"}));
    auto queued = validation->queue(may(north), {});
    ASSERT_EQ(queued.size(), 1U);
    EXPECT_EQ(queued[0].study, study());
    EXPECT_EQ(queued[0].reasons.size(), 2U);
    EXPECT_EQ(events("validation.changed"), 1);
    EXPECT_TRUE(validation->queue(may(south), {}).empty());
    EXPECT_FALSE(validation->study_case(may(south), study()));  // GEN-2
}

// STU-12
TEST_P(ValidationTest, a_corrected_study_leaves_the_queue_and_its_objects_carry_the_correction) {
    arrive({.patient_id = ""});
    become_quiet();
    ASSERT_TRUE(validation->correct(may(north), study(),
                                    correction({{CaseField::patient_id, "P-9"}, {CaseField::accession_number, "B2"}})));
    EXPECT_EQ(state(), "ready");
    EXPECT_EQ(text("accession_number"), "B2");
    auto file = delivered();
    EXPECT_EQ(file.attributes().patient_id, "P-9");
    EXPECT_EQ(file.attributes().accession_number, "B2");
    EXPECT_NE(dicom::to_json(file).find("04000561"), std::string::npos);  // Original Attributes Sequence
    EXPECT_EQ(count("SELECT count(*) FROM patient WHERE patient_id = 'P-9'"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM study_token WHERE token = 'b2'"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM study_token WHERE token = 'a1'"), 0);
    EXPECT_EQ(audited("study.corrected"), 1);
    EXPECT_EQ(count("SELECT heads_due FROM study"), 0);
}

TEST_P(ValidationTest, a_correction_of_an_old_version_is_refused) {
    arrive({.patient_id = ""});
    become_quiet();
    auto old = correction({{CaseField::patient_id, "P-9"}});
    --old.version;
    EXPECT_TRUE(validation->correct(may(north), study(), old).error().is(errors::case_changed));
    EXPECT_EQ(state(), "queued");
    EXPECT_EQ(count("SELECT count(*) FROM study_correction"), 0);
}

// A server that stops while heads are made
TEST_P(ValidationTest, a_study_is_not_released_before_its_corrected_heads_are_there) {
    arrive({.patient_id = ""});
    become_quiet();
    heads_fail = true;
    ASSERT_TRUE(validation->correct(may(north), study(), correction({{CaseField::patient_id, "P-9"}})));
    EXPECT_EQ(state(), "validating");
    EXPECT_EQ(count("SELECT visible FROM study"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM job WHERE kind = 'studies.correct_heads'"), 1);

    heads_fail = false;
    clock.advance_seconds(3600);
    jobs::Workers workers(*work, clock, {});
    validation->serve(workers);
    workers.start();
    EXPECT_TRUE(db::eventually([&] { return state() == "ready"; }));
    workers.stop();
    EXPECT_EQ(delivered().attributes().patient_id, "P-9");
}

// STU-12
TEST_P(ValidationTest, an_existing_patient_can_be_chosen) {
    arrive();
    become_quiet();  // makes the record P-1, Doe^Jane
    arrive({.study = "2.25.11", .series = "2.25.12", .instance = "2.25.13", .patient_name = "Do^Jane"});
    become_quiet();
    const auto second = study("2.25.11");
    auto waiting = validation->study_case(may(north), second).value();
    ASSERT_EQ(waiting.reasons.size(), 1U);
    EXPECT_EQ(waiting.reasons[0].code, "patient_data_differ");
    EXPECT_EQ(waiting.reasons[0].field, CaseField::name);
    ASSERT_TRUE(waiting.record);
    Correction choose;
    choose.record = waiting.record->id;
    choose.version = waiting.version;
    ASSERT_TRUE(validation->correct(may(north), second, choose));
    EXPECT_EQ(text("state", "2.25.11"), "ready");
    auto corrected = validation->study_case(may(north), second).value();
    EXPECT_EQ(corrected.corrected, (std::map<CaseField, std::string>{{CaseField::name, "Doe^Jane"}}));
    EXPECT_EQ(corrected.corrections.size(), 1U);
    EXPECT_EQ(corrected.record->studies, 2);
}

TEST_P(ValidationTest, a_new_patient_must_not_have_a_known_identifier) {
    arrive();
    become_quiet();
    arrive({.study = "2.25.11", .series = "2.25.12", .instance = "2.25.13", .patient_name = "Smets^Ben"});
    become_quiet();
    const auto second = study("2.25.11");
    Correction made;
    made.version = validation->study_case(may(north), second)->version;
    made.new_patient.emplace();
    (*made.new_patient)[CaseField::patient_id] = "P-1";
    (*made.new_patient)[CaseField::name] = "Smets^Ben";
    EXPECT_TRUE(validation->correct(may(north), second, made).error().is(errors::patient_exists));
    (*made.new_patient)[CaseField::patient_id] = "P-2";
    ASSERT_TRUE(validation->correct(may(north), second, made));
    EXPECT_EQ(text("state", "2.25.11"), "ready");
    EXPECT_EQ(count("SELECT count(*) FROM patient"), 2);
}

// STU-5
TEST_P(ValidationTest, a_study_of_two_patients_is_never_mixed) {
    arrive();
    arrive({.instance = "2.25.4", .patient_id = "P-2", .patient_name = "Smets^Ben"});
    become_quiet();
    EXPECT_EQ(reasons(), Codes{"study_under_two_patients"});
    EXPECT_TRUE(validation->release(may(north), study(), "hurry").error().is(errors::study_holds_two_patients));
    Correction made;
    made.version = one_case().version;
    made.fields = {{CaseField::patient_id, "P-1"}};
    ASSERT_TRUE(validation->correct(may(north), study(), made));
    EXPECT_EQ(state(), "ready");
    EXPECT_EQ(delivered("2.25.4").attributes().patient_id, "P-1");
    EXPECT_EQ(delivered("2.25.4").attributes().patient_name, "Doe^Jane");
    EXPECT_EQ(count("SELECT count(*) FROM patient"), 1);
}

// STU-12
TEST_P(ValidationTest, staff_release_as_it_is_with_a_reason) {
    arrive({.accession = ""});
    become_quiet();
    ASSERT_TRUE(validation->release(may(north), study(), "emergency"));
    EXPECT_EQ(state(), "ready");
    EXPECT_EQ(read().value<std::string>("SELECT reason FROM audit_entry WHERE event = 'study.released'"), "emergency");
    EXPECT_TRUE(validation->release(may(north), study(), "again").error().is(errors::study_not_queued));
    EXPECT_EQ(events("study.validated"), 1);
}

// STU-12
TEST_P(ValidationTest, a_rejected_study_is_deleted_after_thirty_days_with_its_content) {
    arrive({.accession = ""});
    become_quiet();
    ASSERT_TRUE(validation->reject(may(north), study(), "test images"));
    EXPECT_EQ(state(), "rejected");
    EXPECT_TRUE(receive_one(north, object({.instance = "2.25.4"})).error == &errors::study_is_rejected);
    clock.advance_seconds(30 * 86'400 - 1);
    EXPECT_EQ(validation->delete_rejected(), 0);
    clock.advance_seconds(1);
    EXPECT_EQ(validation->delete_rejected(), 1);
    EXPECT_EQ(count("SELECT count(*) FROM study") + count("SELECT count(*) FROM series") +
                  count("SELECT count(*) FROM instance"),
              0);
    EXPECT_EQ(audited("study.deleted"), 1);
    jobs::Workers workers(*work, clock, {});
    validation->serve(workers);
    workers.start();
    EXPECT_TRUE(db::eventually([&] { return blob_count() == 0; }));
    workers.stop();
}

TEST_P(ValidationTest, bulk_decisions_tell_what_failed) {
    arrive({.accession = ""});
    become_quiet();
    const auto unknown = crypto::new_id<StudyId>(clock);
    auto outcome = validation->decide_all(may(north), {study(), unknown}, QueueAction::release, "all well");
    EXPECT_EQ(outcome.done, std::vector{study()});
    ASSERT_EQ(outcome.failed.size(), 1U);
    EXPECT_EQ(outcome.failed[0].study, unknown);
    EXPECT_TRUE(outcome.failed[0].error.is(portico::errors::not_found));
}

// STU-11
TEST_P(ValidationTest, late_instances_are_served_once_they_are_validated_too) {
    arrive();
    become_quiet();
    const auto released_at = count("SELECT released_at FROM study");
    arrive({.series = "2.25.5", .instance = "2.25.4", .modality = "SR"});
    EXPECT_EQ(state(), "receiving");
    EXPECT_EQ(count("SELECT visible FROM study"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM instance WHERE validated = 1"), 1);
    EXPECT_EQ(count("SELECT instance_count FROM study"), 1);
    become_quiet();
    EXPECT_EQ(state(), "ready");
    EXPECT_EQ(count("SELECT count(*) FROM instance WHERE validated = 1"), 2);
    EXPECT_EQ(count("SELECT instance_count FROM study"), 2);
    EXPECT_EQ(text("modalities"), "CT SR");
    EXPECT_EQ(count("SELECT released_at FROM study"), released_at);
    EXPECT_EQ(events("study.validated"), 1);
}

TEST_P(ValidationTest, late_instances_of_another_patient_queue_a_study_that_stays_visible) {
    arrive();
    become_quiet();
    arrive({.instance = "2.25.4", .patient_id = "P-2", .patient_name = "Smets^Ben"});
    become_quiet();
    EXPECT_EQ(state(), "queued");
    EXPECT_EQ(count("SELECT visible FROM study"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM instance WHERE validated = 1"), 1);
}

// STU-12
TEST_P(ValidationTest, late_instances_of_a_corrected_study_get_corrected_heads_first) {
    arrive({.patient_id = ""});
    become_quiet();
    ASSERT_TRUE(validation->correct(may(north), study(), correction({{CaseField::patient_id, "P-9"}})));
    arrive({.instance = "2.25.4", .patient_id = ""});
    become_quiet();
    EXPECT_EQ(state(), "ready");
    EXPECT_EQ(delivered("2.25.4").attributes().patient_id, "P-9");
}

TEST_P(ValidationTest, patients_are_found_by_name_and_identifier_within_the_tenant) {
    arrive();
    arrive({.study = "2.25.11",
            .series = "2.25.12",
            .instance = "2.25.13",
            .patient_id = "X7",
            .patient_name = "Smets^Ben"});
    become_quiet();
    const PermissionProof proof = [&] {
        auto caller = testing::World::staff_caller(north, all_tenant_permissions());
        return access.prove(caller, Permission::validate_studies).value();
    }();
    EXPECT_EQ(validation->patients(proof, {.text = "sme", .after = {}, .limit = 10}).patients.size(), 1U);
    EXPECT_EQ(validation->patients(proof, {.text = "x7", .after = {}, .limit = 10}).patients.size(), 1U);
    auto page = validation->patients(proof, {.text = "", .after = {}, .limit = 1});
    ASSERT_TRUE(page.next);
    auto rest = validation->patients(proof, {.text = "", .after = page.next, .limit = 1});
    ASSERT_EQ(rest.patients.size(), 1U);
    EXPECT_EQ(rest.patients[0].data[CaseField::name], "Smets^Ben");
    EXPECT_FALSE(rest.next);
}

}  // namespace
}  // namespace portico::studies
