// Recall: withdrawing, rejection notes, bringing back, who is told (STU-14).
#include "features/studies/api/recalls.h"

#include "features/studies/testing/receiving_test.h"
#include "platform/dicom/rejection_note.h"
#include "platform/jobs/queue.h"
#include "platform/messaging/message_outbox.h"

namespace portico::studies {
namespace {

class RecallsTest : public ReceivingTest {
protected:
    void SetUp() override {
        ReceivingTest::SetUp();
        if (IsSkipped()) return;
        keeping = std::make_unique<Keeping>(*work, access, clock);
        recalls = std::make_unique<Recalls>(*work, access, trail, messages, clock);
        validation = std::make_unique<Validation>(*work, *blobs, access, queue, clock, ValidationHooks{});
        change("UPDATE tenant SET quiet_seconds = 1, checks = ''");
    }
    void TearDown() override {
        validation.reset();
        recalls.reset();
        keeping.reset();
        ReceivingTest::TearDown();
    }
    void settle() {
        clock.advance_seconds(2);
        validation->run_due();
    }
    // Two instances of one series and one of another, released.
    void ready_study() {
        for (const auto& outcome : receive(north, {object({}), object({.instance = "2.25.4", .pixel = 9}),
                                                   object({.series = "2.25.5", .instance = "2.25.6"})}))
            ASSERT_TRUE(outcome.ok());
        settle();
    }
    Authorized<Permission::delete_studies> may(const TenantId& tenant) {
        auto caller = testing::World::operator_caller();
        caller.name = "Front desk";
        return access::SystemScopes::for_operator<Permission::delete_studies>(caller, tenant);
    }
    StudyId study() { return read().value<StudyId>("SELECT id FROM study"); }
    std::int64_t live() { return count("SELECT count(*) FROM instance WHERE superseded_at IS NULL"); }
    std::int64_t shown() { return count("SELECT visible * instance_count FROM study"); }
    std::int64_t events(const std::string& code) {
        return count("SELECT count(*) FROM audit_entry WHERE event = '" + code + "'");
    }
    Recall recalled(RecallRequest request = {.reason = RecallReason::other, .note = "x"}) {
        auto made = recalls->recall(may(north), study(), request);
        if (!made) throw std::runtime_error(std::string(made.error().kind().code));
        return *made;
    }

    struct NoteOptions {
        std::string code = "113001", scheme = "DCM", study = "2.25.1", of = "2.25.1", instance = "2.25.77";
        std::vector<std::string> rejects{"2.25.3", "2.25.4"};
    };
    std::string note(const NoteOptions& options) {
        using Items = std::vector<dicom::DataSet>;
        Items instances;
        for (const auto& uid : options.rejects)
            instances.push_back(dicom::DataSet()
                                    .put("ReferencedSOPClassUID", "1.2.840.10008.5.1.4.1.1.7")
                                    .put("ReferencedSOPInstanceUID", uid));
        dicom::DataSet series, evidence, title, data;
        series.put("SeriesInstanceUID", "2.25.2").put("ReferencedSOPSequence", std::move(instances));
        evidence.put("StudyInstanceUID", options.of).put("ReferencedSeriesSequence", Items{series});
        title.put("CodeValue", options.code)
            .put("CodingSchemeDesignator", options.scheme)
            .put("CodeMeaning", "Rejected for Quality Reasons");
        data.put("SOPClassUID", dicom::key_object_selection)
            .put("SOPInstanceUID", options.instance)
            .put("StudyInstanceUID", options.study)
            .put("SeriesInstanceUID", "2.25.70")
            .put("Modality", "KO")
            .put("PatientID", "P-1")
            .put("PatientName", "Doe^Jane")
            .put("ConceptNameCodeSequence", Items{title})
            .put("CurrentRequestedProcedureEvidenceSequence", Items{evidence});
        const auto file = folder / "note";
        EXPECT_TRUE(dicom::write_object(file, data).has_value());
        return read_file(file);
    }

    testing::Member clinician(const std::string& name) {
        auto unit = begin();
        auto made = testing::World(unit.session(), clock).clinician(name);
        unit.commit_technical();
        return made;
    }
    void saw(const Caller& caller, const std::string& event = "study.viewed", const std::string& to = {}) {
        auto unit = work->begin();
        AuditEvent entry;
        entry.code = event;
        entry.caller = caller;
        entry.tenant = north;
        entry.study = unit.session().value<StudyId>("SELECT id FROM study").text();
        if (!to.empty()) entry.details = {{"to", to}};
        unit.commit(std::move(entry));
        clock.advance_seconds(60);
    }

