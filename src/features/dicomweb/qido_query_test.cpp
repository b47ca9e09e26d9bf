// What a QIDO-RS query means, without a database.
#include "features/dicomweb/qido_query.h"

#include <gtest/gtest.h>

namespace portico::dicomweb {
namespace {

using Parameters = std::vector<std::pair<std::string, std::string>>;

std::string refused(Level level, const Parameters& parameters) {
    auto query = parse_qido(level, parameters);
    if (query) return "understood";
    EXPECT_TRUE(query.error().is(errors::bad_query_parameter));
    EXPECT_EQ(query.error().fields().size(), 1U);
    return query.error().fields().empty() ? "" : query.error().fields()[0].path;
}

// STU-30
TEST(QidoQuery, reads_attributes_by_keyword_and_by_number) {
    for (const auto* name : {"PatientID", "00100020"}) {
        auto query = parse_qido(Level::study, {{name, "P-1"}});
        ASSERT_TRUE(query);
        ASSERT_EQ(query->conditions.size(), 1U);
        EXPECT_EQ(query->conditions[0].attribute->tag, dicom::tags::patient_id);
        EXPECT_EQ(query->conditions[0].value, "P-1");
    }
}

// STU-30
TEST(QidoQuery, refuses_what_it_does_not_know_and_names_it) {
    EXPECT_EQ(refused(Level::study, {{"NoSuchAttribute", "1"}}), "NoSuchAttribute");
    EXPECT_EQ(refused(Level::study, {{"PatientID", "1"}, {"PatientComments", "x"}}), "PatientComments");
    EXPECT_EQ(refused(Level::study, {{"", "1"}}), "");
    EXPECT_EQ(refused(Level::study, {{"includefield", "NoSuchAttribute"}}), "includefield");
    EXPECT_EQ(refused(Level::study, {{"NumberOfStudyRelatedSeries", "1"}}), "NumberOfStudyRelatedSeries");
}

// STU-30: attributes of a deeper level have no place in a search for studies (PS3.18 10.6.1).
TEST(QidoQuery, attributes_belong_to_their_level_and_those_below) {
    EXPECT_EQ(refused(Level::study, {{"Modality", "CT"}}), "Modality");
    EXPECT_EQ(refused(Level::series, {{"Modality", "CT"}}), "understood");
    EXPECT_EQ(refused(Level::series, {{"SOPInstanceUID", "1.2"}}), "SOPInstanceUID");
    EXPECT_EQ(refused(Level::instance, {{"SOPInstanceUID", "1.2"}, {"PatientID", "1"}}), "understood");
}

TEST(QidoQuery, limit_and_offset_are_whole_numbers) {
    auto query = parse_qido(Level::study, {{"limit", "10"}, {"offset", "20"}});
    ASSERT_TRUE(query);
    EXPECT_EQ(query->limit, 10);
    EXPECT_EQ(query->offset, 20);
    for (const auto* value : {"", "-1", "ten", "1.5", "99999999999999999999", "1000000001"}) {
        EXPECT_EQ(refused(Level::study, {{"limit", value}}), "limit") << value;
        EXPECT_EQ(refused(Level::study, {{"offset", value}}), "offset") << value;
    }
}

TEST(QidoQuery, fuzzymatching_is_true_or_false) {
    EXPECT_TRUE(parse_qido(Level::study, {{"fuzzymatching", "true"}})->fuzzy);
    EXPECT_FALSE(parse_qido(Level::study, {{"fuzzymatching", "false"}})->fuzzy);
    EXPECT_EQ(refused(Level::study, {{"fuzzymatching", "1"}}), "fuzzymatching");
}

TEST(QidoQuery, includefield_takes_lists_repeats_and_all) {
    auto query = parse_qido(Level::study, {{"includefield", "00100021,PatientSex"}, {"includefield", "StudyID"}});
    ASSERT_TRUE(query);
    EXPECT_EQ(query->include, (std::set<dicom::Tag>{{0x0010, 0x0021}, {0x0010, 0x0040}, {0x0020, 0x0010}}));
    EXPECT_FALSE(query->include_all);
    EXPECT_TRUE(parse_qido(Level::study, {{"includefield", "all"}})->include_all);
}

// PS3.4 C.2.2.2.3: universal matching.
TEST(QidoQuery, an_empty_value_asks_for_the_attribute) {
    auto query = parse_qido(Level::study, {{"IssuerOfPatientID", ""}});
    ASSERT_TRUE(query);
    EXPECT_TRUE(query->conditions.empty());
    EXPECT_TRUE(query->include.contains({0x0010, 0x0021}));
}

TEST(QidoQuery, dates_are_days_or_ranges_of_days) {
    auto range = [](std::string_view text) {
        auto parsed = parse_date_range(text);
        return parsed ? parsed->from + ".." + parsed->until : "refused";
    };
    EXPECT_EQ(range("20240131"), "20240131..20240131");
    EXPECT_EQ(range("20240101-20240131"), "20240101..20240131");
    EXPECT_EQ(range("20240101-"), "20240101..");
    EXPECT_EQ(range("-20240131"), "..20240131");
    for (const auto* wrong : {"-", "2024", "2024-01-31", "20240101-20240131-", "2024013x", "20240131 "})
        EXPECT_EQ(range(wrong), "refused") << wrong;
    EXPECT_EQ(refused(Level::study, {{"StudyDate", "2024-01-31"}}), "StudyDate");
}

TEST(QidoQuery, times_without_minutes_or_seconds_take_them_all_in) {
    auto holds = [](std::string_view text, const std::string& time) {
        auto range = parse_time_range(text);
        if (!range) throw std::runtime_error("no range of times");
        return (range->from.empty() || time >= range->from) && (range->until.empty() || time <= range->until);
    };
    EXPECT_TRUE(holds("10", "100000"));
    EXPECT_TRUE(holds("10", "105959.999"));
    EXPECT_FALSE(holds("10", "110000"));
    EXPECT_TRUE(holds("0900-1030", "103059.5"));
    EXPECT_FALSE(holds("0900-1030", "103100"));
    EXPECT_TRUE(holds("101500", "101500.5"));
    EXPECT_TRUE(holds("-0900", "000000"));
    EXPECT_TRUE(holds("2300-", "235959"));
    EXPECT_FALSE(holds("100000.5-", "100000.4"));
    for (const auto* wrong : {"-", "1", "101", "10:15", "1015.5", "101500.x", "10-11-12"})
        EXPECT_FALSE(parse_time_range(wrong)) << wrong;
}

TEST(QidoQuery, numbers_are_numbers) {
    EXPECT_EQ(refused(Level::instance, {{"InstanceNumber", "7"}}), "understood");
    EXPECT_EQ(refused(Level::instance, {{"InstanceNumber", "7*"}}), "InstanceNumber");
    EXPECT_EQ(refused(Level::instance, {{"Rows", "99999999999999999999"}}), "Rows");
}

// PS3.4 C.2.2.2.4; what LIKE would take for its own is escaped.
TEST(QidoQuery, wildcards_become_patterns) {
    EXPECT_EQ(like_pattern("Do?^J*"), "Do_^J%");
    EXPECT_EQ(like_pattern("100%_!"), "100!%!_!!");
    EXPECT_TRUE(has_wildcard("a?"));
    EXPECT_TRUE(has_wildcard("*"));
    EXPECT_FALSE(has_wildcard("a%_"));
}

TEST(QidoQuery, uid_lists_are_split_at_commas_and_backslashes) {
    using Uids = std::vector<std::string>;
    EXPECT_EQ(split_uids("1.2,3.4\\5.6"), (Uids{"1.2", "3.4", "5.6"}));
    EXPECT_EQ(split_uids("1.2"), Uids{"1.2"});
    EXPECT_EQ(split_uids(",,1.2,"), Uids{"1.2"});
    EXPECT_TRUE(split_uids(",").empty());
}

// PS3.18 tables 10.6.3-3 to -5: what every answer holds.
TEST(QidoQuery, the_required_attributes_are_in_every_answer) {
    for (const auto* keyword : {"StudyDate",
                                "StudyTime",
                                "AccessionNumber",
                                "ModalitiesInStudy",
                                "ReferringPhysicianName",
                                "PatientName",
                                "PatientID",
                                "PatientBirthDate",
                                "PatientSex",
                                "StudyInstanceUID",
                                "StudyID",
                                "NumberOfStudyRelatedSeries",
                                "NumberOfStudyRelatedInstances",
                                "Modality",
                                "SeriesDescription",
                                "SeriesInstanceUID",
                                "SeriesNumber",
                                "NumberOfSeriesRelatedInstances",
                                "SOPClassUID",
                                "SOPInstanceUID",
                                "InstanceNumber",
                                "Rows",
                                "Columns",
                                "BitsAllocated",
                                "NumberOfFrames"}) {
        const auto* attribute = find_attribute(dicom::tag_from_text(keyword).value());
        ASSERT_NE(attribute, nullptr) << keyword;
        EXPECT_TRUE(attribute->always) << keyword;
    }
    EXPECT_EQ(find_attribute({0x0008, 0x1190}), nullptr);
}

}  // namespace
}  // namespace portico::dicomweb
