#include "features/message_texts/texts.h"

#include <array>
#include <stdexcept>

#include "features/message_texts/message_texts.h"

namespace portico::message_texts {
namespace {

[[noreturn]] void refuse(const std::string& what) { throw std::logic_error("texts of messages: " + what); }

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '\n')) text.remove_prefix(1);
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
    return text;
}

void add_placeholders(std::string_view text, std::set<std::string>& into) {
    for (auto open = text.find('{'); open != std::string_view::npos; open = text.find('{', open + 1)) {
        const auto close = text.find('}', open);
        if (close == std::string_view::npos) refuse("a brace is not closed in: " + std::string(text));
        into.emplace(text.substr(open + 1, close - open - 1));
    }
}

Paragraph paragraph_of(std::string_view text) {
    Paragraph paragraph;
    if (text.starts_with("{?")) {
        const auto close = text.find('}');
        if (close == std::string_view::npos) refuse("a condition is not closed");
        paragraph.condition = text.substr(2, close - 2);
        text = trimmed(text.substr(close + 1));
    }
    if (text.starts_with("** ") && text.ends_with(" **")) {
        paragraph.form = Paragraph::Form::large;
        text = text.substr(3, text.size() - 6);
    } else if (const auto middle = text.find("]("); text.starts_with('[') && middle != std::string_view::npos) {
        if (!text.ends_with(')')) refuse("a button stands alone: " + std::string(text));
        paragraph.form = Paragraph::Form::button;
        paragraph.link = text.substr(middle + 2, text.size() - middle - 3);
        text = text.substr(1, middle - 1);
    }
    // Line breaks in a source are blanks in the message.
    for (const char c : text) paragraph.text += c == '\n' ? ' ' : c;
    return paragraph;
}

Entry entry_of(EntryKind kind, std::string_view body) {
    Entry entry{.kind = kind, .subject = {}, .paragraphs = {}};
    constexpr std::string_view subject = "subject:";
    body = trimmed(body);
    if (body.starts_with(subject)) {
        const auto end = std::min(body.find('\n'), body.size());
        entry.subject = trimmed(body.substr(subject.size(), end - subject.size()));
        body = trimmed(body.substr(end));
    }
    while (!body.empty()) {
        const auto end = std::min(body.find("\n\n"), body.size());
        entry.paragraphs.push_back(paragraph_of(trimmed(body.substr(0, end))));
        body = trimmed(body.substr(end));
    }
    return entry;
}

void check(const std::string& key, const Entry& entry) {
    if (entry.paragraphs.empty()) refuse(key + " says nothing");
    if ((entry.kind == EntryKind::mail) == entry.subject.empty())
        refuse(key + ": mails, and only they, have a subject");
    if (entry.kind != EntryKind::mail && entry.paragraphs.size() > 1) refuse(key + " has one paragraph only");
}

}  // namespace

std::set<std::string> Entry::placeholders() const {
    std::set<std::string> all;
    add_placeholders(subject, all);
    for (const auto& paragraph : paragraphs) {
        add_placeholders(paragraph.text, all);
        add_placeholders(paragraph.link, all);
        if (!paragraph.condition.empty()) all.insert(paragraph.condition);
    }
    return all;
}

Texts read_texts(std::string_view source) {
    Texts texts;
    std::string with_start = "\n" + std::string(source);
    std::string_view rest = with_start;
    constexpr std::string_view mark = "\n# ";
    for (auto at = rest.find(mark); at != std::string_view::npos; at = rest.find(mark)) {
        rest.remove_prefix(at + mark.size());
        const auto end = std::min(rest.find('\n'), rest.size());
        auto key = trimmed(rest.substr(0, end));
        auto kind = EntryKind::mail;
        for (const auto& [word, meant] : {std::pair{std::string_view("sms:"), EntryKind::sms},
                                          std::pair{std::string_view("phrase:"), EntryKind::phrase}}) {
            if (!key.starts_with(word)) continue;
            key = trimmed(key.substr(word.size()));
            kind = meant;
        }
        const auto next = std::min(rest.find(mark), rest.size());
        auto entry = entry_of(kind, rest.substr(end, next - end));
        check(std::string(key), entry);
        if (!texts.emplace(key, std::move(entry)).second) refuse(std::string(key) + " is there twice");
        rest.remove_prefix(next);
    }
    return texts;
}

const Texts& texts_of(std::string_view language) {
    static const std::array all{read_texts(english), read_texts(dutch), read_texts(french), read_texts(german)};
    for (std::size_t i = 0; i < all.size(); ++i)
        if (languages[i] == language) return all.at(i);
    refuse("no language " + std::string(language));
}

}  // namespace portico::message_texts
