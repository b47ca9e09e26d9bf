// Text of any DICOM character set (PS3.3 C.12.1.1.2, PS3.5 6.1) as UTF-8; for this room only.
//
// Done with ICU and not with DCMTK's converter, which gives up on a whole value for one bad byte and, as Debian builds
// it, knows no Japanese.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct UConverter;

namespace portico::dicom {

// Never fails: an unknown character set is taken for ASCII, and what cannot be decoded becomes U+FFFD. Not thread-safe.
class TextDecoder {
public:
    // `charset` is the value of (0008,0005).
    explicit TextDecoder(std::string_view charset);
    TextDecoder(TextDecoder&&) noexcept;
    TextDecoder& operator=(TextDecoder&&) noexcept;
    ~TextDecoder();

    const std::string& charset() const { return charset_; }
    // The text with all its values and '\' between them. Trailing padding is removed.
    std::string whole(std::string_view bytes, std::string_view vr);
    // The values apart; one for ST, LT, UT and UR, which have no delimiter.
    std::vector<std::string> values(std::string_view bytes, std::string_view vr);

private:
    enum class Kind { undeclared, utf8, chinese, code_elements };
    struct CloseConverter {
        void operator()(UConverter* converter) const;
    };

    std::string decode(std::string_view bytes, std::string_view vr);
    std::string decode_code_elements(std::string_view bytes, std::string_view delimiters);
    std::string convert(std::string_view encoding, std::string_view bytes);

    std::string charset_;
    Kind kind_ = Kind::undeclared;
    bool extensions_ = false;      // escape sequences may stand in the text
    std::string_view upper_half_;  // what bytes from 0x80 on mean at the beginning
    std::string_view chinese_;     // the converter of a set that is no ISO 2022 one
    std::map<std::string_view, std::unique_ptr<UConverter, CloseConverter>> converters_;
};

// Whether Specific Character Set applies to a VR (PS3.5 6.1.2.3).
bool is_affected_by_charset(std::string_view vr);
bool has_multiple_values(std::string_view vr);

}  // namespace portico::dicom
