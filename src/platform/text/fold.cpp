#include "platform/text/fold.h"

#include <unicode/locid.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <algorithm>
#include <stdexcept>

namespace portico::text {
namespace {

const icu::Normalizer2& normalizer(const icu::Normalizer2* (*get)(UErrorCode&)) {
    UErrorCode status = U_ZERO_ERROR;
    const auto* instance = get(status);
    if (U_FAILURE(status)) throw std::runtime_error("ICU has no normalisation data");
    return *instance;
}

icu::UnicodeString normalised(const icu::UnicodeString& text, const icu::Normalizer2* (*get)(UErrorCode&)) {
    UErrorCode status = U_ZERO_ERROR;
    auto result = normalizer(get).normalize(text, status);
    return U_FAILURE(status) ? text : result;
}

std::string utf8(const icu::UnicodeString& text) {
    std::string result;
    text.toUTF8String(result);
    return result;
}

icu::UnicodeString unicode(std::string_view bytes) {
    return icu::UnicodeString::fromUTF8({bytes.data(), static_cast<int>(bytes.size())});
}

// Letters with strokes and ligatures, which Unicode does not take apart.
std::u16string_view spelled_out(UChar32 c) {
    switch (c) {
        case u'\u00F8':
            return u"o";
        case u'\u0142':
            return u"l";
        case u'\u0111':
            return u"d";
        case u'\u00F0':
            return u"d";
        case u'\u0127':
            return u"h";
        case u'\u0131':
            return u"i";
        case u'\u00E6':
            return u"ae";
        case u'\u0153':
            return u"oe";
        case u'\u00FE':
            return u"th";
        default:
            return {};
    }
}

// The voicing marks of kana make other letters; they are no ornament.
bool is_ornament(UChar32 c) { return u_charType(c) == U_NON_SPACING_MARK && c != 0x3099 && c != 0x309A; }

icu::UnicodeString folded(std::string_view bytes) {
    auto text = normalised(unicode(bytes), icu::Normalizer2::getNFKDInstance);
    text.foldCase();
    text = normalised(text, icu::Normalizer2::getNFKDInstance);
    icu::UnicodeString plain;
    for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const UChar32 c = text.char32At(i);
        if (is_ornament(c)) continue;
        if (const auto letters = spelled_out(c); !letters.empty())
            plain.append(letters.data(), static_cast<int>(letters.size()));
        else
            plain.append(c);
    }
    return normalised(plain, icu::Normalizer2::getNFCInstance);
}

bool is_dash_dot_or_space(UChar32 c) {
    return c == '.' || u_isUWhiteSpace(c) || u_charType(c) == U_DASH_PUNCTUATION || u_charType(c) == U_CONTROL_CHAR;
}

void cut_to_bytes(std::string& text, std::size_t most) {
    if (text.size() <= most) return;
    std::size_t end = most;
    while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
    text.resize(end);
}

}  // namespace

std::string fold(std::string_view bytes) { return utf8(folded(bytes)); }

std::vector<std::string> tokens(std::string_view bytes) {
    const auto text = folded(bytes);
    std::vector<std::string> words;
    icu::UnicodeString word;
    const auto finish = [&] {
        auto done = utf8(word);
        if (!done.empty() && std::ranges::find(words, done) == words.end()) words.push_back(std::move(done));
        word.remove();
    };
    for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        const UChar32 c = text.char32At(i);
        if (u_isalnum(c) || u_charType(c) == U_COMBINING_SPACING_MARK)
            word.append(c);
        else
            finish();
    }
    finish();
    return words;
}

std::string sort_key(std::string_view bytes) {
    // ' ' parts components and '!' words, so that "smith^a" comes before "smith jones^a"; a run of digits is preceded
    // by how many there are, so that 9 comes before 10.
    const auto text = folded(bytes);
    std::string key;
    const auto separate = [&key](char with) {
        if (key.empty()) return;
        if (key.back() == '!' && with == ' ') key.back() = ' ';
        if (key.back() != '!' && key.back() != ' ') key.push_back(with);
    };
    for (int i = 0; i < text.length();) {
        const UChar32 c = text.char32At(i);
        if (u_isdigit(c)) {
            std::string digits;
            for (; i < text.length() && u_isdigit(text.char32At(i)); i = text.moveIndex32(i, 1))
                digits.push_back(static_cast<char>('0' + u_charDigitValue(text.char32At(i))));
            digits.erase(0, std::min(digits.find_first_not_of('0'), digits.size() - 1));
            key.push_back(static_cast<char>('0' + std::min<std::size_t>(digits.size(), 9)));
            key += digits;
            continue;
        }
        if (u_isalpha(c))
            icu::UnicodeString(c).toUTF8String(key);
        else
            separate(c == '^' ? ' ' : '!');
        i = text.moveIndex32(i, 1);
    }
    while (!key.empty() && (key.back() == ' ' || key.back() == '!')) key.pop_back();
    cut_to_bytes(key, 200);
    return key;
}

std::string normalise_identifier(std::string_view bytes) {
    auto text = normalised(unicode(bytes), icu::Normalizer2::getNFKCInstance);
    text.toUpper(icu::Locale::getRoot());
    icu::UnicodeString kept;
    for (int i = 0; i < text.length(); i = text.moveIndex32(i, 1))
        if (const UChar32 c = text.char32At(i); !is_dash_dot_or_space(c)) kept.append(c);
    // Upper case, and what was left out between a letter and its mark, make new pairs.
    return utf8(normalised(kept, icu::Normalizer2::getNFKCInstance));
}

std::string valid_utf8(std::string_view bytes) {
    std::string text;
    text.reserve(bytes.size());
    const auto* begin = reinterpret_cast<const std::uint8_t*>(bytes.data());
    const auto length = static_cast<std::int64_t>(bytes.size());
    for (std::int64_t i = 0; i < length;) {
        const auto start = i;
        UChar32 c = 0;
        U8_NEXT(begin, i, length, c);
        if (c < 0)
            text += "\xEF\xBF\xBD";
        else
            text.append(bytes.substr(static_cast<std::size_t>(start), static_cast<std::size_t>(i - start)));
    }
    return text;
}

}  // namespace portico::text
