// The words are there in each language, and values in them stay values.
#include "features/message_texts/message_texts.h"

#include <gtest/gtest.h>

#include "features/message_texts/html.h"
#include "features/message_texts/texts.h"
#include "platform/messaging/sms_text.h"

namespace portico::message_texts {
namespace {

std::string listed(const std::set<std::string>& names) {
    std::string all;
    for (const auto& name : names) all += name + " ";
    return all;
}

TEST(MessageTexts, are_the_same_kinds_with_the_same_placeholders_in_each_language) {  // GEN-8
    const auto& model = texts_of("en");
    for (const auto language : languages) {
        const auto& texts = texts_of(language);
        for (const auto& [key, entry] : model) {
            const auto found = texts.find(key);
            ASSERT_NE(found, texts.end()) << key << " misses in " << language;
            EXPECT_EQ(found->second.kind, entry.kind) << key << " in " << language;
            EXPECT_EQ(listed(found->second.placeholders()), listed(entry.placeholders())) << key << " in " << language;
            EXPECT_EQ(found->second.paragraphs.size(), entry.paragraphs.size()) << key << " in " << language;
            for (std::size_t i = 0; i < entry.paragraphs.size() && i < found->second.paragraphs.size(); ++i) {
                EXPECT_EQ(found->second.paragraphs[i].form, entry.paragraphs[i].form) << key << " in " << language;
                EXPECT_EQ(found->second.paragraphs[i].link, entry.paragraphs[i].link) << key << " in " << language;
                EXPECT_EQ(found->second.paragraphs[i].condition, entry.paragraphs[i].condition) << key;
            }
        }
        for (const auto& [key, entry] : texts) EXPECT_TRUE(model.contains(key)) << key << " is only in " << language;
    }
}

TEST(MessageTexts, can_all_be_previewed) {
    EXPECT_GE(kinds().size(), 10U);
    for (const auto& kind : kinds())
        for (const auto language : languages) {
            const auto message = preview(kind.key, language);
            EXPECT_EQ(message.channel, kind.channel);
            EXPECT_EQ(message.kind, kind.key);
            EXPECT_EQ(message.language, language);
            EXPECT_FALSE(message.text.empty());
            EXPECT_EQ(message.text.find('{'), std::string::npos) << message.text;
            EXPECT_EQ(message.html.empty(), kind.channel == messaging::ChannelKind::sms);
        }
    EXPECT_THROW(preview("no.such", "en"), std::logic_error);
}

TEST(MessageTexts, of_sms_fit_one_part) {  // GEN-10
    for (const auto& kind : kinds()) {
        if (kind.channel != messaging::ChannelKind::sms) continue;
        for (const auto language : languages) {
            const auto text = preview(kind.key, language).text;
            EXPECT_TRUE(messaging::fits_gsm_alphabet(text)) << text;
            EXPECT_EQ(messaging::sms_parts(text), 1) << text;
        }
    }
}

TEST(MessageTexts, are_in_the_nearest_language) {
    EXPECT_EQ(nearest_language("nl-BE"), "nl");
    EXPECT_EQ(nearest_language("de_AT"), "de");
    EXPECT_EQ(nearest_language("fr"), "fr");
    for (const auto* other : {"", "it", "english"}) EXPECT_EQ(nearest_language(other), "en");
}

TEST(MessageTexts, carry_values_into_text_and_html) {
    const auto message = mail("accounts.confirm_registration", {"ann@example.org", "Ann", "en"},
                              {{"link", "https://portal.example/x#y&z"}});
    EXPECT_EQ(message.to, "ann@example.org");
    EXPECT_NE(message.text.find("https://portal.example/x#y&z"), std::string::npos);
    EXPECT_NE(message.html.find("href=\"https://portal.example/x#y&amp;z\""), std::string::npos);
    EXPECT_THROW(mail("accounts.confirm_registration", {"a", "b", "en"}, {}), std::logic_error);
    EXPECT_THROW(mail("codes.sign_in_sms", {"a", "b", "en"}, {{"code", "1"}}), std::logic_error);
}

TEST(MessageTexts, say_a_conditional_paragraph_only_with_its_value) {
    const auto with =
        mail("clinician_portal.access_declined", {"a", "b", "en"}, {{"department", "X"}, {"reason", "No."}});
    EXPECT_NE(with.text.find("No."), std::string::npos);
    const auto without =
        mail("clinician_portal.access_declined", {"a", "b", "en"}, {{"department", "X"}, {"reason", ""}});
    EXPECT_LT(without.text.size(), with.text.size() - 5);
    EXPECT_EQ(without.text.find("\n\n\n"), std::string::npos);
}

TEST(MessageTexts, take_nothing_in_a_value_for_markup) {  // S22
    for (const auto* evil : {"<script>alert(1)</script>", "\"><img src=x onerror=y>", "[x](https://evil.example)",
                             "** 123 **", "{link}", "'&lt;"}) {
        const auto message =
            mail("clinician_portal.access_declined", {"a", evil, "en"}, {{"department", evil}, {"reason", evil}});
        EXPECT_EQ(message.html.find("<script"), std::string::npos);
        EXPECT_EQ(message.html.find("<img"), std::string::npos);
        EXPECT_EQ(message.html.find("<a "), std::string::npos);
        EXPECT_EQ(message.html.find("font-size:30px"), std::string::npos);
        EXPECT_NE(message.html.find(escaped(evil)), std::string::npos) << evil;
    }
    const auto odd = mail("accounts.confirm_registration", {"a", "b", "en"}, {{"link", "javascript:alert(1)"}});
    EXPECT_EQ(odd.html.find("<a "), std::string::npos);
}

TEST(MessageTexts, write_moments_as_the_language_does) {
    constexpr Timestamp at{1'700'000'000'000};
    EXPECT_EQ(moment(at, "en"), "14 November 2023 at 22:13 UTC");
    EXPECT_EQ(moment(at, "nl"), "14 november 2023 om 22:13 uur UTC");
    EXPECT_EQ(moment(at, "fr"), "14 novembre 2023 à 22:13 UTC");
    EXPECT_EQ(moment(at, "de"), "14. November 2023 um 22:13 Uhr UTC");
}

TEST(Texts, that_are_not_in_their_form_are_refused) {
    for (const auto* wrong : {"# a\n\nno subject", "# a\nsubject: x", "# sms: a\nsubject: x\n\ny", "# sms: a\nx\n\ny",
                              "# a\nsubject: x\n\n[b](c", "# phrase: a\nx\n# phrase: a\ny", "# a\nsubject: x\n\n{?b c"})
        EXPECT_THROW(read_texts(wrong), std::logic_error) << wrong;
    EXPECT_THROW(read_texts("# phrase: a\n{b").at("a").placeholders(), std::logic_error);
}

}  // namespace
}  // namespace portico::message_texts
