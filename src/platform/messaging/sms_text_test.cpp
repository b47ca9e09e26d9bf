#include "platform/messaging/sms_text.h"

#include <gtest/gtest.h>

namespace portico::messaging {
namespace {

std::string times(std::string_view text, int count) {
    std::string all;
    for (int i = 0; i < count; ++i) all += text;
    return all;
}

TEST(SmsText, of_western_letters_fits_the_gsm_alphabet) {
    EXPECT_TRUE(fits_gsm_alphabet("Votre code est 123456. Gültig für 10 Minuten à"));
    EXPECT_TRUE(fits_gsm_alphabet("€ {x} é à ü ß"));
    EXPECT_FALSE(fits_gsm_alphabet("ê"));
    EXPECT_FALSE(fits_gsm_alphabet("код"));
    EXPECT_FALSE(fits_gsm_alphabet("\xF0\x9F\x98\x80"));
}

TEST(SmsText, is_counted_in_parts) {  // GEN-10
    EXPECT_EQ(sms_parts(""), 1);
    EXPECT_EQ(sms_parts(times("x", 160)), 1);
    EXPECT_EQ(sms_parts(times("x", 161)), 2);
    EXPECT_EQ(sms_parts(times("x", 306)), 2);
    EXPECT_EQ(sms_parts(times("x", 307)), 3);
    EXPECT_EQ(sms_parts(times("€", 80)), 1);
    EXPECT_EQ(sms_parts(times("€", 81)), 2);
    EXPECT_EQ(sms_parts(times("ê", 70)), 1);
    EXPECT_EQ(sms_parts(times("ê", 71)), 2);
    EXPECT_EQ(sms_parts(times("\xF0\x9F\x98\x80", 35)), 1);
    EXPECT_EQ(sms_parts(times("\xF0\x9F\x98\x80", 36)), 2);
}

}  // namespace
}  // namespace portico::messaging
