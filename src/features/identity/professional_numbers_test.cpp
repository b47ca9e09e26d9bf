#include "features/identity/api/professional_numbers.h"

#include <gtest/gtest.h>

namespace portico::identity {
namespace {

std::string code_of(const Result<std::string>& result) {
    return result ? "right" : result.error().fields().front().code;
}

struct Case {
    std::string type;
    std::string right;
    std::string wrong_check;  // one digit changed
    std::string wrong_form;
};

class ProfessionalNumbers : public ::testing::TestWithParam<Case> {};

INSTANTIATE_TEST_SUITE_P(OfEachType, ProfessionalNumbers,
                         ::testing::Values(Case{"RIZIV", "1-00041-63-004", "1-00041-64-004", "1-00041"},
                                           Case{"RPPS", "10003456786", "10003456784", "1000345678"},
                                           Case{"INSEE", "1 85 05 78 006 084 91", "1 85 05 78 006 084 92",
                                                "185057800608"},
                                           Case{"GLN", "4006381333931", "4006381333932", "400638133393"},
                                           Case{"NPI", "1234567893", "1234567894", "3234567893"},
                                           Case{"LANR", "123456601", "123456701", "12345660"},
                                           Case{"UCGN", "7523169263", "7523169264", "752316926"}),
                         [](const auto& parameter) { return parameter.param.type; });

TEST_P(ProfessionalNumbers, take_a_right_one) {  // ACC-3
    EXPECT_EQ(code_of(check_number({GetParam().type, "", GetParam().right})), "right");
}

TEST_P(ProfessionalNumbers, refuse_a_typing_mistake) {  // ACC-3
    EXPECT_EQ(code_of(check_number({GetParam().type, "", GetParam().wrong_check})), "number_wrong_check");
}

TEST_P(ProfessionalNumbers, refuse_another_form) {
    EXPECT_EQ(code_of(check_number({GetParam().type, "", GetParam().wrong_form})), "number_wrong_form");
    EXPECT_EQ(code_of(check_number({GetParam().type, "", ""})), "number_wrong_form");
    EXPECT_EQ(code_of(check_number({GetParam().type, "", "'; DROP--"})), "number_wrong_form");
}

TEST(ProfessionalNumber, without_check_digits_still_has_its_form) {  // ACC-3
    EXPECT_EQ(code_of(check_number({"BIG", "", "19012345601"})), "right");
    EXPECT_EQ(code_of(check_number({"BIG", "", "1901234560"})), "number_wrong_form");
    EXPECT_EQ(code_of(check_number({"GMC", "", "7012345"})), "right");
    EXPECT_EQ(code_of(check_number({"GMC", "", "701234"})), "number_wrong_form");
}

TEST(ProfessionalNumber, is_normalised_for_matching) {
    EXPECT_EQ(check_number({"RIZIV", "", "1-00041-63-004"}).value(), "10004163004");
    EXPECT_EQ(check_number({"other", "Order of Physicians", "ab-12.3"}).value(), "AB123");
}

TEST(ProfessionalNumber, knows_the_departments_of_corsica) {
    // 1 60 01 2A 001 001: counted as 19, so the key is that of 1600119001001.
    auto key = [](std::int64_t digits) { return fmt::format("{:02}", 97 - digits % 97); };
    EXPECT_EQ(code_of(check_number({"INSEE", "", "160012A001001" + key(1600119001001)})), "right");
    EXPECT_EQ(code_of(check_number({"INSEE", "", "160012B001001" + key(1600118001001)})), "right");
    EXPECT_EQ(code_of(check_number({"INSEE", "", "160012C001001" + key(1600118001001)})), "number_wrong_form");
}

TEST(ProfessionalNumber, of_another_kind_needs_its_issuer) {
    EXPECT_EQ(code_of(check_number({"other", "", "12345"})), "issuer_required");
    EXPECT_EQ(code_of(check_number({"other", "Order of Physicians", "12345"})), "right");
}

TEST(ProfessionalNumber, without_check_digits_is_taken_as_it_is) {
    EXPECT_EQ(code_of(check_number({"HIN", "", "ab12"})), "right");
    EXPECT_EQ(code_of(check_number({"PNB", "", "99"})), "right");
    EXPECT_EQ(code_of(check_number({"HIN", "", "9"})), "number_wrong_form");
}

TEST(ProfessionalNumber, of_an_unknown_type_is_refused) {
    EXPECT_EQ(code_of(check_number({"riziv", "", "10004163004"})), "number_type_unknown");
}

}  // namespace
}  // namespace portico::identity
