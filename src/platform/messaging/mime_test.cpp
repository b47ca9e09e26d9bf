#include "platform/messaging/mime.h"

#include <gtest/gtest.h>

namespace portico::messaging {
namespace {

const MailHead head{.from = {"Portico", "noreply@portal.example"},
                    .reply_to = {},
                    .id = MessageId::trusted("01jd5ykz3wq8x7v6t5r4p3n2u1"),
                    .date = {1'700'000'000'000}};
const Message letter{.to = "ann@example.org", .subject = "Hello", .text = "Line\nnext", .html = {}, .language = "en"};

std::string lines_that_begin(std::string_view mail, std::string_view name) {
    std::string found;
    for (std::size_t at = 0; at < mail.size();) {
        const auto end = mail.find("\r\n", at);
        if (mail.substr(at).starts_with(name)) found += std::string(mail.substr(at, end - at)) + "|";
        at = end == std::string_view::npos ? mail.size() : end + 2;
    }
    return found;
}

TEST(Mail, has_the_headers_that_a_mail_of_a_machine_needs) {
    const auto mail = compose_mail(head, letter);
    EXPECT_EQ(lines_that_begin(mail, "From: "), "From: \"Portico\" <noreply@portal.example>|");
    EXPECT_EQ(lines_that_begin(mail, "To: "), "To: ann@example.org|");
    EXPECT_EQ(lines_that_begin(mail, "Date: "), "Date: Tue, 14 Nov 2023 22:13:20 +0000|");
    EXPECT_EQ(lines_that_begin(mail, "Message-ID: "), "Message-ID: <01jd5ykz3wq8x7v6t5r4p3n2u1@portal.example>|");
    EXPECT_EQ(lines_that_begin(mail, "Auto-Submitted: "), "Auto-Submitted: auto-generated|");
    EXPECT_EQ(lines_that_begin(mail, "Content-Language: "), "Content-Language: en|");
    EXPECT_TRUE(mail.ends_with("\r\n\r\nLine\r\nnext\r\n"));
}

TEST(Mail, gives_text_and_html_as_alternatives) {
    auto both = letter;
    both.html = "<p>Hello</p>";
    const auto mail = compose_mail(head, both);
    const auto text = mail.find("Content-Type: text/plain");
    const auto html = mail.find("Content-Type: text/html");
    EXPECT_NE(mail.find("multipart/alternative"), std::string::npos);
    EXPECT_LT(text, html);
    EXPECT_NE(html, std::string::npos);
    EXPECT_TRUE(mail.ends_with("--=_01jd5ykz3wq8x7v6t5r4p3n2u1--\r\n"));
}

TEST(Mail, cannot_be_given_more_headers_or_parts_by_what_it_says) {  // S22
    auto odd = letter;
    odd.subject = "Hello\r\nBcc: eve@example.org\r\n\r\nX";
    odd.language = "en\r\nBcc: eve@example.org";
    odd.text = "--=_01jd5ykz3wq8x7v6t5r4p3n2u1\r\n.\r\nRCPT TO:<eve@example.org>";
    odd.html = "<p>";
    auto from_odd = head;
    from_odd.from.name = "A\"\r\nBcc: eve@example.org";
    const auto mail = compose_mail(from_odd, odd);
    EXPECT_EQ(lines_that_begin(mail, "Bcc"), "");
    EXPECT_EQ(lines_that_begin(mail, "."), "");
    EXPECT_EQ(lines_that_begin(mail, "--=_01jd5ykz3wq8x7v6t5r4p3n2u1"),
              "--=_01jd5ykz3wq8x7v6t5r4p3n2u1|--=_01jd5ykz3wq8x7v6t5r4p3n2u1|--=_01jd5ykz3wq8x7v6t5r4p3n2u1--|");
}

TEST(Mail, has_no_line_longer_than_is_allowed) {
    auto longest = letter;
    longest.subject = std::string(500, 'x') + "é";
    longest.text = std::string(5000, 'y') + std::string(500, ' ') + "\xC3\xA9";
    const auto mail = compose_mail(head, longest);
    for (std::size_t at = 0; at < mail.size();) {
        const auto end = mail.find("\r\n", at);
        EXPECT_LE(end - at, 78U) << mail.substr(at, 100);
        at = end + 2;
    }
}

TEST(EncodedHeader, is_plain_where_it_can_be_and_whole_letters_elsewhere) {
    EXPECT_EQ(encoded_header("Hello, world"), "Hello, world");
    EXPECT_EQ(encoded_header("Accès"), "=?UTF-8?B?QWNjw6hz?=");
    EXPECT_EQ(encoded_header("=?x"), "=?UTF-8?B?PT94?=");
    // 35 letters and one of two bytes: the cut comes before it.
    const auto cut = encoded_header(std::string(35, 'a') + "éb");
    EXPECT_EQ(cut.find("\r\n "), 10U + 48U + 2U);
}

TEST(QuotedPrintable, says_everything_in_plain_letters) {
    EXPECT_EQ(quoted_printable("a=b"), "a=3Db");
    EXPECT_EQ(quoted_printable("é"), "=C3=A9");
    EXPECT_EQ(quoted_printable("a \nb\t"), "a=20\r\nb=09");
    EXPECT_EQ(quoted_printable("a\r\nb\rc\n"), "a\r\nb\r\nc\r\n");
    EXPECT_EQ(quoted_printable(".\nFrom x"), "=2E\r\n=46rom x");
}

TEST(MailAddress, is_one_address_and_nothing_more) {
    EXPECT_TRUE(is_mail_address("ann.o'neil+x@example.org"));
    for (const auto* wrong : {"", "ann", "@x", "ann@", "a b@x.org", "a@x.org\r\nDATA", "a@x.org,b@x.org", "<a@x.org>",
                              "\"a\"@x.org", "é@x.org"})
        EXPECT_FALSE(is_mail_address(wrong)) << wrong;
}

}  // namespace
}  // namespace portico::messaging
