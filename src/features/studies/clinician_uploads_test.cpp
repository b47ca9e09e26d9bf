// STU-3: what clinicians upload, and that nothing is gained by it.
#include "features/studies/api/clinician_uploads.h"

#include <gmock/gmock.h>

#include "features/studies/api/validation.h"
#include "features/studies/receiving_test.h"
#include "platform/dicom/rejection_note.h"

namespace portico::studies {
namespace {

using C = ClinicianPermission;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ClinicianUploadsTest : public ReceivingTest {
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
        uploads = std::make_unique<ClinicianUploads>(*work, access, clock);
        change("UPDATE tenant SET quiet_seconds = 60, checks = ''");
        build([&](testing::World& world) {
            ann = world.clinician("Ann Peeters");
            ben = world.clinician("Ben Smets");
            role = world.clinician_role(north, {C::upload_studies, C::view_images, C::access_referred_studies,
                                                C::access_referred_patients_history});
            world.link(north, ann, "allowed", role);
            world.link(north, ben, "allowed", role);
        });
    }
    void TearDown() override {
        uploads.reset();
        validation.reset();
        corrector.reset();
        ReceivingTest::TearDown();
    }

    template <class Build>
    void build(Build make) {
        auto unit = begin();
        testing::World world(unit.session(), clock);
        make(world);
        unit.commit_technical();
    }
    InstanceOutcome send_bytes(const testing::Member& who, const std::string& bytes) {
        std::vector<storage::Staged> files;
        files.push_back(staged(bytes));
        const auto caller = who.caller();
        return receiver->receive(scope(north), {.caller = caller, .name = caller.name}, std::move(files)).front();
    }
    InstanceOutcome send(const testing::Member& who, const ObjectOptions& options = {}) {
        return send_bytes(who, object(options));
    }
    void become_quiet() {
        clock.advance_seconds(60);
        validation->run_due();
    }
    Validation::May may() {
        auto caller = testing::World::operator_caller();
        caller.name = "Front desk";
        return access::SystemScopes::for_operator<Permission::validate_studies>(caller, north);
    }
    StudyId study(const std::string& uid = "2.25.1") {
        return read().value<StudyId>("SELECT id FROM study WHERE tenant_id = ? AND study_instance_uid = ?", north, uid);
    }
    std::string state(const std::string& uid = "2.25.1") {
        return read().value<std::string>("SELECT state FROM study WHERE tenant_id = ? AND study_instance_uid = ?",
                                         north, uid);
    }
    std::vector<std::string> reasons() {
        std::vector<std::string> codes;
        const auto waiting = validation->study_case(may(), study()).value();
        for (const auto& reason : waiting.reasons) codes.push_back(reason.code);
        return codes;
    }
    bool opens(const testing::Member& who, const std::string& uid = "2.25.1") {
        auto session = read();
        return access.study_by_uid(session, who.caller(), north, uid, StudyRight::view_images).has_value();
    }
    void release() { ASSERT_TRUE(validation->release(may(), study(), "patient asked for it").has_value()); }
    // Sent, quiet, released.
    void released_upload() {
        ASSERT_TRUE(send(ann).ok());
        become_quiet();
        release();
    }
    std::vector<ClinicianUpload> listed(const testing::Member& who) {
        return uploads->list(who.caller(), {}, 50).uploads;
    }
    std::int64_t audited(const std::string& code, const std::string& by) {
        return read().value<std::int64_t>("SELECT count(*) FROM audit_entry WHERE event = ? AND actor_name = ?", code,
                                          by);
    }
    std::int64_t live() { return count("SELECT count(*) FROM instance WHERE superseded_at IS NULL"); }
    void grant_by_staff() {
        auto unit = begin();
        const auto caller = testing::World::operator_caller();
        ASSERT_TRUE(access
                        .grant(unit,
                               access::SystemScopes::for_operator<Permission::explicit_access_grant>(caller, north),
                               access::SystemScopes::for_operator<Permission::manage_clinician_access>(caller, north),
                               {{study()}, {ann.membership}, {}, "second opinion"})
                        .has_value());
        unit.commit_technical();
    }
    // Says that the object of north's study does not count.
    std::string rejection_note() {
        using Items = std::vector<dicom::DataSet>;
        dicom::DataSet instance, series, evidence, title, data;
        instance.put("ReferencedSOPClassUID", "1.2.840.10008.5.1.4.1.1.7").put("ReferencedSOPInstanceUID", "2.25.3");
        series.put("SeriesInstanceUID", "2.25.2").put("ReferencedSOPSequence", Items{instance});
        evidence.put("StudyInstanceUID", "2.25.1").put("ReferencedSeriesSequence", Items{series});
        title.put("CodeValue", "113001").put("CodingSchemeDesignator", "DCM").put("CodeMeaning", "Rejected");
        data.put("SOPClassUID", dicom::key_object_selection)
            .put("SOPInstanceUID", "2.25.77")
            .put("StudyInstanceUID", "2.25.1")
            .put("SeriesInstanceUID", "2.25.70")
            .put("Modality", "KO")
            .put("PatientID", "P-1")
            .put("ConceptNameCodeSequence", Items{title})
            .put("CurrentRequestedProcedureEvidenceSequence", Items{evidence});
        const auto file = folder / "note";
        EXPECT_TRUE(dicom::write_object(file, data).has_value());
        return read_file(file);
    }

