#include "platform/phone/phone_number.h"

#include <gtest/gtest.h>

namespace portico::phone {
namespace {

std::string e164(std::string_view typed, std::string_view country = "BE") {
    const auto number = parse(typed, country);
    return number ? number->e164 : "";
}

TEST(PhoneNumber, is_read_in_the_forms_that_people_write) {  // PAT-43
    for (const auto* typed : {"0475 12 34 56", "0475/12.34.56", "+32475123456", "0032 475 12 34 56",
                              "+32 (0)475 12 34 56", "  0475-12-34-56 "})
        EXPECT_EQ(e164(typed), "+32475123456") << typed;
}

TEST(PhoneNumber, without_a_prefix_belongs_to_the_country_that_is_told) {
    EXPECT_EQ(e164("06 12345678", "NL"), "+31612345678");
    EXPECT_EQ(e164("06 12 34 56 78", "FR"), "+33612345678");
    EXPECT_EQ(e164("01512 3456789", "DE"), "+4915123456789");
    EXPECT_EQ(e164("+31 6 12345678", "BE"), "+31612345678");
    EXPECT_EQ(e164("0475 12 34 56", ""), "");
}

TEST(PhoneNumber, that_cannot_be_one_is_refused) {
    for (const auto* typed : {"", "0", "12345", "0475 12 34", "0475 12 34 56 78 90", "ann@example.org",
                              "+999 123456789", "tel", "0475 12 34 56 ext. 3"})
        EXPECT_EQ(e164(typed), "") << typed;
    EXPECT_EQ(e164(std::string(101, '1')), "");
}

TEST(PhoneNumber, tells_country_and_whether_a_message_may_arrive) {
    const auto mobile = parse("0475 12 34 56", "BE");
    ASSERT_TRUE(mobile);
    EXPECT_EQ(mobile->country, "BE");
    EXPECT_TRUE(mobile->mobile);
    const auto fixed = parse("02 555 12 12", "BE");
    ASSERT_TRUE(fixed);
    EXPECT_FALSE(fixed->mobile);
    const auto american = parse("+1 212 555 2368", "BE");
    ASSERT_TRUE(american);
    EXPECT_TRUE(american->mobile) << "fixed and mobile look alike there";
}

TEST(PhoneNumber, is_shown_whole_or_masked) {
    EXPECT_EQ(shown("+32475123456"), "+32 475 12 34 56");
    EXPECT_EQ(shown("nothing"), "nothing");
    EXPECT_EQ(masked("+32475123456"), "+32 … 56");
    EXPECT_EQ(masked("x"), "…");
}

TEST(PhoneNumber, knows_its_countries) {
    EXPECT_TRUE(is_country("BE"));
    EXPECT_FALSE(is_country("be"));
    EXPECT_FALSE(is_country("XX"));
}

}  // namespace
}  // namespace portico::phone
