#include "platform/crypto/encoding.h"

#include <array>
#include <cstdint>

namespace portico::crypto {
namespace {

constexpr std::uint8_t no_digit = 0xFF;
using DigitValues = std::array<std::uint8_t, 256>;

constexpr DigitValues values_of(std::string_view alphabet) {
    DigitValues values{};
    values.fill(no_digit);
    for (std::size_t i = 0; i < alphabet.size(); ++i)
        values[static_cast<unsigned char>(alphabet[i])] = static_cast<std::uint8_t>(i);
    return values;
}

// Every encoding here takes groups of 4, 5 or 6 bits from the left.
struct Alphabet {
    std::string_view digits;
    int bits;
    DigitValues values;
};

constexpr Alphabet alphabet_of(std::string_view digits, int bits) { return {digits, bits, values_of(digits)}; }

constexpr Alphabet hex_alphabet = [] {
    auto alphabet = alphabet_of("0123456789abcdef", 4);
    for (std::uint8_t i = 0; i < 6; ++i)
        alphabet.values[static_cast<std::size_t>('A') + i] = static_cast<std::uint8_t>(10 + i);
    return alphabet;
}();
constexpr Alphabet base64_alphabet = alphabet_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/", 6);
constexpr Alphabet base64url_alphabet =
    alphabet_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_", 6);
constexpr Alphabet base32_alphabet = [] {
    auto alphabet = alphabet_of("0123456789abcdefghjkmnpqrstvwxyz", 5);
    auto& values = alphabet.values;
    for (std::size_t upper = 'A'; upper <= 'Z'; ++upper) values[upper] = values[upper - 'A' + 'a'];
    values['o'] = values['O'] = 0;
    values['i'] = values['I'] = values['l'] = values['L'] = 1;
    return alphabet;
}();

std::string encode(std::string_view bytes, const Alphabet& alphabet) {
    std::string text;
    text.reserve((bytes.size() * 8 + static_cast<std::size_t>(alphabet.bits) - 1) /
                 static_cast<std::size_t>(alphabet.bits));
    const unsigned mask = (1U << alphabet.bits) - 1;
    unsigned buffer = 0;
    int held = 0;
    for (char c : bytes) {
        buffer = ((buffer << 8) | static_cast<unsigned char>(c)) & 0xFFFFU;
        held += 8;
        while (held >= alphabet.bits) {
            held -= alphabet.bits;
            text += alphabet.digits[(buffer >> held) & mask];
        }
    }
    if (held > 0) text += alphabet.digits[(buffer << (alphabet.bits - held)) & mask];
    return text;
}

std::optional<std::string> decode(std::string_view text, const Alphabet& alphabet) {
    std::string bytes;
    bytes.reserve(text.size() * static_cast<std::size_t>(alphabet.bits) / 8);
    unsigned buffer = 0;
    int held = 0;
    for (char c : text) {
        auto value = alphabet.values[static_cast<unsigned char>(c)];
        if (value == no_digit) return std::nullopt;
        buffer = ((buffer << alphabet.bits) | value) & 0xFFFFU;
        held += alphabet.bits;
        if (held >= 8) {
            held -= 8;
            bytes += static_cast<char>((buffer >> held) & 0xFFU);
        }
    }
    // What is left over must be less than a digit and zero, or two texts would mean the same bytes.
    if (held >= alphabet.bits || (buffer & ((1U << held) - 1)) != 0) return std::nullopt;
    return bytes;
}

}  // namespace

std::string to_hex(std::string_view bytes) { return encode(bytes, hex_alphabet); }
std::optional<std::string> from_hex(std::string_view text) { return decode(text, hex_alphabet); }

std::string to_base64(std::string_view bytes) {
    auto text = encode(bytes, base64_alphabet);
    text.append((4 - text.size() % 4) % 4, '=');
    return text;
}

std::optional<std::string> from_base64(std::string_view text) {
    if (text.size() % 4 != 0) return std::nullopt;
    for (int padding = 0; padding < 2 && text.ends_with('='); ++padding) text.remove_suffix(1);
    return decode(text, base64_alphabet);
}

std::string to_base64url(std::string_view bytes) { return encode(bytes, base64url_alphabet); }
std::optional<std::string> from_base64url(std::string_view text) { return decode(text, base64url_alphabet); }

std::string to_base32(std::string_view bytes) { return encode(bytes, base32_alphabet); }
std::optional<std::string> from_base32(std::string_view text) { return decode(text, base32_alphabet); }

}  // namespace portico::crypto
