#include "features/message_texts/html.h"

namespace portico::message_texts {
namespace {

// Mail programs know little of style sheets: everything stands at its element.
constexpr std::string_view paragraph_style = "margin:0 0 16px;font-size:16px;line-height:1.5;white-space:pre-line";
constexpr std::string_view button_style =
    "display:inline-block;padding:12px 20px;border-radius:6px;background:#1864ab;color:#ffffff;"
    "text-decoration:none;font-weight:600";
constexpr std::string_view address_style =
    "margin:0 0 16px;font-size:13px;line-height:1.4;opacity:.75;word-break:break-all";
constexpr std::string_view large_style =
    "margin:0 0 16px;font-size:30px;line-height:1.3;font-weight:700;letter-spacing:4px;font-family:monospace";

std::string element(std::string_view style, std::string_view content) {
    return "<p style=\"" + std::string(style) + "\">" + std::string(content) + "</p>\n";
}

// Only what a browser opens as a page becomes a link.
bool is_web_address(std::string_view link) { return link.starts_with("https://") || link.starts_with("http://"); }

std::string html_of(const Paragraph& paragraph) {
    const auto text = escaped(paragraph.text);
    if (paragraph.form == Paragraph::Form::large) return element(large_style, text);
    if (paragraph.form == Paragraph::Form::plain) return element(paragraph_style, text);
    const auto link = escaped(paragraph.link);
    if (!is_web_address(paragraph.link)) return element(paragraph_style, text + ": " + link);
    return element(paragraph_style,
                   "<a href=\"" + link + "\" style=\"" + std::string(button_style) + "\">" + text + "</a>") +
           element(address_style, link);
}

}  // namespace

std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : text) {
        switch (c) {
            case '&':
                out += "&amp;";
                break;
            case '<':
                out += "&lt;";
                break;
            case '>':
                out += "&gt;";
                break;
            case '"':
                out += "&quot;";
                break;
            case '\'':
                out += "&#39;";
                break;
            default:
                out += c;
        }
    }
    return out;
}

std::string html_of(std::string_view title, const std::vector<Paragraph>& paragraphs, std::string_view language) {
    std::string html = "<!doctype html>\n<html lang=\"" + std::string(language) + "\"><head><meta charset=\"utf-8\">" +
                       "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">" +
                       "<meta name=\"color-scheme\" content=\"light dark\"><title>" + escaped(title) +
                       "</title></head>\n" +
                       "<body style=\"margin:0;padding:24px 16px;font-family:system-ui,-apple-system,Segoe UI,Roboto,"
                       "Arial,sans-serif\">\n<div style=\"max-width:560px;margin:0 auto\">\n";
    for (const auto& paragraph : paragraphs) html += html_of(paragraph);
    return html + "</div>\n</body></html>\n";
}

}  // namespace portico::message_texts
