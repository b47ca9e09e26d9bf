#include "platform/dicom/person_name.h"

#include <array>

#include "platform/text/fold.h"

namespace portico::dicom {
namespace {

std::string_view trimmed(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.remove_suffix(1);
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    return text;
}

// The next part before `delimiter`; what is behind it stays in `rest`.
std::string_view take(std::string_view& rest, char delimiter) {
    const auto end = rest.find(delimiter);
    const auto part = rest.substr(0, end);
    rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
    return part;
}

NameComponents parse_group(std::string_view group) {
    NameComponents name;
    for (auto* component : {&name.family, &name.given, &name.middle, &name.prefix, &name.suffix})
        *component = trimmed(take(group, '^'));
    return name;
}

const NameComponents& first_group(const PersonName& name) {
    if (!name.alphabetic.empty()) return name.alphabetic;
    return name.ideographic.empty() ? name.phonetic : name.ideographic;
}

std::string words(std::string_view component) {
    std::string joined;
    std::string_view rest = component;
    // tokens() gives each word once, so a doubled name ("Jan Jan") is looked at word by word.
    while (!rest.empty()) {
        const auto part = take(rest, ' ');
        for (const auto& word : text::tokens(part)) {
            if (!joined.empty()) joined.push_back(' ');
            joined += word;
        }
    }
    return joined;
}

}  // namespace

PersonName parse_person_name(std::string_view utf8) {
    auto first = take(utf8, '\\');
    PersonName name;
    for (auto* group : {&name.alphabetic, &name.ideographic, &name.phonetic}) *group = parse_group(take(first, '='));
    return name;
}

std::string display_name(std::string_view pn) {
    const auto name = parse_person_name(pn);
    const auto& group = first_group(name);
    std::string given = group.given;
    if (!group.middle.empty()) given += (given.empty() ? "" : " ") + group.middle;
    if (given.empty()) return group.family;
    return group.family.empty() ? given : group.family + ", " + given;
}

std::string normalised_name(std::string_view pn) {
    const auto name = parse_person_name(pn);
    const auto& group = first_group(name);
    const auto family = words(group.family);
    const auto given = words(group.given);
    return family.empty() && given.empty() ? std::string() : family + "^" + given;
}

}  // namespace portico::dicom
