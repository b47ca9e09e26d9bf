#include "platform/messaging/sms_text.h"

#include <cstdint>
#include <string>
#include <vector>

namespace portico::messaging {
namespace {

std::vector<char32_t> letters_of(std::string_view utf8) {
    std::vector<char32_t> letters;
    for (std::size_t i = 0; i < utf8.size();) {
        const auto first = static_cast<unsigned char>(utf8[i++]);
        char32_t letter = first;
        int more = 0;
        if (first >= 0xF0) {
            letter = first & 0x07U;
            more = 3;
        } else if (first >= 0xE0) {
            letter = first & 0x0FU;
            more = 2;
        } else if (first >= 0xC0) {
            letter = first & 0x1FU;
            more = 1;
        }
        for (; more > 0 && i < utf8.size(); --more)
            letter = letter << 6U | (static_cast<unsigned char>(utf8[i++]) & 0x3FU);
        letters.push_back(letter);
    }
    return letters;
}

// 3GPP TS 23.038, 6.2.1: the default alphabet without the escape, and its extension, whose letters take two places.
constexpr std::u32string_view alphabet =
    U"@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿"
    U"abcdefghijklmnopqrstuvwxyzäöñüà";
constexpr std::u32string_view extension = U"\f^{}\\[~]|€";

// Places in the 7-bit alphabet; 0: not in it.
int places_of(char32_t letter) {
    if (alphabet.find(letter) != std::u32string_view::npos) return 1;
    return extension.find(letter) != std::u32string_view::npos ? 2 : 0;
}

int parts_of(int length, int single, int each) { return length <= single ? 1 : (length + each - 1) / each; }

}  // namespace

bool fits_gsm_alphabet(std::string_view utf8) {
    for (const auto letter : letters_of(utf8))
        if (places_of(letter) == 0) return false;
    return true;
}

int sms_parts(std::string_view utf8) {
    const bool seven_bits = fits_gsm_alphabet(utf8);
    int length = 0;
    for (const auto letter : letters_of(utf8)) length += seven_bits ? places_of(letter) : letter > 0xFFFF ? 2 : 1;
    return seven_bits ? parts_of(length, 160, 153) : parts_of(length, 70, 67);
}

}  // namespace portico::messaging
