// The words of every message to people, in English, Dutch, French and German (GEN-8).
//
//   outbox.enqueue(session, message_texts::mail("accounts.confirm_registration", {email, name, language},
//                                               {{"link", link}}));
//
// One source a language (texts/): from it come the subject, the text and the HTML of a mail, or the line of an SMS.
// Pure and thread-safe. An unknown kind or a value that misses is a mistake of the program: std::logic_error.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/clock.h"
#include "platform/messaging/message_outbox.h"

namespace portico::message_texts {

inline constexpr std::string_view languages[] = {"en", "nl", "fr", "de"};

// "nl" of "nl-BE"; "en" of a language that there are no texts in.
std::string_view nearest_language(std::string_view tag);

struct Reader {
    std::string to;  // address of mail or number in E.164
    std::string name;
    std::string language;
};

// What stands for {placeholder}, as plain text: nothing in it is taken for markup. {name} comes from the reader.
using Values = std::vector<std::pair<std::string_view, std::string>>;

messaging::Message mail(std::string_view kind, const Reader& reader, const Values& values);
messaging::Message sms(std::string_view kind, const Reader& reader, const Values& values);

// A few words that stand in others, "studies.recall_reason.quality".
std::string phrase(std::string_view key, std::string_view language);
// A moment as it is written in that language, in UTC: "22 November 2026 at 14:05 UTC".
std::string moment(Timestamp at, std::string_view language);

// --- for the preview and the tests ---

struct Kind {
    std::string key;
    messaging::ChannelKind channel = messaging::ChannelKind::mail;
};
std::span<const Kind> kinds();
// With made-up values for all placeholders.
messaging::Message preview(std::string_view kind, std::string_view language);

}  // namespace portico::message_texts