    access::AccessService access{clock};
    jobs::Queue queue{clock};
    std::unique_ptr<Corrector> corrector;
    std::unique_ptr<Validation> validation;
    std::unique_ptr<ClinicianUploads> uploads;
    testing::Member ann, ben;
    RoleId role;
};
PORTICO_ON_BOTH_DATABASES(ClinicianUploadsTest);

TEST_P(ClinicianUploadsTest, an_upload_waits_for_staff_whatever_the_checks_are) {
    ASSERT_TRUE(send(ann).ok());
    EXPECT_FALSE(opens(ann));
    become_quiet();
    EXPECT_EQ(state(), "queued");
    EXPECT_THAT(reasons(), ElementsAre("uploaded_by_clinician"));
    const auto waiting = validation->queue(may(), {}).front();
    EXPECT_EQ(waiting.uploader->name, "Ann Peeters");
    EXPECT_EQ(waiting.uploader->account, "Ann Peeters");
    EXPECT_FALSE(opens(ann));
    // Correcting is not releasing.
    Correction correction;
    correction.fields = {{CaseField::description, "CT of the head"}};
    correction.version = validation->study_case(may(), study()).value().version;
    ASSERT_TRUE(validation->correct(may(), study(), correction).has_value());
    EXPECT_EQ(state(), "queued");
    EXPECT_FALSE(opens(ann));
    release();
    EXPECT_EQ(state(), "ready");
    EXPECT_TRUE(opens(ann));
    EXPECT_FALSE(opens(ben));
    EXPECT_EQ(audited("study.received", "Ann Peeters"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM audit_entry WHERE event = 'study_access.granted'"), 1);
    EXPECT_EQ(read().value<std::string>("SELECT note || ' ' || granted_by FROM explicit_grant"),
              "uploaded_it Front desk");
}

TEST_P(ClinicianUploadsTest, what_the_department_has_is_never_joined_and_answers_alike) {
    const auto bytes = object({});
    ASSERT_TRUE(receive_one(north, bytes).ok());  // released, unseen by Ann
    become_quiet();
    ASSERT_TRUE(send(ben, {.study = "2.25.10", .instance = "2.25.13"}).ok());  // another clinician's
    ASSERT_TRUE(receive_one(north, object({.study = "2.25.20", .instance = "2.25.23"})).ok());
    change("UPDATE study SET state = 'rejected', visible = 0 WHERE study_instance_uid = '2.25.20'");
    change("UPDATE tenant SET duplicate_policy = 'keep_last'");
    const auto before = blob_count();
    const std::vector<std::string> attempts{
        bytes,                                                             // the very same object
        object({.pixel = 9}),                                              // another under its UID
        object({.instance = "2.25.4"}),                                    // into the study
        object({.instance = "2.25.5", .patient_id = "P-2"}),               // of somebody else
        object({.study = "2.25.10", .instance = "2.25.14"}),               // into what another clinician sent
        object({.study = "2.25.20", .instance = "2.25.24"}),               // into what was rejected
        object({.study = "2.25.30", .instance = "2.25.3"}),                // an object's UID in a new study
        object({.study = "2.25.30", .instance = "2.25.13", .pixel = 9})};  // the same of another clinician's
    for (const auto& attempt : attempts) EXPECT_EQ(send_bytes(ann, attempt).error, &errors::identifier_taken);
    EXPECT_EQ(blob_count(), before);
    EXPECT_EQ(live(), 3);
    EXPECT_EQ(count("SELECT count(*) FROM study"), 3);
    EXPECT_EQ(state(), "ready");
    EXPECT_EQ(count("SELECT count(*) FROM instance WHERE superseded_at IS NOT NULL"), 0);
    // Also for who sees the study.
    grant_by_staff();
    EXPECT_TRUE(opens(ann));
    EXPECT_EQ(send(ann, {.instance = "2.25.4"}).error, &errors::identifier_taken);
}

TEST_P(ClinicianUploadsTest, own_objects_come_once_and_are_never_replaced) {
    change("UPDATE tenant SET duplicate_policy = 'keep_last'");
    ASSERT_TRUE(send(ann).ok());
    EXPECT_TRUE(send(ann).already_there);
    EXPECT_EQ(send(ann, {.pixel = 9}).error, &errors::duplicate_with_different_content);
    EXPECT_TRUE(send(ann, {.instance = "2.25.4"}).ok());
    EXPECT_EQ(live(), 2);
    EXPECT_EQ(listed(ann).front().objects, 2);
}

TEST_P(ClinicianUploadsTest, a_rejection_note_of_a_clinician_has_no_effect) {  // IOCM
    ASSERT_TRUE(receive_one(north, object({})).ok());
    become_quiet();
    EXPECT_EQ(send_bytes(ann, rejection_note()).error, &errors::identifier_taken);
    change("UPDATE study SET study_instance_uid = '2.25.100'");
    EXPECT_EQ(send_bytes(ann, rejection_note()).error, &errors::rejection_not_allowed);
    EXPECT_EQ(count("SELECT count(*) FROM study"), 1);
    EXPECT_EQ(live(), 1);
    EXPECT_EQ(count("SELECT count(*) FROM study_recall"), 0);
}

TEST_P(ClinicianUploadsTest, what_is_named_in_an_upload_gives_nobody_access_before_its_release) {
    // A study of the patient whom Ann would like to see, and whom she names in her upload, with herself as referrer.
    change("UPDATE tenant SET default_issuer = ''");
    build([&](testing::World& world) {
        const auto patient = world.patient(north, "P-1");
        world.study(north, {.uid = "2.25.500", .study_at = clock.now(), .patient = patient});
        const auto number = world.number(ann, "NPI", "123");
        world.confirm(north, ann, number, "123");
    });
    const auto stir = [&] {
        auto unit = begin();
        const auto number = unit.session().value<ProfessionalNumberId>("SELECT number_id FROM confirmed_number");
        access.number_confirmed(unit, scope(north), number);
        access.link_changed(unit, north, ann.account);
        access.study_moved(unit, scope(north), study("2.25.500"));
        unit.commit_technical();
    };
    ASSERT_TRUE(send(ann).ok());
    change("UPDATE study_referrer SET identifier = '123'");
    change("UPDATE study SET study_at = (SELECT study_at FROM study WHERE study_instance_uid = '2.25.500')");
    stir();
    EXPECT_FALSE(opens(ann, "2.25.500"));
    become_quiet();
    stir();
    EXPECT_FALSE(opens(ann, "2.25.500"));
    EXPECT_EQ(count("SELECT count(*) FROM study_access"), 0);
    release();  // from now on it counts like any other
    EXPECT_EQ(count("SELECT count(*) FROM study_access WHERE source = 'referral'"), 1);
    EXPECT_TRUE(opens(ann, "2.25.500"));
}

TEST_P(ClinicianUploadsTest, a_rejected_upload_gives_nobody_access) {
    build([&](testing::World& world) {
        const auto number = world.number(ann, "NPI", "123");
        world.confirm(north, ann, number, "123");
    });
    ASSERT_TRUE(send(ann).ok());
    change("UPDATE study_referrer SET identifier = '123'");
    become_quiet();
    ASSERT_TRUE(validation->reject(may(), study(), "not our patient").has_value());
    auto unit = begin();
    access.number_confirmed(unit, scope(north),
                            unit.session().value<ProfessionalNumberId>("SELECT number_id FROM confirmed_number"));
    unit.commit_technical();
    EXPECT_EQ(count("SELECT count(*) FROM study_access"), 0);
    EXPECT_FALSE(opens(ann));
    EXPECT_EQ(send(ann, {.instance = "2.25.4"}).error, &errors::study_is_rejected);
}

TEST_P(ClinicianUploadsTest, what_comes_late_waits_again_and_shows_nothing_new) {
    released_upload();
    ASSERT_TRUE(send(ann, {.series = "2.25.5", .instance = "2.25.4"}).ok());
    EXPECT_EQ(count("SELECT waits FROM study_referrer ORDER BY waits DESC LIMIT 1"), 0);  // the same names
    become_quiet();
    EXPECT_EQ(state(), "queued");
    EXPECT_THAT(reasons(), ElementsAre("uploaded_by_clinician"));
    EXPECT_TRUE(opens(ann));
    EXPECT_EQ(count("SELECT instance_count FROM study"), 1);
    EXPECT_EQ(listed(ann).front().state, UploadState::waiting);
    release();
    EXPECT_EQ(count("SELECT instance_count FROM study"), 2);
}

TEST_P(ClinicianUploadsTest, a_grant_that_staff_took_back_does_not_return) {
    released_upload();
    change("UPDATE explicit_grant SET revoked_at = 1");
    change("DELETE FROM study_access WHERE source = 'explicit'");
    ASSERT_FALSE(opens(ann));
    ASSERT_TRUE(send(ann, {.instance = "2.25.4"}).ok());
    become_quiet();
    release();
    EXPECT_FALSE(opens(ann));
}

TEST_P(ClinicianUploadsTest, what_the_department_receives_displaces_what_nobody_released) {
    ASSERT_TRUE(send(ann, {.patient_id = "P-666"}).ok());
    clock.advance_seconds(1);
    ASSERT_TRUE(send(ann, {.study = "2.25.10", .instance = "2.25.11"}).ok());
    become_quiet();
    // Its study, and an object whose UID was taken in another one.
    ASSERT_TRUE(receive_one(north, object({})).ok());
    ASSERT_TRUE(receive_one(north, object({.instance = "2.25.11", .pixel = 9})).ok());
    become_quiet();
    EXPECT_EQ(state(), "ready");
    EXPECT_EQ(read().value<std::string>("SELECT header_patient_id FROM study WHERE study_instance_uid = '2.25.1'"),
              "P-1");
    EXPECT_EQ(count("SELECT instance_count FROM study WHERE study_instance_uid = '2.25.1'"), 2);
    EXPECT_FALSE(opens(ann));
    ASSERT_EQ(listed(ann).size(), 2U);
    EXPECT_EQ(listed(ann).back().state, UploadState::rejected);
    EXPECT_EQ(listed(ann).back().reason, "received_by_the_department");
    EXPECT_EQ(send(ann, {.instance = "2.25.4"}).error, &errors::identifier_taken);
    clock.advance_seconds(31 * 86'400);
    EXPECT_EQ(validation->delete_rejected(), 1);
}

TEST_P(ClinicianUploadsTest, a_rejected_upload_does_not_keep_the_departments_study_out) {
    ASSERT_TRUE(send(ann).ok());
    become_quiet();
    ASSERT_TRUE(validation->reject(may(), study(), "not our patient").has_value());
    EXPECT_TRUE(receive_one(north, object({})).ok());
    become_quiet();
    EXPECT_EQ(state(), "ready");
    EXPECT_EQ(listed(ann).front().reason, "not our patient");
}

TEST_P(ClinicianUploadsTest, others_objects_in_a_released_upload_end_its_grant_and_close_it) {
    released_upload();
    ASSERT_TRUE(receive_one(north, object({.instance = "2.25.4"})).ok());
    EXPECT_FALSE(opens(ann));
    EXPECT_EQ(count("SELECT count(*) FROM audit_entry WHERE event = 'study_access.revoked'"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM explicit_grant WHERE revoked_at IS NOT NULL"), 1);
    become_quiet();
    EXPECT_EQ(state(), "ready");
    EXPECT_FALSE(opens(ann));
    EXPECT_EQ(send(ann, {.instance = "2.25.5"}).error, &errors::identifier_taken);
    EXPECT_EQ(send(ann).error, &errors::identifier_taken);
}

TEST_P(ClinicianUploadsTest, what_staff_granted_themselves_stays) {
    released_upload();
    grant_by_staff();
    ASSERT_TRUE(receive_one(north, object({.instance = "2.25.4"})).ok());
    EXPECT_TRUE(opens(ann));
}

TEST_P(ClinicianUploadsTest, the_right_is_looked_at_with_every_batch) {
    ASSERT_TRUE(send(ann).ok());
    change("UPDATE access_link SET state = 'suspended'");
    EXPECT_EQ(send(ann, {.instance = "2.25.4"}).error, &portico::errors::forbidden);
    EXPECT_THAT(listed(ann), IsEmpty());
    EXPECT_THAT(uploads->departments(ann.caller()), IsEmpty());
    change("UPDATE access_link SET state = 'allowed'");
    change("UPDATE role SET permissions = 'view_images'");
    EXPECT_EQ(send(ann, {.instance = "2.25.4"}).error, &portico::errors::forbidden);
    EXPECT_EQ(listed(ann).size(), 1U);
    EXPECT_EQ(live(), 1);
}

TEST_P(ClinicianUploadsTest, a_clinician_reads_what_became_of_their_own_uploads_as_they_sent_them) {
    ASSERT_TRUE(send(ann).ok());
    ASSERT_TRUE(send(ann, {.study = "2.25.10", .instance = "2.25.13"}).ok());
    EXPECT_THAT(listed(ben), IsEmpty());
    become_quiet();
    Correction correction;
    correction.fields = {{CaseField::name, "Secret^Name"}, {CaseField::description, "secret"}};
    correction.version = validation->study_case(may(), study()).value().version;
    ASSERT_TRUE(validation->correct(may(), study(), correction).has_value());
    release();
    ASSERT_TRUE(validation->reject(may(), study("2.25.10"), "not our patient").has_value());
    for (const auto& one : listed(ann)) {
        const bool first = one.study == study();
        EXPECT_EQ(one.department.slug, "north");
        EXPECT_EQ(one.patient_name, "Doe^Jane");
        EXPECT_EQ(one.description, "CT head");
        EXPECT_EQ(one.study_date, "20240131");
        EXPECT_EQ(one.objects, 1);
        EXPECT_EQ(one.state, first ? UploadState::released : UploadState::rejected);
        EXPECT_EQ(one.reason, first ? "" : "not our patient");
        EXPECT_EQ(one.is_open, first);
    }
    const auto page = uploads->list(ann.caller(), {}, 1);
    ASSERT_TRUE(page.next.has_value());
    EXPECT_EQ(uploads->list(ann.caller(), page.next, 1).uploads.size(), 1U);
    EXPECT_EQ(uploads->departments(ben.caller()).front().name, "north");
}

TEST_P(ClinicianUploadsTest, quotas_hold_for_clinicians) {
    change(
        "INSERT INTO retention (tenant_id, quota_bytes) SELECT id, 1 FROM tenant WHERE id IN (SELECT tenant_id FROM "
        "access_link)");
    ASSERT_TRUE(send(ann).ok());
    EXPECT_EQ(send(ann, {.instance = "2.25.4"}).error, &errors::quota_reached);
}

}  // namespace
}  // namespace portico::studies
