#include "platform/dicom/uid.h"

#include <openssl/rand.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <stdexcept>

namespace portico::dicom {
namespace {

enum class LeadingZeros { refused, allowed };

bool has_uid_form(std::string_view uid, LeadingZeros zeros) {
    if (uid.empty() || uid.size() > 64) return false;
    std::size_t begin = 0;
    while (true) {
        const auto end = std::min(uid.find('.', begin), uid.size());
        const auto component = uid.substr(begin, end - begin);
        if (component.empty() || !std::ranges::all_of(component, [](char c) { return c >= '0' && c <= '9'; }))
            return false;
        if (zeros == LeadingZeros::refused && component.size() > 1 && component.front() == '0') return false;
        if (end == uid.size()) return true;
        begin = end + 1;
    }
}

// 128 bits, big endian, as a decimal number.
std::string decimal(std::array<unsigned char, 16> bytes) {
    std::string digits;
    while (std::ranges::any_of(bytes, [](unsigned char b) { return b != 0; })) {
        unsigned remainder = 0;
        for (auto& byte : bytes) {
            const unsigned value = remainder << 8 | byte;
            byte = static_cast<unsigned char>(value / 10);
            remainder = value % 10;
        }
        digits.push_back(static_cast<char>('0' + remainder));
    }
    std::ranges::reverse(digits);
    return digits.empty() ? "0" : digits;
}

std::string uid_of(std::array<unsigned char, 16> uuid, unsigned char version) {
    uuid[6] = static_cast<unsigned char>((uuid[6] & 0x0F) | version << 4);
    uuid[8] = static_cast<unsigned char>((uuid[8] & 0x3F) | 0x80);
    return "2.25." + decimal(uuid);
}

}  // namespace

bool is_valid_uid(std::string_view uid) { return has_uid_form(uid, LeadingZeros::refused); }
bool is_acceptable_uid(std::string_view uid) { return has_uid_form(uid, LeadingZeros::allowed); }

std::string new_uid() {
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), static_cast<int>(bytes.size())) != 1) throw std::runtime_error("no random numbers");
    return uid_of(bytes, 4);
}

std::string uid_from(std::string_view seed) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
    SHA256(reinterpret_cast<const unsigned char*>(seed.data()), seed.size(), digest.data());
    std::array<unsigned char, 16> bytes{};
    std::copy_n(digest.begin(), bytes.size(), bytes.begin());
    return uid_of(bytes, 8);
}

}  // namespace portico::dicom
