#include "platform/dicom/text_decoder.h"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <functional>
#include <limits>

#include "platform/text/fold.h"

namespace portico::dicom {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";
constexpr char escape = '\x1B';
// Not an ICU name: katakana of JIS X 0201, which are their code points moved.
constexpr std::string_view katakana = "katakana";

// A set that an escape sequence calls (PS3.3 tables C.12-2 to C.12-4), or that a single value names.
struct CodeElement {
    std::string_view name;      // the part behind "ISO_IR " or "ISO 2022 IR "
    std::string_view sequence;  // behind ESC
    std::string_view encoding;  // ICU's; empty for ASCII
    enum class Half { lower, upper } half = Half::upper;
    std::size_t width = 1;
};
using Half = CodeElement::Half;
constexpr CodeElement code_elements[] = {
    {"6", "(B", "", Half::lower, 1},
    {"14", "(J", "", Half::lower, 1},
    {"13", ")I", katakana, Half::upper, 1},
    {"100", "-A", "ISO-8859-1", Half::upper, 1},
    {"101", "-B", "ISO-8859-2", Half::upper, 1},
    {"109", "-C", "ISO-8859-3", Half::upper, 1},
    {"110", "-D", "ISO-8859-4", Half::upper, 1},
    {"144", "-L", "ISO-8859-5", Half::upper, 1},
    {"127", "-G", "ISO-8859-6", Half::upper, 1},
    {"126", "-F", "ISO-8859-7", Half::upper, 1},
    {"138", "-H", "ISO-8859-8", Half::upper, 1},
    {"148", "-M", "ISO-8859-9", Half::upper, 1},
    {"203", "-b", "ISO-8859-15", Half::upper, 1},
    {"166", "-T", "TIS-620", Half::upper, 1},
    {"87", "$B", "EUC-JP", Half::lower, 2},
    {"159", "$(D", "EUC-JP", Half::lower, 2},
    {"149", "$)C", "EUC-KR", Half::upper, 2},
    {"58", "$)A", "GB2312", Half::upper, 2},
};
constexpr const CodeElement& ascii = code_elements[0];
constexpr std::string_view jis_x_0212 = "159";

const CodeElement* element_named(std::string_view name) {
    for (const auto& element : code_elements)
        if (element.name == name) return &element;
    return nullptr;
}

const CodeElement* element_of(std::string_view encoding) {
    for (const auto& element : code_elements)
        if (element.half == Half::upper && element.encoding == encoding) return &element;
    return nullptr;
}

bool contains_vr(std::string_view list, std::string_view vr) {
    for (std::size_t i = 0; i + 2 <= list.size(); i += 3)
        if (list.substr(i, 2) == vr) return true;
    return false;
}

bool is_plain(std::string_view bytes) {
    return std::ranges::all_of(bytes, [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != escape; });
}

std::string ascii_only(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        if (static_cast<unsigned char>(c) < 0x80 && c != escape)
            text.push_back(c);
        else
            text += replacement;
    }
    return text;
}

std::string_view delimiters_of(std::string_view vr) {
    if (vr == "PN") return "\\^=";
    return has_multiple_values(vr) ? "\\" : "";
}

std::string trimmed(std::string text, std::string_view vr) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\0')) text.pop_back();
    // Leading spaces mean nothing in these (PS3.5 6.2).
    if (contains_vr("AE AS CS DA DS DT IS LO PN SH TM UI", vr)) text.erase(0, text.find_first_not_of(' '));
    return text;
}

// ISO 2022 as DICOM has it (PS3.5 6.1.2.5): one set for bytes below 0x80, one for those from there on; both fall back
// to those of the first value at delimiters and control characters. Bytes of one set are gathered and converted
// together.
class CodeElementText {
public:
    using Convert = std::function<std::string(std::string_view encoding, std::string_view bytes)>;
    CodeElementText(const CodeElement* upper, std::string_view delimiters, Convert convert)
        : first_upper_(upper), upper_(upper), delimiters_(delimiters), convert_(std::move(convert)) {}

    // An escape sequence; gives its length.
    std::size_t call(std::string_view bytes) {
        const auto* called = std::ranges::find_if(code_elements, [rest = bytes.substr(1)](const auto& element) {
            return rest.starts_with(element.sequence);
        });
        flush();
        if (called == std::end(code_elements)) {
            text_ += replacement;
            return 1;
        }
        (called->half == Half::lower ? lower_ : upper_) = called;
        return 1 + called->sequence.size();
    }

    // One character; gives its length in bytes.
    std::size_t take(std::string_view bytes) {
        const bool high = is_high(bytes.front());
        const auto* element = high ? upper_ : lower_;
        if (element == nullptr || bytes.front() == escape) return broken();
        if (element == &ascii || (!high && element->width == 1) || (!high && bytes.front() <= ' '))
            return plain(bytes.front());
        if (element->width == 2 && !is_pair(bytes))
            return is_delimiter(bytes.front()) ? plain(bytes.front()) : broken();
        if (element->encoding != run_encoding_) flush();
        run_encoding_ = element->encoding;
        if (element->name == jis_x_0212) run_.push_back('\x8F');
        for (const char byte : bytes.substr(0, element->width)) run_.push_back(static_cast<char>(byte | '\x80'));
        return element->width;
    }

    std::string finish() {
        flush();
        return std::move(text_);
    }

private:
    static bool is_high(char c) { return static_cast<unsigned char>(c) >= 0x80; }
    static bool is_pair(std::string_view bytes) {
        return bytes.size() > 1 && is_high(bytes[0]) == is_high(bytes[1]) &&
               (static_cast<unsigned char>(bytes[1]) & 0x7FU) > 0x20;
    }
    bool is_delimiter(char c) const { return delimiters_.find(c) != std::string_view::npos; }

