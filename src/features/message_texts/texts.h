// The source of the words: how it is read. Private to this room.
//
//   # accounts.confirm_registration        a mail; "sms:" or "phrase:" before the key say otherwise
//   subject: Confirm your registration
//
//   Dear {name},                            paragraphs, with blank lines between them
//
//   [Confirm]({link})                       alone in its paragraph: a button, in the text the address
//
//   ** {code} **                            alone in its paragraph: large
//
//   {?reason} They wrote: {reason}          only where there is a {reason}
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace portico::message_texts {

enum class EntryKind : std::uint8_t { mail, sms, phrase };

struct Paragraph {
    enum class Form : std::uint8_t { plain, button, large } form = Form::plain;
    std::string text;       // of a button: what stands on it
    std::string link;       // of a button
    std::string condition;  // the placeholder that must not be empty; empty: always
};

struct Entry {
    EntryKind kind = EntryKind::mail;
    std::string subject;
    std::vector<Paragraph> paragraphs;

    std::set<std::string> placeholders() const;  // of everything in it
};

using Texts = std::map<std::string, Entry, std::less<>>;

// Throws std::logic_error for what is not in the form above.
Texts read_texts(std::string_view source);
// Of a language in `languages`; read once.
const Texts& texts_of(std::string_view language);

// The sources: texts/*.cpp.
extern const std::string_view english, dutch, french, german;

}  // namespace portico::message_texts
