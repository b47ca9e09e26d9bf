#include "features/demonstration/phantoms.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>
#include <fstream>
#include <set>

#include "platform/dicom/instance_file.h"

using namespace portico;
using namespace portico::demonstration;

namespace {

const PhantomPatient patient{"D-1001", "DEMO", "Doe^Jane", "19700102", "F"};

StudyDetails details() {
    StudyDetails study;
    study.accession_number = "ACC-1";
    study.date = "20260115";
    study.time = "101500";
    study.referring_physician = "Müller^Éva";
    study.physician_identifiers = {{"12345", "NPI", dicom::PhysicianRole::referring}};
    study.institution = "Demonstration hospital";
    return study;
}

class Phantoms : public ::testing::TestWithParam<PhantomStudy> {
protected:
    Phantoms() {
        std::string name = (std::filesystem::temp_directory_path() / "portico-phantom-XXXXXX").string();
        if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
        folder_ = name;
    }
    ~Phantoms() override {
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }
    std::filesystem::path folder_;
};

// 0 when the checker of dicom3tools finds no error.
int conformance_errors(const std::filesystem::path& file) {
    return std::system(("dciodvfy '" + file.string() + "' 2>&1 | grep -q '^Error'").c_str()) == 0 ? 1 : 0;
}

bool has_checker() { return std::system("command -v dciodvfy > /dev/null 2>&1") == 0; }

std::string bytes_of(const std::filesystem::path& file) {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

}  // namespace

TEST_P(Phantoms, are_whole_studies_of_one_patient_that_conform) {
    // STU-33: objects that Portico makes pass dciodvfy.
    auto study = details();
    study.study_uid = "2.25.4711";
    const auto written = write_phantom(GetParam().kind, patient, study, folder_);
    ASSERT_TRUE(written) << written.error().detail();
    EXPECT_EQ(written->study_uid, "2.25.4711");
    ASSERT_EQ(written->files.size(), GetParam().instances);
    std::set<std::string> instances;
    std::set<std::string> series;
    for (const auto& file : written->files) {
        SCOPED_TRACE(file.string());
        const auto instance = dicom::read_instance(file);
        ASSERT_TRUE(instance) << instance.error().detail();
        EXPECT_EQ(instance->study_uid(), written->study_uid);
        instances.insert(instance->sop_instance());
        // The checker takes a while; one object of each series will do.
        const bool first = series.insert(instance->series_uid()).second;
        EXPECT_EQ(first && has_checker() ? conformance_errors(file) : 0, 0);
        const auto& a = instance->attributes();
        EXPECT_EQ(a.patient_id, patient.id);
        EXPECT_EQ(a.issuer_of_patient_id, patient.issuer);
        EXPECT_EQ(a.patient_name, patient.name);
        EXPECT_EQ(a.modality, GetParam().modality);
        EXPECT_EQ(a.accession_number, "ACC-1");
        EXPECT_EQ(a.study_description, GetParam().description);
        ASSERT_EQ(a.physicians.size(), 1U);
        EXPECT_EQ(a.physicians[0].name, "Müller^Éva");
        ASSERT_EQ(a.physician_identifiers.size(), 1U);
        EXPECT_EQ(a.physician_identifiers[0],
                  (dicom::PhysicianIdentifier{"12345", "NPI", dicom::PhysicianRole::referring}));
        EXPECT_TRUE(instance->frames().addressable());
        EXPECT_EQ(instance->frames().count(), a.frames);
        EXPECT_EQ(a.window_center.empty(), a.modality == "US");
    }
    EXPECT_EQ(instances.size(), GetParam().instances);
    EXPECT_EQ(series.size(), GetParam().kind == PhantomKind::mr_knee     ? 3U
                             : GetParam().kind == PhantomKind::mammogram ? 4U
                                                                         : 1U);
}

INSTANTIATE_TEST_SUITE_P(Kinds, Phantoms, ::testing::ValuesIn(phantom_studies().begin(), phantom_studies().end()),
                         [](const auto& kind) { return std::string(kind.param.key); });

class OnePhantom : public Phantoms {};

TEST_P(OnePhantom, is_the_same_every_time_and_another_for_another_patient) {
    const auto first = write_phantom(GetParam().kind, patient, details(), folder_ / "first");
    const auto second = write_phantom(GetParam().kind, patient, details(), folder_ / "second");
    auto somebody = patient;
    somebody.id = "D-1002";
    auto follow_up = details();
    follow_up.description = "Follow-up";
    const auto third = write_phantom(GetParam().kind, somebody, follow_up, folder_ / "third");
    ASSERT_TRUE(first && second && third);
    EXPECT_EQ(bytes_of(first->files[0]), bytes_of(second->files[0]));
    EXPECT_NE(first->study_uid, third->study_uid);
    EXPECT_NE(dicom::read_instance(first->files[0])->sop_instance(),
              dicom::read_instance(third->files[0])->sop_instance());
}

INSTANTIATE_TEST_SUITE_P(Small, OnePhantom, ::testing::Values(phantom_studies()[3]),
                         [](const auto&) { return std::string("cr_hand"); });

TEST(PhantomFolder, that_cannot_be_made_is_an_error) {
    EXPECT_FALSE(write_phantom(PhantomKind::cr_hand, patient, details(), "/dev/null/nowhere"));
}
