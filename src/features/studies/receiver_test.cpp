#include <gtest/gtest.h>

#include <thread>

#include "features/studies/testing/receiving_test.h"
#include "platform/dicom/errors.h"
#include "platform/storage/errors.h"

namespace portico::studies {
namespace {

class ReceiverTest : public ReceivingTest {};
PORTICO_ON_BOTH_DATABASES(ReceiverTest);

TEST_P(ReceiverTest, keeps_an_object_and_what_lists_need_of_it) {  // STU-21
    const auto outcome = receive_one(north, object({.frames = 3}));
    EXPECT_TRUE(outcome.ok());
    EXPECT_FALSE(outcome.already_there);
    EXPECT_EQ(outcome.sop_instance_uid, "2.25.3");

    auto session = read();
    auto [state, visible, at, name, patient, modalities, parts, series, instances] =
        session.one<std::string, bool, Timestamp, std::string, std::string, std::string, std::string, std::int64_t,
                    std::int64_t>(
            "SELECT state, visible, study_at, header_name, header_patient_id, modalities, body_parts, series_count,"
            " instance_count FROM study WHERE tenant_id = ?",
            north);
    EXPECT_EQ(state, "receiving");
    EXPECT_FALSE(visible);
    EXPECT_EQ(at, parse_rfc3339("2024-01-31T10:15:00.500Z"));
    EXPECT_EQ(name, "Doe^Jane");
    EXPECT_EQ(patient, "P-1");
    EXPECT_EQ(modalities, "CT");
    EXPECT_EQ(parts, "HEAD");
    EXPECT_EQ(series, 1);
    EXPECT_EQ(instances, 1);
    EXPECT_EQ(session.value<std::int64_t>("SELECT frame_count FROM series"), 3);
    auto [rows, frames, validated, from] = session.one<std::int64_t, std::int64_t, bool, std::string>(
        "SELECT rows_count, frame_count, validated, received_from FROM instance");
    EXPECT_EQ(rows, 4);
    EXPECT_EQ(frames, 3);
    EXPECT_FALSE(validated);
    EXPECT_EQ(from, "SCANNER");
}

TEST_P(ReceiverTest, finds_referrers_and_words) {  // CLA-11
    receive_one(north, object({}));
    EXPECT_EQ(count("SELECT count(*) FROM study_referrer WHERE role = 'referring' AND identifier = ''"
                    " AND name_normalised = 'peeters^ann'"),
              1);
    EXPECT_EQ(count("SELECT count(*) FROM study_token WHERE token IN ('doe', 'jane', 'a1', 'head')"), 4);
}

TEST_P(ReceiverTest, acknowledges_identical_bytes_and_changes_nothing) {  // STU-5
    const auto bytes = object({});
    receive_one(north, bytes);
    const auto revision = count("SELECT revision FROM series");
    const auto last = count("SELECT last_received_at FROM study");
    clock.advance_seconds(5);
    const auto again = receive_one(north, bytes);
    EXPECT_TRUE(again.ok());
    EXPECT_TRUE(again.already_there);
    EXPECT_EQ(count("SELECT revision FROM series"), revision);
    EXPECT_EQ(count("SELECT last_received_at FROM study"), last);
    EXPECT_EQ(blob_count(), 1U);
    EXPECT_EQ(staged_files(), 0);
}

TEST_P(ReceiverTest, knows_identical_bytes_within_one_batch) {  // STU-5
    const auto bytes = object({});
    const auto outcomes = receive(north, {bytes, bytes});
    EXPECT_TRUE(outcomes[0].ok() && outcomes[1].ok());
    EXPECT_NE(outcomes[0].already_there, outcomes[1].already_there);
    EXPECT_EQ(count("SELECT count(*) FROM instance"), 1);
    EXPECT_EQ(blob_count(), 1U);
}

TEST_P(ReceiverTest, refuses_different_bytes_where_the_first_is_kept) {  // STU-5
    receive_one(north, object({}));
    const auto other = receive_one(north, object({.pixel = 9}));
    EXPECT_EQ(other.error, &errors::duplicate_with_different_content);
    EXPECT_EQ(other.error->dimse_status, 0x0111);
    EXPECT_EQ(count("SELECT count(*) FROM instance"), 1);
    EXPECT_EQ(blob_count(), 1U);
}

TEST_P(ReceiverTest, keeps_the_old_one_as_a_version_where_the_last_is_kept) {  // STU-5
    change("UPDATE tenant SET duplicate_policy = 'keep_last'");
    receive_one(north, object({}));
    EXPECT_TRUE(receive_one(north, object({.pixel = 9})).ok());
    EXPECT_EQ(count("SELECT count(*) FROM instance WHERE superseded_at IS NOT NULL"), 1);
    EXPECT_EQ(count("SELECT instance_count FROM study"), 1);
    EXPECT_EQ(count("SELECT instance_count FROM series"), 1);
    const auto frame = archive->frame(instance(open(north)), 1);
    EXPECT_EQ(bytes_of(*frame), pixels({.pixel = 9}));
}

TEST_P(ReceiverTest, moves_an_instance_of_another_study_only_where_the_last_is_kept) {  // STU-5
    receive_one(north, object({}));
    const auto moved = object({.study = "2.25.11", .series = "2.25.12"});
    EXPECT_EQ(receive_one(north, moved).error, &errors::duplicate_with_different_content);
    EXPECT_EQ(count("SELECT count(*) FROM study"), 1);  // no empty study stays behind
    change("UPDATE tenant SET duplicate_policy = 'keep_last'");
    EXPECT_TRUE(receive_one(north, moved).ok());
    EXPECT_EQ(count("SELECT instance_count FROM study WHERE study_instance_uid = '2.25.1'"), 0);
    EXPECT_EQ(count("SELECT instance_count FROM study WHERE study_instance_uid = '2.25.11'"), 1);
}

TEST_P(ReceiverTest, notes_when_a_study_comes_under_two_patients) {  // STU-5
    receive_one(north, object({}));
    EXPECT_EQ(count("SELECT header_conflict FROM study"), 0);
    EXPECT_TRUE(receive_one(north, object({.instance = "2.25.4", .patient_id = "P-2"})).ok());
    EXPECT_EQ(count("SELECT header_conflict FROM study"), 1);
    EXPECT_EQ(read().value<std::string>("SELECT header_patient_id FROM study"), "P-1");
}

TEST_P(ReceiverTest, keeps_the_same_uids_of_two_tenants_apart) {  // GEN-2
    const auto bytes = object({});
    EXPECT_FALSE(receive_one(north, bytes).already_there);
    EXPECT_FALSE(receive_one(south, bytes).already_there);
    EXPECT_EQ(count("SELECT count(*) FROM study"), 2);
    EXPECT_EQ(count("SELECT count(*) FROM instance"), 2);
    EXPECT_EQ(blob_count(), 2U);
}

TEST_P(ReceiverTest, links_a_patient_record_of_the_tenant_that_is_there) {  // GEN-2
    PatientId patient;
    {
        auto unit = begin();
        testing::World world(unit.session(), clock);
        patient = world.patient(north, "P-1");
        unit.commit_technical();
    }
    receive_one(north, object({}));
    receive_one(south, object({}));
    auto session = read();
    EXPECT_EQ(session.value<std::optional<PatientId>>("SELECT patient_ref FROM study WHERE tenant_id = ?", north),
              patient);
    EXPECT_EQ(session.value<std::optional<PatientId>>("SELECT patient_ref FROM study WHERE tenant_id = ?", south),
              std::nullopt);
}

TEST_P(ReceiverTest, takes_nothing_more_for_a_rejected_study) {  // STU-12
    const auto first = object({});
    receive_one(north, first);
    change("UPDATE study SET state = 'rejected'");
    EXPECT_EQ(receive_one(north, object({.instance = "2.25.4"})).error, &errors::study_is_rejected);
    EXPECT_EQ(receive_one(north, first).error, &errors::study_is_rejected);
    EXPECT_EQ(blob_count(), 1U);
}

TEST_P(ReceiverTest, keeps_a_released_study_visible_without_what_comes_late) {  // STU-11
    receive_one(north, object({}));
    release_everything();
    EXPECT_TRUE(receive_one(north, object({.instance = "2.25.4", .instance_number = "2"})).ok());
    EXPECT_EQ(read().value<std::string>("SELECT state FROM study"), "receiving");
    EXPECT_EQ(count("SELECT visible FROM study"), 1);
    EXPECT_EQ(count("SELECT instance_count FROM study"), 1);
    const auto access = open(north);
    auto session = read();
    const auto series = archive->series(session, access);
    ASSERT_EQ(series.size(), 1U);
    EXPECT_EQ(archive->instances(session, access, series[0].id).size(), 1U);
}

TEST_P(ReceiverTest, lets_a_queued_study_settle_again) {  // STU-11
    receive_one(north, object({}));
    change("UPDATE study SET state = 'queued'");
    const auto version = count("SELECT version FROM study");
    receive_one(north, object({.instance = "2.25.4"}));
    EXPECT_EQ(read().value<std::string>("SELECT state FROM study"), "receiving");
    EXPECT_EQ(count("SELECT version FROM study"), version + 1);
}

TEST_P(ReceiverTest, stores_what_parallel_senders_send_once) {  // STU-5, GEN-3
    std::vector<std::string> objects;
    for (int i = 0; i < 5; ++i) objects.push_back(object({.instance = "2.25.10" + std::to_string(i)}));
    std::atomic<int> ok{0}, stored{0};
    {
        std::vector<std::jthread> threads;
        for (int t = 0; t < 8; ++t) {
            threads.emplace_back([&] {
                for (const auto& bytes : objects) {
                    const auto outcome = receive_one(north, bytes);
                    ok += outcome.ok();
                    stored += outcome.ok() && !outcome.already_there;
                }
            });
        }
    }
    EXPECT_EQ(ok, 40);
    EXPECT_EQ(stored, 5);
    EXPECT_EQ(count("SELECT count(*) FROM instance"), 5);
    EXPECT_EQ(count("SELECT count(*) FROM study"), 1);
    EXPECT_EQ(count("SELECT instance_count FROM study"), 5);
    EXPECT_EQ(blob_count(), 5U);
    EXPECT_EQ(staged_files(), 0);
}

TEST_P(ReceiverTest, refuses_what_is_no_object_and_leaves_nothing_behind) {  // STU-6
    const auto good = object({});
    const auto outcomes = receive(north, {"no DICOM at all", good.substr(0, good.size() - 10), good});
    EXPECT_EQ(outcomes[0].error, &dicom::errors::not_dicom);
    EXPECT_FALSE(outcomes[1].ok());
    EXPECT_TRUE(outcomes[2].ok());
    EXPECT_EQ(count("SELECT count(*) FROM instance"), 1);
    EXPECT_EQ(blob_count(), 1U);
    EXPECT_EQ(staged_files(), 0);
}

TEST_P(ReceiverTest, refuses_an_object_that_is_not_what_was_announced) {  // STU-1
    auto bytes = object({});
    const auto label = bytes.find("2.25.3");  // in the file meta information
    ASSERT_NE(label, std::string::npos);
    bytes.replace(label, 6, "2.25.9");
    std::vector<storage::Staged> files;
    files.push_back(staged(bytes));
    auto announcing = sender();
    announcing.announced = true;
    EXPECT_EQ(receiver->receive(scope(north), announcing, std::move(files)).front().error, &errors::not_as_announced);
    EXPECT_TRUE(receive_one(north, bytes).ok());
}

// A disk that fails when it is told to.
class FailingDisk final : public storage::FileOps {
public:
    int sync(int fd) override { return broken ? -EIO : FileOps::sync(fd); }
    std::atomic<bool> broken{false};
};

TEST_P(ReceiverTest, acknowledges_nothing_when_the_disk_fails) {  // GEN-3
    auto disk = std::make_shared<FailingDisk>();
    auto store = storage::open_directory_store(
        {.root = folder / "failing", .new_id = [this] { return crypto::new_id<BlobId>(clock); }, .files = disk});
    ASSERT_TRUE(store.has_value());
    Receiver failing(*work, **store, clock);
    std::vector<storage::Staged> files;
    files.push_back(std::move(*failing.stage()));
    ASSERT_TRUE(files.front().write(object({})).has_value());
    disk->broken = true;
    const auto outcome = failing.receive(scope(north), sender(), std::move(files)).front();
    EXPECT_EQ(outcome.error, &storage::errors::store_read_only);
    EXPECT_EQ(count("SELECT count(*) FROM study"), 0);
    disk->broken = false;
    EXPECT_FALSE(failing.stage().has_value());  // never retried into success
}

TEST_P(ReceiverTest, acknowledges_nothing_when_the_database_does_not_answer) {  // GEN-3
    const auto impatient = open_another({.lock_wait = std::chrono::milliseconds(50)});
    db::UnitsOfWork units(*impatient, trail, outbox);
    Receiver hindered(units, *blobs, clock);
    const auto bytes = object({});
    auto send = [&] {
        std::vector<storage::Staged> files;
        files.push_back(staged(bytes));
        return hindered.receive(scope(north), sender(), std::move(files)).front();
    };
    {
        auto unit = begin();  // somebody else is making this very study and does not end
        testing::World world(unit.session(), clock);
        world.study(north, {.uid = "2.25.1"});
        EXPECT_EQ(send().error, &portico::errors::unavailable);
    }
    EXPECT_EQ(blob_count(), 0U);
    EXPECT_EQ(staged_files(), 0);
    EXPECT_TRUE(send().ok());
}

TEST_P(ReceiverTest, records_a_study_once_in_a_visit) {  // AUD-1
    const auto entries = "SELECT count(*) FROM audit_entry WHERE event = 'study.received'";
    receive_one(north, object({}));
    clock.advance_seconds(60);
    receive_one(north, object({.instance = "2.25.4"}));
    EXPECT_EQ(count(entries), 1);
    clock.advance_seconds(16 * 60);
    receive_one(north, object({.instance = "2.25.5"}));
    EXPECT_EQ(count(entries), 2);
    EXPECT_EQ(count("SELECT count(*) FROM domain_event WHERE name = 'studies.changed'"), 1);
}

}  // namespace
}  // namespace portico::studies