    access::AccessService access{clock};
    jobs::Queue queue{clock};
    crypto::KeyRing keys = crypto::KeyRing::ephemeral();
    messaging::MessageOutbox messages{queue, keys, clock};
    std::unique_ptr<Keeping> keeping;
    std::unique_ptr<Recalls> recalls;
    std::unique_ptr<Validation> validation;
};
PORTICO_ON_BOTH_DATABASES(RecallsTest);

TEST_P(RecallsTest, a_recalled_study_is_away_and_stays_until_the_recall_is_undone) {  // STU-14
    ready_study();
    const auto recall = recalled({.reason = RecallReason::patient_safety, .note = "wrong patient"});
    EXPECT_TRUE(recall.whole);
    EXPECT_EQ(recall.recalled_by, "Front desk");
    EXPECT_EQ(shown(), 0);
    EXPECT_TRUE(keeping->deleted(may(north), {}, 10).empty());
    EXPECT_TRUE(keeping->restore(may(north), study(), "x").error().is(errors::study_not_deleted));
    EXPECT_EQ(receive_one(north, object({.instance = "2.25.9"})).error, &errors::study_is_rejected);
    EXPECT_TRUE(recalls->recall(may(north), study(), {}).error().is(errors::nothing_to_recall));
    clock.advance_seconds(60 * 86'400);
    EXPECT_EQ(validation->delete_rejected(), 0);
    ASSERT_TRUE(recalls->undo(may(north), study(), recall.id, "it was right"));
    settle();
    EXPECT_EQ(shown(), 3);
    EXPECT_TRUE(recalls->undo(may(north), study(), recall.id, "again").error().is(errors::recall_over));
    EXPECT_EQ(recalls->of_study(may(north), study())->front().ended_as, "undone");
    EXPECT_EQ(events("study.recalled"), 1);
    EXPECT_EQ(events("study.recall_undone"), 1);
}

TEST_P(RecallsTest, a_recall_becomes_a_deletion_which_can_be_taken_back) {  // STU-14, STU-22
    ready_study();
    recalled();
    ASSERT_TRUE(keeping->remove(may(north), study(), "for good"));
    EXPECT_EQ(keeping->deleted(may(north), {}, 10).size(), 1U);
    EXPECT_EQ(recalls->of_study(may(north), study())->front().ended_as, "deleted");
    ASSERT_TRUE(keeping->restore(may(north), study(), "no"));
    EXPECT_EQ(recalls->of_study(may(north), study())->front().ended_as, "undone");
    settle();
    EXPECT_EQ(shown(), 3);
    recalled();
    ASSERT_TRUE(keeping->remove(may(north), study(), "for good"));
    clock.advance_seconds(31 * 86'400);
    EXPECT_EQ(validation->delete_rejected(), 1);
    EXPECT_EQ(count("SELECT count(*) FROM study_recall"), 0);
}

TEST_P(RecallsTest, a_series_and_an_instance_are_recalled_alone) {  // STU-14
    ready_study();
    const auto first = recalled({.note = "x", .series_uids = {"2.25.5"}});
    EXPECT_FALSE(first.whole);
    EXPECT_EQ(first.instances, 1);
    EXPECT_EQ(shown(), 2);
    {
        auto session = read();
        EXPECT_FALSE(archive->find_instance(session, open(north), "2.25.5", "2.25.6"));
        EXPECT_TRUE(archive->find_instance(session, open(north), "2.25.2", "2.25.3"));
    }
    const auto second = recalled({.note = "x", .sop_instance_uids = {"2.25.3"}});
    EXPECT_EQ(shown(), 1);
    EXPECT_TRUE(recalls->recall(may(north), study(), {.note = "x", .sop_instance_uids = {"2.25.3"}})
                    .error()
                    .is(errors::nothing_to_recall));
    EXPECT_TRUE(receive_one(north, object({})).already_there);  // sent again, it stays away
    EXPECT_EQ(receive_one(north, object({.pixel = 1})).error, &errors::study_is_rejected);
    EXPECT_EQ(shown(), 1);
    ASSERT_TRUE(recalls->undo(may(north), study(), second.id, "right"));
    EXPECT_EQ(shown(), 1);  // until it is validated
    settle();
    EXPECT_EQ(shown(), 2);
    ASSERT_TRUE(recalls->undo(may(north), study(), first.id, "right"));
    settle();
    EXPECT_EQ(shown(), 3);
}

TEST_P(RecallsTest, a_study_of_which_nothing_is_left_is_not_shown_until_something_comes) {  // STU-14
    ready_study();
    recalled({.note = "x", .series_uids = {"2.25.2", "2.25.5"}});
    EXPECT_EQ(count("SELECT visible FROM study"), 0);
    settle();
    EXPECT_EQ(count("SELECT visible FROM study"), 0);
    ASSERT_TRUE(receive_one(north, object({.instance = "2.25.10"})).ok());
    settle();
    EXPECT_EQ(shown(), 1);
}

TEST_P(RecallsTest, a_rejection_note_recalls_what_it_names_and_is_kept_unseen) {  // STU-14, IOCM
    ready_study();
    const auto bytes = note({});
    ASSERT_TRUE(receive_one(north, bytes).ok());
    EXPECT_EQ(shown(), 1);
    EXPECT_EQ(count("SELECT count(*) FROM instance WHERE sop_instance_uid = '2.25.77'"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM instance WHERE sop_instance_uid = '2.25.77' AND superseded_at IS NULL"), 0);
    const auto found = recalls->of_study(may(north), study()).value();
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0].reason, RecallReason::quality);
    EXPECT_EQ(found[0].rejection_uid, "2.25.77");
    EXPECT_EQ(found[0].recalled_by, "SCANNER");
    EXPECT_TRUE(receive_one(north, bytes).already_there);
    EXPECT_EQ(receive_one(north, note({.code = "113037"})).error, &errors::duplicate_with_different_content);
    EXPECT_EQ(count("SELECT count(*) FROM study_recall"), 1);
    EXPECT_EQ(shown(), 1);
    ASSERT_TRUE(recalls->undo(may(north), study(), found[0].id, "right"));
    settle();
    EXPECT_EQ(shown(), 3);
    EXPECT_TRUE(receive_one(north, bytes).already_there);  // once a note
    EXPECT_EQ(shown(), 3);
}

TEST_P(RecallsTest, a_note_that_comes_first_or_along_with_its_instances_holds_too) {  // STU-14, IOCM
    ASSERT_TRUE(receive_one(north, note({})).ok());
    settle();
    EXPECT_EQ(count("SELECT visible FROM study"), 0);
    ready_study();
    EXPECT_EQ(shown(), 1);
    EXPECT_EQ(count("SELECT series_count FROM study"), 1);
    for (const auto& outcome :
         receive(north, {object({.study = "2.25.91", .series = "2.25.92", .instance = "2.25.93"}),
                         object({.study = "2.25.91", .series = "2.25.92", .instance = "2.25.94"}),
                         note({.study = "2.25.91", .of = "2.25.91", .instance = "2.25.95", .rejects = {"2.25.93"}})}))
        EXPECT_TRUE(outcome.ok());
    settle();
    EXPECT_EQ(count("SELECT visible * instance_count FROM study WHERE study_instance_uid = '2.25.91'"), 1);
    const auto id =
        recalls->of_study(may(north), read().value<StudyId>("SELECT id FROM study WHERE study_instance_uid = '2.25.1'"))
            ->front()
            .id;
    ASSERT_TRUE(recalls->undo(may(north), recalls->list(may(north), {}, 10).back().study, id, "right"));
    settle();
    EXPECT_EQ(count("SELECT visible * instance_count FROM study WHERE study_instance_uid = '2.25.1'"), 3);
}

TEST_P(RecallsTest, notes_of_others_have_no_effect) {  // STU-14, GEN-2
    ready_study();
    // Another department's, about this one's instances.
    ASSERT_TRUE(receive_one(south, note({})).ok());
    EXPECT_EQ(count("SELECT instance_count FROM study WHERE visible = 1"), 3);
    // Of another study than its own, and with titles that reject nothing.
    ASSERT_TRUE(receive_one(north, note({.study = "2.25.50", .instance = "2.25.51"})).ok());
    ASSERT_TRUE(receive_one(north, note({.code = "113000", .instance = "2.25.52"})).ok());
    ASSERT_TRUE(receive_one(north, note({.scheme = "99XYZ", .instance = "2.25.53"})).ok());
    EXPECT_EQ(count("SELECT count(*) FROM study_recall WHERE tenant_id = '" + north.text() + "'"), 0);
    // Of who may send, but not delete.
    auto from = sender();
    from.caller = testing::World::staff_caller(north, {Permission::upload_studies});
    std::vector<storage::Staged> files;
    files.push_back(staged(note({.instance = "2.25.54"})));
    EXPECT_EQ(receiver->receive(scope(north), from, std::move(files)).front().error, &errors::rejection_not_allowed);
    EXPECT_EQ(count("SELECT count(*) FROM instance WHERE sop_instance_uid = '2.25.54'"), 0);
}

TEST_P(RecallsTest, everyone_who_saw_it_before_is_listed_and_told_once) {  // STU-14
    ready_study();
    const auto ann = clinician("Ann Peeters"), jan = clinician("Jan Maes"), late = clinician("Late Reader");
    saw(ann.caller());
    saw(ann.caller(), "study.downloaded");
    saw(jan.caller());
    saw(ann.caller());
    saw(testing::World::operator_caller(), "study.sent", "REMOTE_PACS");
    const auto recall = recalled({.reason = RecallReason::patient_safety, .note = "Doe^Jane is another one"});
    clock.advance_seconds(1);
    saw(late.caller());
    {
        auto session = read();
        EXPECT_TRUE(recalls->due(session));
    }
    EXPECT_EQ(recalls->tell(), 1);
    EXPECT_EQ(recalls->tell(), 0);
    const auto persons = recalls->persons(may(north), study(), recall.id).value();
    ASSERT_EQ(persons.size(), 3U);
    EXPECT_EQ(persons[0].kind, "dicom_node");
    EXPECT_EQ(persons[0].name, "REMOTE_PACS");
    EXPECT_EQ(persons[0].sendings, 1);
    EXPECT_FALSE(persons[0].told_at);
    EXPECT_EQ(persons[1].name, "Ann Peeters");
    EXPECT_EQ(persons[1].views, 2);
    EXPECT_EQ(persons[1].downloads, 1);
    EXPECT_LT(persons[1].first_at, persons[1].last_at);
    EXPECT_TRUE(persons[1].told_at);
    EXPECT_EQ(persons[2].name, "Jan Maes");
    EXPECT_EQ(count("SELECT count(*) FROM message"), 2);
    auto session = read();
    for (const auto& stored : messages.recent(session, 100))
        EXPECT_EQ((stored.message.subject + stored.message.text + stored.message.html).find("Doe"), std::string::npos);
    EXPECT_EQ(recalls->of_study(may(north), study())->front().told, 2);
    EXPECT_EQ(events("study.recall_told"), 1);
}

TEST_P(RecallsTest, a_person_finds_a_notice_in_the_place_of_the_study_while_the_recall_holds) {  // STU-14
    ready_study();
    const auto ann = clinician("Ann Peeters"), jan = clinician("Jan Maes");
    saw(ann.caller());
    const auto recall = recalled({.reason = RecallReason::quality, .note = "x"});
    recalls->tell();
    const auto notices = recalls->notices(ann.caller());
    ASSERT_EQ(notices.size(), 1U);
    EXPECT_EQ(notices[0].reason, RecallReason::quality);
    EXPECT_EQ(notices[0].recalled_at, recall.recalled_at);
    EXPECT_EQ(notices[0].study_date, "20240131");
    EXPECT_TRUE(recalls->notices(jan.caller()).empty());
    ASSERT_TRUE(recalls->undo(may(north), study(), recall.id, "right"));
    EXPECT_TRUE(recalls->notices(ann.caller()).empty());
}

TEST_P(RecallsTest, what_is_undone_before_anybody_was_told_is_no_news) {  // STU-14
    ready_study();
    saw(clinician("Ann Peeters").caller());
    const auto recall = recalled();
    ASSERT_TRUE(recalls->undo(may(north), study(), recall.id, "a mistake"));
    EXPECT_EQ(recalls->tell(), 1);
    EXPECT_EQ(count("SELECT count(*) FROM message"), 0);
    EXPECT_EQ(recalls->persons(may(north), study(), recall.id)->size(), 1U);
}

TEST_P(RecallsTest, another_department_s_study_is_not_there) {  // GEN-2
    ready_study();
    EXPECT_TRUE(recalls->recall(may(south), study(), {}).error().is(portico::errors::not_found));
    const auto recall = recalled();
    EXPECT_TRUE(recalls->undo(may(south), study(), recall.id, "x").error().is(portico::errors::not_found));
    EXPECT_TRUE(recalls->persons(may(south), study(), recall.id).error().is(portico::errors::not_found));
    EXPECT_TRUE(recalls->of_study(may(south), study()).error().is(portico::errors::not_found));
    EXPECT_TRUE(recalls->list(may(south), {}, 10).empty());
    EXPECT_EQ(recalls->list(may(north), {}, 10).size(), 1U);
}

}  // namespace
}  // namespace portico::studies
