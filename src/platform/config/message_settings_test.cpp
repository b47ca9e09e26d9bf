#include "platform/config/message_settings.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "platform/config/settings.h"

namespace portico::config {
namespace {

using testing::ElementsAre;
using Flags = std::vector<std::pair<std::string, std::string>>;

// "path:code" of what is wrong; `into` gets what was read.
std::vector<std::string> problems(const Flags& flags, Settings* into = nullptr) {
    Settings settings;
    Loader loader;
    register_settings(loader, settings);
    auto result = loader.load({{}, {}, flags});
    if (result) result = resolve(settings);
    if (into != nullptr) *into = settings;
    std::vector<std::string> all;
    if (!result)
        for (const auto& field : result.error().fields()) all.push_back(field.path + ":" + field.code);
    return all;
}

Flags smtp(Flags more = {}) {
    Flags all{{"mail.channel", "smtp"}, {"mail.host", "mail.example"}, {"mail.from", "a@portal.example"}};
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

TEST(MessageSettings, of_mail_are_complete_or_refused) {  // PAT-43
    EXPECT_THAT(problems({{"mail.channel", "smtp"}}), ElementsAre("mail.host:required", "mail.from:required"));
    EXPECT_THAT(problems(smtp()), ElementsAre());
    EXPECT_THAT(problems(smtp({{"mail.user", "u"}})), ElementsAre("mail.password:incomplete"));
    EXPECT_THAT(problems({{"mail.channel", "pigeon"}}), ElementsAre("mail.channel:not_allowed"));
    EXPECT_THAT(problems(smtp({{"mail.reply_to", "nobody"}})), ElementsAre("mail.reply_to:not_allowed"));
}

TEST(MessageSettings, let_mail_go_without_tls_to_this_machine_only) {  // PAT-43
    EXPECT_THAT(problems(smtp({{"mail.security", "none"}})), ElementsAre("mail.security:not_allowed"));
    Settings settings;
    EXPECT_THAT(problems({{"mail.channel", "smtp"},
                          {"mail.host", "127.0.0.1"},
                          {"mail.from", "a@b.example"},
                          {"mail.security", "none"}},
                         &settings),
                ElementsAre());
    EXPECT_EQ(settings.messages.mail.port, 25);
}

TEST(MessageSettings, know_the_usual_ports) {
    Settings settings;
    problems(smtp(), &settings);
    EXPECT_EQ(settings.messages.mail.port, 587);
    problems(smtp({{"mail.security", "tls"}}), &settings);
    EXPECT_EQ(settings.messages.mail.port, 465);
    problems(smtp({{"mail.port", "2525"}}), &settings);
    EXPECT_EQ(settings.messages.mail.port, 2525);
}

TEST(MessageSettings, of_text_messages_are_complete_or_refused) {  // PAT-43, GEN-10
    EXPECT_THAT(problems({{"sms.channel", "kannel"}}),
                ElementsAre("sms.url:required", "sms.user:required", "sms.password:required", "sms.from:required"));
    Settings settings;
    EXPECT_THAT(problems({{"sms.channel", "twilio"}, {"sms.user", "AC"}, {"sms.password", "t"}, {"sms.from", "+32"}},
                         &settings),
                ElementsAre());
    EXPECT_EQ(settings.messages.sms.url, "https://api.twilio.com");
    EXPECT_THAT(settings.messages.sms.countries, ElementsAre("BE")) << "no other country unless it is named";
    EXPECT_THAT(problems({{"sms.countries", "BE,Belgium"}}), ElementsAre("sms.countries:not_allowed"));
    EXPECT_THAT(problems({{"sms.url", "ftp://gateway"}}), ElementsAre("sms.url:not_allowed"));
}

TEST(Mailbox, is_an_address_with_or_without_a_name) {
    EXPECT_EQ(parse_mailbox("a@b.example")->address, "a@b.example");
    EXPECT_EQ(parse_mailbox("The Portal <a@b.example>")->name, "The Portal");
    for (const auto* wrong : {"", "a", "@b", "a@", "x <a>", "x <a@b> y", "a b@c", "x\r\nBcc: y <a@b>"})
        EXPECT_FALSE(parse_mailbox(wrong)) << wrong;
}

}  // namespace
}  // namespace portico::config
