#include <gtest/gtest.h>

#include "features/studies/api/study_contents.h"
#include "features/studies/testing/receiving_test.h"

namespace portico::studies {
namespace {

class StudyContentsTest : public ReceivingTest {
protected:
    Result<StudyContents> contents(const std::optional<SeriesId>& series = std::nullopt) {
        auto session = read();
        return StudyContents::read(session, open(north), series);
    }
    static std::uint32_t crc_of(const std::string& bytes) {
        return static_cast<std::uint32_t>(
            ::crc32_z(0, reinterpret_cast<const unsigned char*>(bytes.data()), bytes.size()));
    }
    void expect_true_of_all(const StudyContents& all) {
        for (std::size_t i = 0; i < all.count(); ++i) {
            const auto bytes = bytes_of(archive->content(all.record(i)).value());
            EXPECT_EQ(all.size(i), bytes.size());
            EXPECT_EQ(all.crc32(i), crc_of(bytes));
        }
    }
};
PORTICO_ON_BOTH_DATABASES(StudyContentsTest);

TEST_P(StudyContentsTest, tells_size_and_checksum_of_objects_as_they_leave) {  // CLA-24, SEC-5
    auto with_program = object({.instance = "2.25.4", .instance_number = "2"});
    with_program.replace(0, 4,
                         "\x7F"
                         "ELF");
    receive(north,
            {object({}), with_program, object({.series = "2.25.9", .instance = "2.25.91", .series_number = "2"})});
    const auto all = contents();
    ASSERT_TRUE(all.has_value());
    ASSERT_EQ(all->count(), 3U);
    ASSERT_EQ(all->series().size(), 2U);
    EXPECT_EQ(all->sop_instance_uid(1), "2.25.4");
    EXPECT_EQ(all->series()[1].first, 2U);
    EXPECT_EQ(all->study().patient_name, "Doe^Jane");
    expect_true_of_all(*all);
}

TEST_P(StudyContentsTest, tells_them_of_corrected_objects_and_is_another_version_then) {  // CLA-24, STU-12
    receive_one(north, object({}));
    const auto before = contents()->version();
    EXPECT_EQ(contents()->version(), before);
    change(
        "INSERT INTO study_correction (id, tenant_id, study_id, field, value, made_at, made_by)"
        " SELECT 'c1', tenant_id, id, 'name', 'Other^Name', 5, 'u1' FROM study");
    auto study = read().value<StudyId>("SELECT id FROM study");
    ASSERT_TRUE(Corrector(*work, *blobs).make_corrected_heads(scope(north), study).has_value());
    const auto after = contents();
    EXPECT_NE(after->version(), before);
    EXPECT_EQ(after->study().patient_name, "Other^Name");
    expect_true_of_all(*after);
    EXPECT_NE(bytes_of(archive->content(after->record(0)).value()).find("Other^Name"), std::string::npos);
}

TEST_P(StudyContentsTest, is_one_series_where_one_is_asked_for) {  // CLA-24
    receive(north, {object({}), object({.series = "2.25.9", .instance = "2.25.91"})});
    const auto series = read().value<SeriesId>("SELECT id FROM series WHERE series_instance_uid = '2.25.9'");
    const auto one = contents(series);
    ASSERT_TRUE(one.has_value());
    EXPECT_EQ(one->count(), 1U);
    EXPECT_EQ(one->sop_instance_uid(0), "2.25.91");
    EXPECT_TRUE(contents(SeriesId::trusted("nothing")).error().is(portico::errors::not_found));
}

TEST_P(StudyContentsTest, names_what_is_damaged) {  // STU-20
    receive(north, {object({}), object({.instance = "2.25.4"})});
    const auto before = contents()->version();
    change("UPDATE instance SET condition = 1 WHERE sop_instance_uid = '2.25.4'");
    EXPECT_FALSE(contents()->damaged(0));
    EXPECT_TRUE(contents()->damaged(1));
    EXPECT_NE(contents()->version(), before);
}

}  // namespace
}  // namespace portico::studies
