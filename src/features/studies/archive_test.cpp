#include <gtest/gtest.h>

#include "features/studies/testing/receiving_test.h"
#include "platform/dicom/digests.h"
#include "platform/dicom/errors.h"
#include "platform/jobs/queue.h"

namespace portico::studies {
namespace {

class ArchiveTest : public ReceivingTest {
protected:
    SeriesRecord only_series(const StudyAccess& access) {
        auto session = read();
        auto all = archive->series(session, access);
        EXPECT_EQ(all.size(), 1U);
        return all.at(0);
    }
    std::string metadata(const StudyAccess& access) {
        auto packed = archive->series_metadata(access, only_series(access));
        EXPECT_TRUE(packed.has_value());
        return unpacked(*packed);
    }
    // A clinician who may see every released study of the tenant.
    Caller clinician_of(const TenantId& tenant) {
        auto unit = begin();
        testing::World world(unit.session(), clock);
        auto member = world.clinician("Ann Peeters");
        world.link(
            tenant, member, "allowed",
            world.clinician_role(tenant, {ClinicianPermission::access_all_studies, ClinicianPermission::view_images}));
        unit.commit_technical();
        return member.caller();
    }
};
PORTICO_ON_BOTH_DATABASES(ArchiveTest);

TEST_P(ArchiveTest, gives_an_object_as_it_came_with_an_empty_preamble) {  // STU-1, SEC-5
    auto bytes = object({});
    bytes.replace(0, 4,
                  "\x7F"
                  "ELF");
    receive_one(north, bytes);
    const auto record = instance(open(north));
    const auto content = archive->content(record);
    ASSERT_TRUE(content.has_value());
    EXPECT_EQ(content->size, bytes.size());
    bytes.replace(0, 4, std::string(4, '\0'));
    EXPECT_EQ(bytes_of(*content), bytes);
}

TEST_P(ArchiveTest, gives_data_sets_without_meta_information_and_in_the_other_native_syntax) {  // STU-1
    const auto bytes = object({});
    receive_one(north, bytes);
    const auto access = open(north);
    const auto record = instance(access);
    const auto own = archive->data_set(access, record, record.transfer_syntax_uid);
    ASSERT_TRUE(own.has_value());
    EXPECT_EQ(bytes_of(*own), bytes.substr(record.data_set_offset));
    EXPECT_EQ(own->size, bytes.size() - record.data_set_offset);
    const auto other = archive->data_set(access, record, other_native_syntax(record.transfer_syntax_uid));
    ASSERT_TRUE(other.has_value()) << other.error().detail();
    EXPECT_EQ(bytes_of(*other).size(), other->size);
    EXPECT_NE(bytes_of(*other), bytes_of(*own));
    EXPECT_TRUE(bytes_of(*other).ends_with(pixels({})));
    EXPECT_FALSE(archive->data_set(access, record, "1.2.840.10008.1.2.4.50").has_value());
    EXPECT_EQ(other_native_syntax("1.2.840.10008.1.2.4.50"), "");
}

TEST_P(ArchiveTest, cuts_frames_out_of_the_object) {  // STU-21
    const ObjectOptions options{.frames = 3};
    receive_one(north, object(options));
    const auto record = instance(open(north));
    EXPECT_EQ(bytes_of(*archive->frame(record, 2)), pixels(options).substr(16, 16));
    EXPECT_TRUE(archive->frame(record, 0).error().is(portico::errors::not_found));
    EXPECT_TRUE(archive->frame(record, 4).error().is(portico::errors::not_found));
    EXPECT_EQ(bytes_of(*archive->bulk_data(record, "7FE00010")), pixels(options));
    EXPECT_TRUE(archive->bulk_data(record, "00420011").error().is(dicom::errors::no_such_element));
}

TEST_P(ArchiveTest, shows_what_is_not_released_to_staff_only) {  // STU-11
    receive_one(north, object({}));
    EXPECT_EQ(only_series(open(north)).instance_count, 1);
    const auto clinician = clinician_of(north);
    EXPECT_THROW(open_as(clinician, north, "2.25.1"), std::runtime_error);
    release_everything();
    receive_one(north, object({.instance = "2.25.4"}));
    receive_one(north, object({.series = "2.25.20", .instance = "2.25.21"}));
    const auto caller = testing::World::staff_caller(north, all_tenant_permissions());
    for (const auto& who : {clinician, caller}) {
        const auto access = open_as(who, north, "2.25.1");
        EXPECT_EQ(only_series(access).series_instance_uid, "2.25.2");
        EXPECT_NO_THROW(instance(access, "2.25.3"));
        EXPECT_THROW(instance(access, "2.25.4"), std::runtime_error);
    }
}

TEST_P(ArchiveTest, finds_nothing_of_another_study) {  // GEN-1, GEN-2
    receive_one(north, object({}));
    receive_one(north, object({.study = "2.25.31", .series = "2.25.32", .instance = "2.25.33"}));
    receive_one(south, object({}));
    const auto other = open(north, "2.25.31");
    EXPECT_THROW(instance(other, "2.25.3"), std::runtime_error);
    const auto series = only_series(open(south));
    auto session = read();
    EXPECT_TRUE(archive->instances(session, open(north), series.id).empty());
    EXPECT_TRUE(archive->series_metadata(other, series).error().is(portico::errors::not_found));
}

TEST_P(ArchiveTest, makes_metadata_once_and_keeps_them) {  // STU-21
    receive_one(north, object({}));
    receive_one(north, object({.instance = "2.25.4", .instance_number = "2"}));
    release_everything();
    const auto access = open(north);
    const auto json = metadata(access);
    EXPECT_TRUE(json.starts_with("[{") && json.ends_with("}]"));
    EXPECT_LT(json.find("2.25.3"), json.find("2.25.4"));
    EXPECT_NE(json.find("portico-root:/studies/2.25.1/series/2.25.2/instances/2.25.4/bulkdata/7FE00010"),
              std::string::npos);
    const auto kept = read().value<std::optional<BlobId>>("SELECT metadata_blob FROM series");
    ASSERT_TRUE(kept.has_value());
    EXPECT_EQ(metadata(access), json);
    EXPECT_EQ(read().value<std::optional<BlobId>>("SELECT metadata_blob FROM series"), kept);
}

TEST_P(ArchiveTest, makes_metadata_anew_when_the_series_changed) {  // STU-11, STU-21
    receive_one(north, object({}));
    release_everything();
    const auto before = metadata(open(north));
    receive_one(north, object({.instance = "2.25.4"}));
    EXPECT_EQ(metadata(open(north)), before);  // what came late is not served yet
    release_everything();
    EXPECT_NE(metadata(open(north)).find("2.25.4"), std::string::npos);
    EXPECT_EQ(blob_count(), 3U);  // two objects and the metadata that hold
}

TEST_P(ArchiveTest, prepares_metadata_ahead_of_time_once_a_series_is_complete) {  // STU-21
    receive_one(north, object({}));
    const auto series = SeriesId::trusted(read().value<std::string>("SELECT id FROM series"));
    EXPECT_TRUE(archive->prepare_metadata(scope(north), series).has_value());
    EXPECT_EQ(count("SELECT metadata_revision FROM series"), -1);
    release_everything();
    EXPECT_TRUE(archive->prepare_metadata(scope(south), series).error().is(portico::errors::not_found));
    EXPECT_TRUE(archive->prepare_metadata(scope(north), series).has_value());
    EXPECT_EQ(count("SELECT metadata_revision - revision FROM series"), 0);
    {
        auto unit = begin();
        const jobs::Queue queue(clock);
        prepare_metadata_job(queue, unit.session(), scope(north), series);
        prepare_metadata_job(queue, unit.session(), scope(north), series);
        unit.commit_technical();
    }
    EXPECT_EQ(count("SELECT count(*) FROM job WHERE kind = 'studies.prepare_metadata'"), 1);
}

// --- corrected heads ---

class CorrectionsTest : public ArchiveTest {
protected:
    void correct(const std::string& field, const std::string& value) {
        auto unit = begin();
        unit.session().exec(
            "INSERT INTO study_correction (id, tenant_id, study_id, field, value, made_at, made_by)"
            " SELECT ?, tenant_id, id, ?, ?, ?, 'Front desk' FROM study WHERE tenant_id = ?",
            crypto::new_id_text(clock), field, value, clock.now(), north);
        unit.commit_technical();
    }
    Result<void> make_heads() { return Corrector(*work, *blobs).make_corrected_heads(scope(north), study()); }
    StudyId study() { return read().value<StudyId>("SELECT id FROM study WHERE tenant_id = ?", north); }
    // The object as it leaves, in a file.
    std::filesystem::path delivered(const InstanceRecord& record) {
        const auto file = folder / "delivered.dcm";
        std::ofstream(file, std::ios::binary) << bytes_of(archive->content(record).value());
        return file;
    }
};
PORTICO_ON_BOTH_DATABASES(CorrectionsTest);

TEST_P(CorrectionsTest, objects_leave_with_corrected_values_and_the_original_ones) {  // STU-12
    receive_one(north, object({}));
    receive_one(north, object({.instance = "2.25.4", .pixel = 9}));
    correct("name", "Müller^Éva");
    correct("birthDate", "19800405");
    ASSERT_TRUE(make_heads().has_value());
    EXPECT_EQ(count("SELECT corrected FROM study"), 1);
    const auto record = instance(open(north), "2.25.4");
    ASSERT_TRUE(record.head.has_value());
    const auto file = delivered(record);
    const auto object = dicom::read_instance(file);
    ASSERT_TRUE(object.has_value());
    EXPECT_EQ(object->attributes().patient_name, "Müller^Éva");
    EXPECT_EQ(object->attributes().birth_date, "19800405");
    EXPECT_EQ(object->attributes().patient_id, "P-1");
    EXPECT_EQ(bytes_of(*archive->frame(record, 1)), pixels({.pixel = 9}));
    EXPECT_EQ(bytes_of(*archive->bulk_data(record, "7FE00010")), pixels({.pixel = 9}));

    const auto json = metadata(open(north));
    EXPECT_NE(json.find("Müller^Éva"), std::string::npos);
    EXPECT_NE(json.find("04000561"), std::string::npos);  // Original Attributes Sequence
    EXPECT_NE(json.find("Doe^Jane"), std::string::npos);
}

TEST_P(CorrectionsTest, checksums_are_those_of_what_leaves) {  // STU-20, STU-21
    receive_one(north, object({}));
    correct("patientId", "P-77");
    ASSERT_TRUE(make_heads().has_value());
    const auto record = instance(open(north));
    const auto digests = dicom::digest_file(delivered(record), 0, record.head_size);
    ASSERT_TRUE(digests.has_value());
    EXPECT_EQ(digests->head_crc32, count("SELECT head_crc32 FROM instance"));
    EXPECT_EQ(digests->tail_crc32, count("SELECT tail_crc32 FROM instance"));
}

TEST_P(CorrectionsTest, a_second_correction_replaces_the_heads) {  // STU-12
    receive_one(north, object({}));
    correct("name", "Roe^Jane");
    ASSERT_TRUE(make_heads().has_value());
    const auto revision = count("SELECT revision FROM series");
    clock.advance_seconds(60);
    correct("name", "Poe^Jane");
    ASSERT_TRUE(make_heads().has_value());
    EXPECT_EQ(count("SELECT revision FROM series"), revision + 1);
    EXPECT_EQ(blob_count(), 2U);  // the object and the head that holds
    const auto object = dicom::read_instance(delivered(instance(open(north))));
    EXPECT_EQ(object->attributes().patient_name, "Poe^Jane");
    const auto json = metadata(open(north));
    EXPECT_NE(json.find("Doe^Jane"), std::string::npos);
    EXPECT_NE(json.find("Roe^Jane"), std::string::npos);
}

TEST_P(CorrectionsTest, a_value_that_no_object_can_carry_changes_nothing) {  // GEN-4
    receive_one(north, object({}));
    correct("sex", std::string(200, 'X'));
    EXPECT_TRUE(make_heads().error().is(dicom::errors::invalid_correction));
    EXPECT_EQ(count("SELECT corrected FROM study"), 0);
    EXPECT_EQ(blob_count(), 1U);
    EXPECT_EQ(staged_files(), 0);
}

TEST_P(CorrectionsTest, without_corrections_objects_stay_as_they_came) {
    receive_one(north, object({}));
    EXPECT_TRUE(make_heads().has_value());
    EXPECT_FALSE(instance(open(north)).head.has_value());
    EXPECT_TRUE(Corrector(*work, *blobs)
                    .make_corrected_heads(scope(south), study())
                    .error()
                    .is(portico::errors::not_found));  // GEN-2
}

}  // namespace
}  // namespace portico::studies
