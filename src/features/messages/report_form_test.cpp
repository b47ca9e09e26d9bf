#include "features/messages/report_form.h"

#include <gtest/gtest.h>

namespace portico::messages {
namespace {

using messaging::Report;

TEST(ReportForm, is_read_as_browsers_write_it) {
    const auto form = read_form("MessageStatus=delivered&To=%2B32+475&Empty=&Bare&a=1&a=2");
    ASSERT_TRUE(form);
    EXPECT_EQ(form->at("MessageStatus"), "delivered");
    EXPECT_EQ(form->at("To"), "+32 475");
    EXPECT_EQ(form->at("Empty"), "");
    EXPECT_EQ(form->at("Bare"), "");
    EXPECT_EQ(form->at("a"), "2");
    EXPECT_TRUE(read_form("")->empty());
}

TEST(ReportForm, that_is_broken_or_endless_is_refused) {
    for (const auto* wrong : {"a=%", "a=%1", "a=%zz", "%=1"}) EXPECT_FALSE(read_form(wrong)) << wrong;
    std::string many;
    for (int i = 0; i < 101; ++i) many += "a=1&";
    EXPECT_FALSE(read_form(many));
}

TEST(Reports, of_both_flavours_are_understood) {
    EXPECT_EQ(kannel_report("1"), Report::delivered);
    EXPECT_EQ(kannel_report("2"), Report::failed);
    EXPECT_EQ(kannel_report("16"), Report::failed);
    EXPECT_EQ(kannel_report("8"), Report::taken);
    EXPECT_EQ(twilio_report("delivered"), Report::delivered);
    EXPECT_EQ(twilio_report("undelivered"), Report::failed);
    EXPECT_EQ(twilio_report("sent"), Report::taken);
    for (const auto* other : {"", "3", "1 ", "Delivered"}) {
        EXPECT_FALSE(kannel_report(other)) << other;
        EXPECT_FALSE(twilio_report(other)) << other;
    }
}

}  // namespace
}  // namespace portico::messages
