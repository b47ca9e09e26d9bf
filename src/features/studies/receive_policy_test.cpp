#include "features/studies/receive_policy.h"

#include <gtest/gtest.h>

namespace portico::studies {
namespace {

TEST(ReceivePolicy, takes_dates_and_times_as_they_are_and_nothing_else) {
    EXPECT_EQ(column_date("20240229"), "20240229");
    EXPECT_EQ(column_date("2024.01.31"), "20240131");
    EXPECT_EQ(column_date("20230229"), std::nullopt);
    EXPECT_EQ(column_date("00000101"), std::nullopt);
    EXPECT_EQ(column_date("2024"), std::nullopt);
    EXPECT_EQ(column_time("101500.123456"), "101500.123456");
    EXPECT_EQ(column_time("10:15:00"), "101500");
    EXPECT_EQ(column_time("10"), "10");
    EXPECT_EQ(column_time("2460"), std::nullopt);
    EXPECT_EQ(column_time("1015.5"), std::nullopt);
    EXPECT_EQ(column_number(" 12 "), 12);
    EXPECT_EQ(column_number("1.5"), std::nullopt);
    EXPECT_EQ(column_number("99999999999999999999"), std::nullopt);
}

TEST(ReceivePolicy, takes_date_and_time_of_a_study_as_utc) {
    EXPECT_EQ(study_moment("20240131", "101500.5"), parse_rfc3339("2024-01-31T10:15:00.500Z"));
    EXPECT_EQ(study_moment("20240131", "10"), parse_rfc3339("2024-01-31T10:00:00Z"));
    EXPECT_EQ(study_moment("20240131", std::nullopt), parse_rfc3339("2024-01-31T00:00:00Z"));
    EXPECT_EQ(study_moment(std::nullopt, "101500"), std::nullopt);
}

TEST(ReceivePolicy, makes_columns_of_any_bytes) {
    EXPECT_EQ(column_text(std::string_view(" a\0b\x01 ", 6)), "a b");
    EXPECT_EQ(column_text("\xFF"), "\xEF\xBF\xBD");
    EXPECT_EQ(column_text("é\u00e9", 3), "é");  // never half a character
    EXPECT_EQ(column_text("   "), "");
}

TEST(ReceivePolicy, tells_two_patients_apart_by_their_identifiers) {  // STU-5
    const HeaderPatient jane{"P-1", "", "Doe^Jane"};
    EXPECT_TRUE(is_same_patient(jane, {"P-1", "", "DOE^Jane M"}, ""));
    EXPECT_FALSE(is_same_patient(jane, {"P1", "", "Doe^Jane"}, ""));
    EXPECT_FALSE(is_same_patient(jane, {"", "", "Doe^Jane"}, ""));
    EXPECT_TRUE(is_same_patient(jane, {"P-1", "NORTH", "Doe^Jane"}, "NORTH"));
    EXPECT_FALSE(is_same_patient(jane, {"P-1", "SOUTH", "Doe^Jane"}, "NORTH"));
    EXPECT_TRUE(is_same_patient({"", "", "Doe^Jane"}, {"", "X", "DOE^JANE"}, ""));
    EXPECT_FALSE(is_same_patient({"", "", "Doe^Jane"}, {"", "", "Roe^Jane"}, ""));
}

TEST(ReceivePolicy, keeps_each_word_of_a_list_once) {
    EXPECT_EQ(with_word("", "CT", ' '), "CT");
    EXPECT_EQ(with_word("CT", "C", ' '), "CT C");
    EXPECT_EQ(with_word("CT MR", "MR", ' '), "CT MR");
    EXPECT_EQ(with_word("CT", "", ' '), "CT");
}

}  // namespace
}  // namespace portico::studies
