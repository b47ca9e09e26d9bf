#include "platform/messaging/mime.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "platform/crypto/encoding.h"

namespace portico::messaging {
namespace {

bool is_plain(char c) { return c >= ' ' && c < 0x7F; }

std::string without_controls(std::string_view text) {
    std::string out(text);
    for (char& c : out)
        if ((c >= 0 && c < ' ') || c == 0x7F) c = ' ';
    return out;
}

// RFC 5322, 3.3, in UTC; the names are those of the standard, whatever the locale.
std::string date_text(Timestamp at) {
    constexpr std::array<std::string_view, 7> days{"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    constexpr std::array<std::string_view, 12> months{"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                                      "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::time_t seconds = at.milliseconds / 1000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    return fmt::format("{}, {} {} {} {:02}:{:02}:{:02} +0000", days.at(static_cast<std::size_t>(parts.tm_wday)),
                       parts.tm_mday, months.at(static_cast<std::size_t>(parts.tm_mon)), 1900 + parts.tm_year,
                       parts.tm_hour, parts.tm_min, parts.tm_sec);
}

// A name before an address: encoded, or between quotes (RFC 5322, 3.2.4).
std::string phrase(std::string_view name) {
    const auto text = without_controls(name);
    if (!std::all_of(text.begin(), text.end(), is_plain)) return encoded_header(text);
    std::string quoted = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\') quoted += '\\';
        quoted += c;
    }
    return quoted + "\"";
}

std::string mailbox(const MailAddress& who) {
    if (who.name.empty()) return who.address;
    return phrase(who.name) + " <" + who.address + ">";
}

std::string part(std::string_view type, std::string_view body) {
    return fmt::format("Content-Type: {}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n",
                       type, quoted_printable(body));
}

std::string only_letters(std::string_view text) {
    std::string out;
    for (const char c : text)
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-') out += c;
    return out;
}

}  // namespace

bool is_mail_address(std::string_view text) {
    const auto at = text.rfind('@');
    if (text.size() > 254 || at == 0 || at == std::string_view::npos || at + 1 == text.size()) return false;
    return std::all_of(text.begin(), text.end(), [](char c) {
        return c > ' ' && c < 0x7F && std::string_view("\"<>,;:()[]\\").find(c) == std::string_view::npos;
    });
}

std::string encoded_header(std::string_view utf8) {
    auto text = without_controls(utf8);
    // Long plain texts are not folded: 998 characters are allowed, and subjects are shorter.
    if (text.size() <= 900 && text.find("=?") == std::string::npos && std::all_of(text.begin(), text.end(), is_plain))
        return text;
    // A line with an encoded word has at most 76 characters (RFC 2047, 2), and a word whole letters only.
    constexpr std::size_t bytes_of_word = 36;
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        auto end = std::min(text.size(), at + bytes_of_word);
        while (end < text.size() && end > at + 1 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
        if (!out.empty()) out += "\r\n ";
        out += "=?UTF-8?B?" + crypto::to_base64(std::string_view(text).substr(at, end - at)) + "?=";
        at = end;
    }
    return out;
}

std::string quoted_printable(std::string_view utf8) {
    constexpr std::size_t longest_line = 75;  // and the "=" of a soft break
    std::string out;
    std::size_t column = 0;
    const auto put = [&](std::string_view token) {
        if (column + token.size() > longest_line) {
            out += "=\r\n";
            column = 0;
        }
        out += token;
        column += token.size();
    };
    for (std::size_t i = 0; i < utf8.size(); ++i) {
        const char c = utf8[i];
        if (c == '\r' && i + 1 < utf8.size() && utf8[i + 1] == '\n') continue;
        if (c == '\n' || c == '\r') {
            out += "\r\n";
            column = 0;
            continue;
        }
        const bool last = i + 1 == utf8.size() || utf8[i + 1] == '\n' || utf8[i + 1] == '\r';
        const bool blank = c == ' ' || c == '\t';
        // A dot at the start of a line is the envelope's business (RFC 5321, 4.5.2), "From " that of old stores.
        const bool literal = (is_plain(c) && c != '=') || c == '\t';
        if (literal && !(blank && last) && !(column == 0 && (c == '.' || c == 'F')))
            put(std::string_view(&c, 1));
        else
            put(fmt::format("={:02X}", static_cast<unsigned char>(c)));
    }
    return out;
}

std::string compose_mail(const MailHead& head, const Message& message) {
    const auto domain = head.from.address.substr(head.from.address.rfind('@') + 1);
    std::string mail = "From: " + mailbox(head.from) + "\r\n";
    if (!head.reply_to.address.empty()) mail += "Reply-To: " + mailbox(head.reply_to) + "\r\n";
    mail += "To: " + message.to + "\r\n";
    mail += "Subject: " + encoded_header(message.subject) + "\r\n";
    mail += "Date: " + date_text(head.date) + "\r\n";
    mail += "Message-ID: <" + head.id.text() + "@" + domain + ">\r\n";
    // RFC 3834, 5: nobody's holiday answer comes back.
    mail += "Auto-Submitted: auto-generated\r\nX-Auto-Response-Suppress: All\r\n";
    if (const auto language = only_letters(message.language); !language.empty())
        mail += "Content-Language: " + language + "\r\n";
    mail += "MIME-Version: 1.0\r\n";
    if (message.html.empty()) return mail + part("text/plain", message.text);
    // "=_" stands in no quoted-printable text (RFC 2045, 6.7), so no body can end the part.
    const auto boundary = "=_" + head.id.text();
    mail += "Content-Type: multipart/alternative; boundary=\"" + boundary + "\"\r\n\r\n";
    mail += "--" + boundary + "\r\n" + part("text/plain", message.text);
    mail += "--" + boundary + "\r\n" + part("text/html", message.html);
    return mail + "--" + boundary + "--\r\n";
}

}  // namespace portico::messaging
