// What identifiers of C-FIND, C-MOVE and C-GET mean, without a database.
#include "features/nodes/node_query.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace portico::nodes {
namespace {

using dicom::Identifier;
using dicom::Tag;
namespace tags = dicom::tags;

Identifier keys(const std::string& level, const std::vector<std::pair<Tag, std::string>>& more = {}) {
    Identifier identifier;
    identifier.put({0x0008, 0x0052}, "CS", level);
    for (const auto& [tag, value] : more) identifier.put(tag, dicom::vr_of(tag), value);
    return identifier;
}

// "read", or the code of the refusal.
std::string find(QueryRoot root, const Identifier& identifier) {
    const auto query = read_find(root, identifier);
    return query ? "read" : std::string(query.error().kind().code);
}
std::string retrieve(QueryRoot root, const Identifier& identifier) {
    const auto query = read_retrieve(root, identifier);
    return query ? "read" : std::string(query.error().kind().code);
}

TEST(NodeQuery, tells_what_is_matched_and_what_is_asked_for) {  // STU-1
    auto identifier = keys("STUDY", {{tags::patient_name, "Doe*"}, {tags::study_date, ""}, {tags::patient_id, "**"}});
    identifier.put(tags::specific_character_set, "CS", "ISO_IR 100");
    identifier.put({0x0008, 0x0056}, "CS", "");
    const auto query = read_find(QueryRoot::study, identifier);
    ASSERT_TRUE(query);
    ASSERT_EQ(query->search.conditions.size(), 1U);
    EXPECT_EQ(query->search.conditions[0].value, "Doe*");
    EXPECT_THAT(query->asked, testing::ElementsAre(tags::study_date, tags::patient_name, tags::patient_id));
    EXPECT_THAT(query->unique_keys, testing::ElementsAre(tags::study_instance_uid));
    EXPECT_EQ(query->charset, "ISO_IR 100");
    EXPECT_TRUE(query->with_availability && query->all_keys_supported);
    EXPECT_FALSE(query->search.include_always);
}

TEST(NodeQuery, wants_the_level_and_the_unique_keys_above_it) {  // STU-1
    const std::string mismatch(errors::identifier_mismatch.code);
    EXPECT_EQ(find(QueryRoot::study, keys("")), mismatch);
    EXPECT_EQ(find(QueryRoot::study, keys("CASE")), mismatch);
    EXPECT_EQ(find(QueryRoot::study, keys("PATIENT")), mismatch);
    EXPECT_EQ(find(QueryRoot::patient, keys("PATIENT")), "read");
    EXPECT_EQ(find(QueryRoot::patient, keys("STUDY")), mismatch);
    EXPECT_EQ(find(QueryRoot::patient, keys("STUDY", {{tags::patient_id, "P*"}})), mismatch);
    EXPECT_EQ(find(QueryRoot::patient, keys("STUDY", {{tags::patient_id, "P1"}})), "read");
    EXPECT_EQ(find(QueryRoot::study, keys("SERIES", {{tags::study_instance_uid, "1.2\\1.3"}})), mismatch);
    EXPECT_EQ(find(QueryRoot::study, keys("SERIES", {{tags::study_instance_uid, "1.2"}})), "read");
    EXPECT_EQ(find(QueryRoot::study, keys("IMAGE", {{tags::study_instance_uid, "1.2"}})), mismatch);
}

TEST(NodeQuery, keys_belong_to_their_level) {  // STU-1
    const std::string mismatch(errors::identifier_mismatch.code);
    EXPECT_EQ(find(QueryRoot::study, keys("STUDY", {{tags::modality, "CT"}})), mismatch);
    EXPECT_EQ(find(QueryRoot::study, keys("STUDY", {{tags::patient_name, "Doe"}})), "read");
    const auto in_study = keys("SERIES", {{tags::study_instance_uid, "1.2"}, {tags::patient_name, "Doe"}});
    EXPECT_EQ(find(QueryRoot::study, in_study), mismatch);
    EXPECT_EQ(find(QueryRoot::study, keys("SERIES", {{tags::study_instance_uid, "1.2"}, {tags::patient_name, ""}})),
              "read");
    EXPECT_FALSE(read_find(QueryRoot::study, keys("STUDY", {{tags::modality, ""}}))->all_keys_supported);
}

TEST(NodeQuery, says_what_it_cannot_match) {  // STU-1
    EXPECT_EQ(find(QueryRoot::study, keys("STUDY", {{tags::study_date, "tomorrow"}})), errors::unable_to_process.code);
    EXPECT_FALSE(read_find(QueryRoot::study, keys("STUDY", {{{0x0010, 0x4000}, "x"}}))->all_keys_supported);
    EXPECT_FALSE(read_find(QueryRoot::study, keys("STUDY", {{{0x0020, 0x1208}, "3"}}))->all_keys_supported);
    const auto number =
        read_find(QueryRoot::study, keys("SERIES", {{tags::study_instance_uid, "1.2"}, {{0x0020, 0x0011}, "+4"}}));
    ASSERT_TRUE(number);
    EXPECT_EQ(number->search.conditions.back().value, "4");
}

TEST(NodeQuery, a_retrieval_names_unique_keys_only) {  // STU-1
    const std::string mismatch(errors::identifier_mismatch.code);
    EXPECT_EQ(retrieve(QueryRoot::study, keys("STUDY")), mismatch);
    EXPECT_EQ(retrieve(QueryRoot::study, keys("STUDY", {{tags::study_instance_uid, "1.*"}})), mismatch);
    EXPECT_EQ(
        retrieve(QueryRoot::study, keys("STUDY", {{tags::study_instance_uid, "1.2"}, {tags::patient_name, "Doe"}})),
        mismatch);
    EXPECT_EQ(retrieve(QueryRoot::patient, keys("PATIENT", {{tags::patient_id, "P1\\P2"}})), mismatch);
    EXPECT_EQ(retrieve(QueryRoot::patient, keys("PATIENT", {{tags::patient_id, "P1"}})), "read");
    const auto images = read_retrieve(QueryRoot::study, keys("IMAGE", {{tags::study_instance_uid, "1.2"},
                                                                       {tags::series_instance_uid, "1.3"},
                                                                       {tags::sop_instance_uid, "1.4\\1.5"}}));
    ASSERT_TRUE(images);
    EXPECT_THAT(images->instances, testing::ElementsAre("1.4", "1.5"));
    EXPECT_THAT(images->series, testing::ElementsAre("1.3"));
    EXPECT_EQ(images->studies.conditions.size(), 1U);
}

TEST(NodeQuery, is_described_for_the_trail) {  // AUD-1
    EXPECT_EQ(describe(keys("STUDY", {{tags::patient_id, "P1"}, {tags::study_date, ""}})), "PatientID=P1");
    const auto longest =
        describe(keys("STUDY", {{tags::patient_name, std::string(499 - 12, 'x') + "\xC3\xBC\xC3\xBC"}}));
    EXPECT_LE(longest.size(), 503U);
    EXPECT_TRUE(longest.ends_with("x...") || longest.ends_with("\xC3\xBC..."));
}

}  // namespace
}  // namespace portico::nodes
