// Text of any DICOM character set (PS3.3 C.12.1.1.2, PS3.5 6.1) as UTF-8; for this room only.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcspchrs.h>

namespace portico::dicom {

// Never fails: an unknown character set is taken for ASCII, and what cannot be decoded becomes U+FFFD. Not thread-safe.
class TextDecoder {
public:
    // `charset` is the value of (0008,0005).
    explicit TextDecoder(std::string_view charset);

    const std::string& charset() const { return charset_; }
    // One value of a text that may have several is the whole of it for ST, LT, UT and UR. Trailing padding is removed.
    std::string whole(std::string_view bytes, std::string_view vr);
    std::vector<std::string> values(std::string_view bytes, std::string_view vr);

private:
    std::string decode(std::string_view bytes, std::string_view delimiters);
    std::string decode_piece(std::string_view bytes, std::string_view delimiters);

    std::string charset_;
    enum class Kind { ascii, utf8, single_byte, multi_byte, code_extensions } kind_ = Kind::ascii;
    DcmSpecificCharacterSet converter_;
};

// Whether Specific Character Set applies to a VR (PS3.5 6.1.2.3).
bool is_affected_by_charset(std::string_view vr);
bool has_multiple_values(std::string_view vr);

}  // namespace portico::dicom
