#include "platform/dicom/text_decoder.h"

#include <algorithm>

#include "platform/text/fold.h"

namespace portico::dicom {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";

bool contains_vr(std::string_view list, std::string_view vr) {
    for (std::size_t i = 0; i + 2 <= list.size(); i += 3)
        if (list.substr(i, 2) == vr) return true;
    return false;
}

bool is_ascii(std::string_view bytes) {
    return std::ranges::all_of(bytes, [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != '\x1B'; });
}

// For text whose character set does not explain it.
std::string ascii_only(std::string_view bytes) {
    std::string text;
    for (const char c : bytes) {
        if (static_cast<unsigned char>(c) < 0x80 && c != '\x1B')
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

std::vector<std::string> split(std::string_view text) {
    std::vector<std::string> parts;
    while (true) {
        const auto end = text.find('\\');
        parts.emplace_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

}  // namespace

bool is_affected_by_charset(std::string_view vr) { return contains_vr("LO LT PN SH ST UC UT", vr); }
bool has_multiple_values(std::string_view vr) { return !contains_vr("LT ST UT UR", vr); }

TextDecoder::TextDecoder(std::string_view charset) : charset_(charset) {
    if (charset_.empty() || charset_ == "ISO_IR 6" || charset_ == "ISO 2022 IR 6") return;
    if (charset_ == "ISO_IR 192") {
        kind_ = Kind::utf8;
        return;
    }
    if (converter_.selectCharacterSet(OFString(charset_.c_str(), charset_.size()), "ISO_IR 192").bad()) return;
    if (charset_.find('\\') != std::string::npos)
        kind_ = Kind::code_extensions;
    else
        kind_ = charset_ == "GB18030" || charset_ == "GBK" ? Kind::multi_byte : Kind::single_byte;
}

// Converts what has one state; when that fails, each part between delimiters alone, so that one broken name component
// does not take the others with it.
std::string TextDecoder::decode_piece(std::string_view bytes, std::string_view delimiters) {
    OFString out;
    if (converter_.convertString(bytes.data(), bytes.size(), out, OFString(delimiters.data(), delimiters.size()))
            .good())
        return text::valid_utf8({out.c_str(), out.size()});
    const auto at = delimiters.empty() ? std::string_view::npos : bytes.find_first_of(delimiters);
    if (at == std::string_view::npos) return ascii_only(bytes);
    return decode_piece(bytes.substr(0, at), {}) + bytes[at] + decode(bytes.substr(at + 1), delimiters);
}

std::string TextDecoder::decode(std::string_view bytes, std::string_view delimiters) {
    // ISO_IR 13 gives two ASCII places to other signs, yet everyone means ASCII there.
    if (is_ascii(bytes)) return std::string(bytes);
    if (kind_ == Kind::utf8) return text::valid_utf8(bytes);
    if (kind_ == Kind::ascii) {
        // Equipment that writes UTF-8 and does not say so is common; anything else stays unknown.
        auto text = text::valid_utf8(bytes);
        const bool escaped = bytes.find('\x1B') != std::string_view::npos;
        return text == bytes && !escaped ? text : ascii_only(bytes);
    }
    return decode_piece(bytes, delimiters);
}

std::string TextDecoder::whole(std::string_view bytes, std::string_view vr) {
    if (!is_affected_by_charset(vr)) return trimmed(ascii_only(bytes), vr);
    if (kind_ != Kind::single_byte || !has_multiple_values(vr)) return trimmed(decode(bytes, delimiters_of(vr)), vr);
    std::string text;
    for (const auto& part : split(bytes)) text += decode(part, {}) + '\\';
    text.pop_back();
    return trimmed(std::move(text), vr);
}

std::vector<std::string> TextDecoder::values(std::string_view bytes, std::string_view vr) {
    if (!has_multiple_values(vr)) return {whole(bytes, vr)};
    // A second byte of the Chinese sets may look like the delimiter, so there the split comes after decoding.
    const bool split_first = kind_ == Kind::single_byte || kind_ == Kind::ascii || !is_affected_by_charset(vr);
    auto parts = split(split_first ? std::string(bytes) : decode(bytes, delimiters_of(vr)));
    for (auto& part : parts) {
        if (!is_affected_by_charset(vr))
            part = ascii_only(part);
        else if (split_first)
            part = decode(part, {});
        part = trimmed(std::move(part), vr);
    }
    return parts;
}

}  // namespace portico::dicom
