#include <gtest/gtest.h>

#include "features/studies/testing/receiving_test.h"

namespace portico::studies {
namespace {

class ImportTest : public ReceivingTest {};
PORTICO_ON_BOTH_DATABASES(ImportTest);

TEST_P(ImportTest, imports_a_folder_and_again_without_harm) {  // STU-4
    const auto source = folder / "source";
    std::filesystem::create_directories(source / "deeper");
    auto put = [&](const std::string& name, const std::string& bytes) {
        std::ofstream(source / name, std::ios::binary) << bytes;
    };
    for (int i = 0; i < 9; ++i) put("deeper/" + std::to_string(i), object({.instance = "2.25.10" + std::to_string(i)}));
    put("README.txt", "not an image");
    put("DICOMDIR", object({.instance = "2.25.200"}));
    const auto whole = object({.instance = "2.25.201"});
    put("broken.dcm", whole.substr(0, whole.size() - 7));

    std::atomic<int> calls{0};
    ImportOptions options{.parallel = 3, .batch_files = 2, .progress = [&](const ImportCounts&) { ++calls; }};
    const auto report = import_directory(*receiver, scope(north), sender(), source, options);
    ASSERT_TRUE(report.has_value());
    EXPECT_EQ(report->counts.found, 12U);
    EXPECT_EQ(report->counts.stored, 9U);
    EXPECT_EQ(report->counts.not_dicom, 2U);
    EXPECT_EQ(report->counts.refused, 1U);
    EXPECT_EQ(report->counts.done(), 12U);
    EXPECT_TRUE(report->counts.all_found);
    ASSERT_EQ(report->refused.size(), 1U);
    EXPECT_EQ(report->refused[0].file.filename(), "broken.dcm");
    EXPECT_FALSE(report->stopped.has_value());
    EXPECT_EQ(calls, 6);

    const auto again = import_directory(*receiver, scope(north), sender(), source, options);
    EXPECT_EQ(again->counts.already_there, 9U);
    EXPECT_EQ(again->counts.stored, 0U);
    EXPECT_EQ(count("SELECT instance_count FROM study"), 9);
    EXPECT_TRUE(
        import_directory(*receiver, scope(north), sender(), folder / "nowhere").error().is(portico::errors::not_found));
}

// PORTICO_SAMPLE_DATA names a folder of objects of real equipment.
TEST_P(ImportTest, imports_real_objects_and_serves_them) {  // STU-21
    const char* source = std::getenv("PORTICO_SAMPLE_DATA");
    if (source == nullptr) GTEST_SKIP() << "PORTICO_SAMPLE_DATA names no folder";
    const auto report = import_directory(*receiver, scope(north), sender(), source);
    ASSERT_TRUE(report.has_value());
    EXPECT_GT(report->counts.stored, 0U);
    EXPECT_EQ(report->counts.refused, 0U);
    release_everything();
    auto uids = read().values<std::string>("SELECT study_instance_uid FROM study");
    for (const auto& uid : uids) {
        const auto access = open(north, uid);
        auto session = read();
        for (const auto& series : archive->series(session, access)) {
            for (const auto& record : archive->instances(session, access, series.id)) {
                EXPECT_EQ(archive->content(record)->size, record.size);
                EXPECT_EQ(archive->frame(record, 1).has_value(), record.frame_count > 0);
            }
            EXPECT_TRUE(archive->series_metadata(access, series).has_value());
        }
    }
}

TEST_P(ImportTest, ends_when_it_is_cancelled) {  // GEN-9
    std::filesystem::create_directories(folder / "source");
    std::ofstream(folder / "source" / "a", std::ios::binary) << object({});
    const std::atomic<bool> cancel{true};
    const auto report = import_directory(*receiver, scope(north), sender(), folder / "source", {.cancel = &cancel});
    EXPECT_TRUE(report->cancelled);
    EXPECT_EQ(report->counts.stored, 0U);
}

}  // namespace
}  // namespace portico::studies