    std::size_t plain(char c) {
        flush();
        text_.push_back(c);
        if (is_delimiter(c) || c == '\n' || c == '\r' || c == '\f' || c == '\t') {
            lower_ = &ascii;
            upper_ = first_upper_;
        }
        return 1;
    }
    std::size_t broken() {
        flush();
        text_ += replacement;
        return 1;
    }
    void flush() {
        if (!run_.empty()) text_ += convert_(run_encoding_, run_);
        run_.clear();
    }

    const CodeElement* lower_ = &ascii;
    const CodeElement* first_upper_;
    const CodeElement* upper_;
    std::string_view delimiters_;
    Convert convert_;
    std::string text_;
    std::string run_;
    std::string_view run_encoding_;
};

std::string_view without_spaces(std::string_view text) {
    while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
    while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
    return text;
}

}  // namespace

bool is_affected_by_charset(std::string_view vr) { return contains_vr("LO LT PN SH ST UC UT", vr); }
bool has_multiple_values(std::string_view vr) { return !contains_vr("LT ST UT UR", vr); }

void TextDecoder::CloseConverter::operator()(UConverter* converter) const { ::ucnv_close(converter); }

TextDecoder::TextDecoder(TextDecoder&&) noexcept = default;
TextDecoder& TextDecoder::operator=(TextDecoder&&) noexcept = default;
TextDecoder::~TextDecoder() = default;

TextDecoder::TextDecoder(std::string_view charset) : charset_(charset) {
    const auto first_end = std::min(charset.find('\\'), charset.size());
    const auto first = without_spaces(charset.substr(0, first_end));
    extensions_ = first_end < charset.size() || first.starts_with("ISO 2022");
    if (first == "ISO_IR 192") {
        kind_ = Kind::utf8;
    } else if (first == "GB18030" || first == "GBK") {
        kind_ = Kind::chinese;
        chinese_ = first == "GBK" ? "GBK" : "GB18030";
    } else if (const auto* element = element_named(first.substr(std::min(first.rfind(' ') + 1, first.size())));
               element != nullptr && (first.starts_with("ISO_IR ") || first.starts_with("ISO 2022 IR "))) {
        // Plain ASCII says as little about other bytes as nothing does.
        if (extensions_ || element != &ascii) kind_ = Kind::code_elements;
        if (element->half == Half::upper) upper_half_ = element->encoding;
    } else if (extensions_ && first.empty()) {
        kind_ = Kind::code_elements;
    }
}

std::string TextDecoder::convert(std::string_view encoding, std::string_view bytes) {
    if (encoding.empty()) return ascii_only(bytes);
    if (encoding == katakana) {
        icu::UnicodeString text;
        for (const char c : bytes) {
            const auto code = static_cast<unsigned char>(c);
            text.append(static_cast<UChar32>(code >= 0xA1 && code <= 0xDF ? 0xFF61 + (code - 0xA1) : 0xFFFD));
        }
        std::string utf8;
        return text.toUTF8String(utf8);
    }
    auto& converter = converters_[encoding];
    UErrorCode status = U_ZERO_ERROR;
    if (!converter) converter.reset(::ucnv_open(std::string(encoding).c_str(), &status));
    if (U_FAILURE(status) || !converter || bytes.size() > static_cast<std::size_t>(std::numeric_limits<int>::max() / 4))
        return ascii_only(bytes);
    const icu::UnicodeString text(bytes.data(), static_cast<int>(bytes.size()), converter.get(), status);
    if (U_FAILURE(status)) return ascii_only(bytes);
    std::string utf8;
    return text.toUTF8String(utf8);
}

std::string TextDecoder::decode_code_elements(std::string_view bytes, std::string_view delimiters) {
    CodeElementText text(element_of(upper_half_), delimiters,
                         [this](std::string_view encoding, std::string_view run) { return convert(encoding, run); });
    while (!bytes.empty())
        bytes.remove_prefix(bytes.front() == escape && extensions_ ? text.call(bytes) : text.take(bytes));
    return text.finish();
}

std::string TextDecoder::decode(std::string_view bytes, std::string_view vr) {
    if (is_plain(bytes)) return std::string(bytes);
    if (!is_affected_by_charset(vr)) return ascii_only(bytes);
    switch (kind_) {
        case Kind::utf8:
            return text::valid_utf8(bytes);
        case Kind::chinese:
            return convert(chinese_, bytes);
        case Kind::code_elements:
            return decode_code_elements(bytes, delimiters_of(vr));
        case Kind::undeclared:
            break;
    }
    // Equipment that writes UTF-8 and does not say so is common; anything else stays unknown.
    auto text = text::valid_utf8(bytes);
    return text == bytes && bytes.find(escape) == std::string_view::npos ? text : ascii_only(bytes);
}

std::string TextDecoder::whole(std::string_view bytes, std::string_view vr) { return trimmed(decode(bytes, vr), vr); }

std::vector<std::string> TextDecoder::values(std::string_view bytes, std::string_view vr) {
    const auto text = decode(bytes, vr);
    std::vector<std::string> values;
    if (!has_multiple_values(vr)) return {trimmed(text, vr)};
    for (std::string_view rest = text;;) {
        const auto end = rest.find('\\');
        values.push_back(trimmed(std::string(rest.substr(0, end)), vr));
        if (end == std::string_view::npos) return values;
        rest.remove_prefix(end + 1);
    }
}

}  // namespace portico::dicom
