#include "platform/dicom/file_set.h"

#include <gtest/gtest.h>

#include <map>

#include "platform/dicom/testing_objects.h"

namespace portico::dicom {
namespace {

using testing::read_bytes;
using testing::TemporaryFolder;
using testing::write_bytes;

constexpr std::string_view ct = "1.2.840.10008.5.1.4.1.1.2";
constexpr std::string_view comprehensive_sr = "1.2.840.10008.5.1.4.1.1.88.33";

struct Sample {
    std::vector<std::size_t> series;
    std::string patient = "Müller^Jürgen";

    DirectoryRecord at(std::size_t number) const {
        if (number == 0)
            return {"PATIENT",
                    "",
                    "",
                    "",
                    "",
                    RecordKeys().add(tags::patient_name, "PN", patient).add(tags::patient_id, "LO", "P-1").bytes()};
        if (number == 1) {
            RecordKeys keys;
            keys.add(tags::study_date, "DA", "20240131").add(tags::study_time, "TM", "101500");
            keys.add(tags::accession_number, "SH", "A1").add(tags::study_description, "LO", "CT head");
            keys.add(tags::study_instance_uid, "UI", "2.25.102").add({0x0020, 0x0010}, "SH", "S1");
            return {"STUDY", "", "", "", "", keys.bytes()};
        }
        number -= 2;
        for (std::size_t i = 0; i < series.size(); ++i) {
            if (number == 0) {
                RecordKeys keys;
                keys.add(tags::modality, "CS", "CT").add(tags::series_instance_uid, "UI", "2.25.2" + std::to_string(i));
                keys.add({0x0020, 0x0011}, "IS", std::to_string(i + 1));
                return {"SERIES", "", "", "", "", keys.bytes()};
            }
            if (number <= series[i])
                return {"IMAGE",
                        "IMAGES\\S00" + std::to_string(i + 1) + "\\I00000" + std::to_string(number),
                        std::string(ct),
                        "2.25.3" + std::to_string(i) + std::to_string(number),
                        std::string(transfer_syntaxes::explicit_little),
                        RecordKeys().add({0x0020, 0x0013}, "IS", std::to_string(number)).bytes()};
            number -= 1 + series[i];
        }
        throw std::out_of_range("no such record");
    }
    Directory directory() const {
        return {"2.25.1", series, [this](std::size_t number) { return at(number); }};
    }
};

std::string whole(const Directory& directory) {
    std::string bytes;
    while (bytes.size() < directory.size()) bytes += directory.read(bytes.size());
    return bytes;
}

bool has_program(const std::string& name) { return std::system(("command -v " + name + " >/dev/null").c_str()) == 0; }
int run(const std::string& command) { return std::system((command + " >/dev/null 2>&1").c_str()); }

TEST(FileSet, reads_alike_from_every_offset) {  // CLA-24
    const Sample sample{{3, 0, 1}};
    const auto directory = sample.directory();
    const auto all = whole(directory);
    ASSERT_EQ(all.size(), directory.size());
    for (std::size_t at = 0; at < all.size(); ++at) {
        const auto part = directory.read(at);
        ASSERT_FALSE(part.empty());
        ASSERT_EQ(part, all.substr(at, part.size())) << at;
    }
    EXPECT_EQ(directory.read(all.size()), "");
}

TEST(FileSet, is_a_dicom_object_with_linked_records) {  // CLA-24
    TemporaryFolder folder;
    const Sample sample{{2, 1}};
    write_bytes(folder / "DICOMDIR", whole(sample.directory()));
    const auto layout = walk_file(folder / "DICOMDIR");
    ASSERT_TRUE(layout.has_value());
    EXPECT_EQ(layout->media_sop_class, media_storage_directory);
    EXPECT_EQ(layout->media_sop_instance, "2.25.1");
}

TEST(FileSet, passes_dciodvfy) {  // CLA-24, STU-33
    if (!has_program("dciodvfy")) GTEST_SKIP() << "dciodvfy is not installed";
    TemporaryFolder folder;
    const Sample sample{{2, 1}};
    write_bytes(folder / "DICOMDIR", whole(sample.directory()));
    const auto file = (folder / "DICOMDIR").string();
    EXPECT_NE(run("dciodvfy '" + file + "' 2>&1 | grep '^Error'"), 0);
}

// Follows the offsets as readers do.
constexpr std::string_view pydicom_check = R"(
import sys
from pydicom import dcmread
directory = dcmread(sys.argv[1])
places = {record.seq_item_tell: record for record in directory.DirectoryRecordSequence}
def below(offset):
    while offset:
        yield places[offset]
        yield from below(places[offset].OffsetOfReferencedLowerLevelDirectoryEntity)
        offset = places[offset].OffsetOfTheNextDirectoryRecord
found = list(below(directory.OffsetOfTheFirstDirectoryRecordOfTheRootDirectoryEntity))
assert len(found) == len(places)
assert [r.DirectoryRecordType for r in found] == ['PATIENT', 'STUDY', 'SERIES', 'IMAGE', 'IMAGE', 'SERIES', 'IMAGE']
files = ['/'.join(r.ReferencedFileID) for r in found if 'ReferencedFileID' in r]
assert files == ['IMAGES/S001/I000001', 'IMAGES/S001/I000002', 'IMAGES/S002/I000001'], files
assert str(found[0].PatientName) == 'Müller^Jürgen'
assert found[1].StudyInstanceUID == '2.25.102'
assert [r.SeriesInstanceUID for r in found if 'SeriesInstanceUID' in r] == ['2.25.20', '2.25.21']
)";
TEST(FileSet, is_read_by_pydicom) {  // CLA-24
    // Debian's, whatever else is called python3.
    const std::string python = "/usr/bin/python3";
    if (run(python + " -c 'import pydicom'") != 0) GTEST_SKIP() << "pydicom is not installed";
    TemporaryFolder folder;
    const Sample sample{{2, 1}};
    write_bytes(folder / "DICOMDIR", whole(sample.directory()));
    write_bytes(folder / "check.py", pydicom_check);
    EXPECT_EQ(
        std::system(
            (python + " '" + (folder / "check.py").string() + "' '" + (folder / "DICOMDIR").string() + "'").c_str()),
        0);
}

TEST(FileSet, names_the_record_of_each_kind_of_object) {
    EXPECT_EQ(record_type_of(ct, true), "IMAGE");
    EXPECT_EQ(record_type_of(comprehensive_sr, false), "SR DOCUMENT");
    EXPECT_EQ(record_type_of("1.2.840.10008.5.1.4.1.1.88.59", false), "KEY OBJECT DOC");
    EXPECT_EQ(record_type_of("1.2.840.10008.5.1.4.1.1.11.1", false), "PRESENTATION");
    EXPECT_EQ(record_type_of("1.2.840.10008.5.1.4.1.1.104.1", false), "ENCAP DOC");
    EXPECT_EQ(record_type_of("1.2.840.10008.5.1.4.1.1.481.2", true), "RT DOSE");
    EXPECT_EQ(record_type_of("1.2.840.10008.5.1.4.1.1.66", false), "RAW DATA");
    EXPECT_EQ(record_type_of("1.2.840.10008.5.1.4.1.1.66.4", true), "IMAGE");
    EXPECT_EQ(record_type_of("1.2.3.4", true), "IMAGE");
    EXPECT_EQ(record_type_of("1.2.3.4", false), "PRIVATE");
}

TEST(FileSet, takes_the_keys_of_a_document_from_the_object) {  // CLA-24
    TemporaryFolder folder;
    auto data = testing::basic_object();
    DataSet title, modifier, other;
    title.put("CodeValue", "18748-4").put("CodingSchemeDesignator", "LN").put("CodeMeaning", "Bildgebung über alles");
    modifier.put("RelationshipType", "HAS CONCEPT MOD").put("ValueType", "TEXT");
    other.put("RelationshipType", "CONTAINS").put("ValueType", "TEXT");
    data.put("SOPClassUID", comprehensive_sr)
        .put("Modality", "SR")
        .put("InstanceNumber", 7)
        .put("CompletionFlag", "COMPLETE")
        .put("VerificationFlag", "VERIFIED")
        .put("ContentDate", "20240131")
        .put("ContentTime", "1015")
        .put("ConceptNameCodeSequence", std::vector{title})
        .put("ContentSequence", std::vector{other, modifier})
        .put("VerifyingObserverSequence", std::vector{DataSet().put("VerificationDateTime", "20240201")});
    ASSERT_TRUE(write_object(folder / "sr", data).has_value());
    const auto keys = instance_keys(folder / "sr", "SR DOCUMENT");
    ASSERT_TRUE(keys.has_value());
    EXPECT_NE(keys->find("18748-4"), std::string::npos);
    EXPECT_NE(keys->find("Bildgebung über alles"), std::string::npos);
    EXPECT_NE(keys->find("ISO_IR 192"), std::string::npos);
    EXPECT_NE(keys->find("HAS CONCEPT MOD"), std::string::npos);
    EXPECT_EQ(keys->find("CONTAINS"), std::string::npos);
    EXPECT_NE(keys->find("20240201"), std::string::npos);
    EXPECT_EQ(keys->find("P-1"), std::string::npos);
}

TEST(FileSet, cuts_text_between_characters_at_what_its_vr_may_hold) {
    std::string text;
    for (int i = 0; i < 40; ++i) text += "ü";
    const auto keys = RecordKeys().add(tags::accession_number, "SH", text).bytes();
    EXPECT_NE(keys.find(text.substr(0, 32)), std::string::npos);
    EXPECT_EQ(keys.find(text.substr(0, 34)), std::string::npos);
}

}  // namespace
}  // namespace portico::dicom
