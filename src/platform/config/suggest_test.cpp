#include "platform/config/suggest.h"

#include <gtest/gtest.h>

#include <array>

namespace portico::config {
namespace {

TEST(EditDistance, counts_changes_of_one_character) {
    EXPECT_EQ(edit_distance("", ""), 0U);
    EXPECT_EQ(edit_distance("port", "port"), 0U);
    EXPECT_EQ(edit_distance("", "port"), 4U);
    EXPECT_EQ(edit_distance("prot", "port"), 1U);
    EXPECT_EQ(edit_distance("listten", "listen"), 1U);
    EXPECT_EQ(edit_distance("kitten", "sitting"), 3U);
}

TEST(Nearest, finds_typing_errors_and_wrong_tables_but_nothing_far) {
    const std::array<std::string, 4> known{"http.listen", "dicom.port", "hl7.port", "database.url"};
    EXPECT_EQ(nearest("htpt.listen", known), "http.listen");
    EXPECT_EQ(nearest("listen", known), "http.listen");
    EXPECT_EQ(nearest("databse.uri", known), "database.url");
    EXPECT_EQ(nearest("colour", known), "");
}

}  // namespace
}  // namespace portico::config
