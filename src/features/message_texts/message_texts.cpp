#include "features/message_texts/message_texts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <ctime>
#include <stdexcept>

#include "features/message_texts/html.h"
#include "features/message_texts/texts.h"

namespace portico::message_texts {
namespace {

const Entry& entry_of(std::string_view key, std::string_view language, EntryKind kind) {
    const auto& texts = texts_of(nearest_language(language));
    const auto found = texts.find(key);
    if (found == texts.end() || found->second.kind != kind)
        throw std::logic_error("there are no words for the message " + std::string(key));
    return found->second;
}

const std::string& value_of(std::string_view name, const Values& values) {
    for (const auto& [key, value] : values)
        if (key == name) return value;
    throw std::logic_error("a message lacks its {" + std::string(name) + "}");
}

std::string filled(std::string_view text, const Values& values) {
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto open = std::min(text.find('{', at), text.size());
        out += text.substr(at, open - at);
        if (open == text.size()) break;
        const auto close = text.find('}', open);
        out += value_of(text.substr(open + 1, close - open - 1), values);
        at = close + 1;
    }
    return out;
}

std::vector<Paragraph> filled(const Entry& entry, const Values& values) {
    std::vector<Paragraph> out;
    for (const auto& paragraph : entry.paragraphs) {
        if (!paragraph.condition.empty() && value_of(paragraph.condition, values).empty()) continue;
        out.push_back({paragraph.form, filled(paragraph.text, values), filled(paragraph.link, values), {}});
    }
    return out;
}

std::string text_of(const std::vector<Paragraph>& paragraphs) {
    std::string text;
    for (const auto& paragraph : paragraphs) {
        if (!text.empty()) text += "\n\n";
        text += paragraph.text;
        if (paragraph.form == Paragraph::Form::button) text += ":\n" + paragraph.link;
    }
    return text;
}

messaging::Message compose(std::string_view kind, const Reader& reader, Values values, EntryKind entry_kind) {
    const auto language = nearest_language(reader.language);
    const auto& entry = entry_of(kind, language, entry_kind);
    values.emplace_back("name", reader.name);
    messaging::Message message;
    message.to = reader.to;
    message.language = language;
    message.kind = kind;
    const auto paragraphs = filled(entry, values);
    message.text = text_of(paragraphs);
    if (entry_kind == EntryKind::sms) {
        message.channel = messaging::ChannelKind::sms;
        return message;
    }
    message.subject = filled(entry.subject, values);
    message.text += "\n";
    message.html = html_of(message.subject, paragraphs, language);
    return message;
}

}  // namespace

std::string_view nearest_language(std::string_view tag) {
    const auto main = tag.substr(0, tag.find_first_of("-_"));
    for (const auto language : languages)
        if (language == main) return language;
    return languages[0];
}

messaging::Message mail(std::string_view kind, const Reader& reader, const Values& values) {
    return compose(kind, reader, values, EntryKind::mail);
}

messaging::Message sms(std::string_view kind, const Reader& reader, const Values& values) {
    return compose(kind, reader, values, EntryKind::sms);
}

std::string phrase(std::string_view key, std::string_view language) {
    return entry_of(key, language, EntryKind::phrase).paragraphs.front().text;
}

std::string moment(Timestamp at, std::string_view language) {
    const std::time_t seconds = at.milliseconds / 1000;
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    return filled(phrase("moment", language), {{"day", std::to_string(parts.tm_mday)},
                                               {"month", phrase(fmt::format("month.{}", parts.tm_mon + 1), language)},
                                               {"year", std::to_string(1900 + parts.tm_year)},
                                               {"time", fmt::format("{:02}:{:02}", parts.tm_hour, parts.tm_min)}});
}

std::span<const Kind> kinds() {
    static const auto all = [] {
        std::vector<Kind> found;
        for (const auto& [key, entry] : texts_of(languages[0])) {
            if (entry.kind == EntryKind::phrase) continue;
            found.push_back(
                {key, entry.kind == EntryKind::sms ? messaging::ChannelKind::sms : messaging::ChannelKind::mail});
        }
        return found;
    }();
    return all;
}

messaging::Message preview(std::string_view kind, std::string_view language) {
    const auto all = kinds();
    const auto known = std::find_if(all.begin(), all.end(), [&](const Kind& one) { return one.key == kind; });
    if (known == all.end()) throw std::logic_error("there is no such message");
    const bool is_sms = known->channel == messaging::ChannelKind::sms;
    const auto& entry = entry_of(kind, language, is_sms ? EntryKind::sms : EntryKind::mail);
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 5> samples{
        {{"link", "https://portal.example/example#1234567890"},
         {"code", "123 456"},
         {"department", "Radiology North"},
         {"organisation", "Green Street Practice"},
         {"reason", "…"}}};
    Values values;
    const auto names = entry.placeholders();
    for (const auto& name : names) {
        if (name == "name") continue;
        const auto* const sample =
            std::find_if(samples.begin(), samples.end(), [&](const auto& s) { return s.first == name; });
        auto value = sample == samples.end() ? "‹" + name + "›" : std::string(sample->second);
        if (name == "when") value = moment({1'795'356'300'000}, language);
        values.emplace_back(name, std::move(value));
    }
    const Reader reader{
        .to = is_sms ? "+32475123456" : "ann@example.org", .name = "Ann Peeters", .language = std::string(language)};
    return is_sms ? sms(kind, reader, values) : mail(kind, reader, values);
}

}  // namespace portico::message_texts
