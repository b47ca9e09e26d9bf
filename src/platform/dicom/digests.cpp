#include "platform/dicom/digests.h"

#include <openssl/evp.h>
#include <unistd.h>
#include <zlib.h>

#include <cerrno>
#include <cstring>
#include <stdexcept>

#include "platform/dicom/errors.h"
#include "platform/dicom/file_window.h"

namespace portico::dicom {
namespace {

constexpr std::uint64_t preamble = 128;

std::uint32_t crc(std::uint32_t so_far, std::span<const unsigned char> bytes) {
    return static_cast<std::uint32_t>(::crc32_z(so_far, bytes.data(), bytes.size()));
}

// How many of the `length` bytes from `begin` stand before `limit`.
std::size_t before(std::uint64_t limit, std::uint64_t begin, std::size_t length) {
    return static_cast<std::size_t>(std::min<std::uint64_t>(length, limit - std::min(limit, begin)));
}

std::string hex(std::span<const unsigned char> bytes) {
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (const auto byte : bytes) (text += digits[byte >> 4U]) += digits[byte & 15U];
    return text;
}

}  // namespace

Result<Digests> digest_file(const std::filesystem::path& file, std::uint64_t data_set, std::uint64_t split) {
    PORTICO_TRY(const auto fd, open_for_reading(file));
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> sha(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    if (!sha || EVP_DigestInit_ex(sha.get(), EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("SHA-256 is not available");
    Digests digests;
    std::vector<unsigned char> buffer(256 * 1024);
    const std::vector<unsigned char> zeros(preamble, 0);
    while (true) {
        const auto n = ::read(fd.get(), buffer.data(), buffer.size());
        if (n < 0 && errno == EINTR) continue;
        if (n < 0) return fail(errors::unreadable, file.string() + ": " + std::strerror(errno));
        if (n == 0) break;
        const auto bytes = std::span<const unsigned char>(buffer).first(static_cast<std::size_t>(n));
        const auto begin = digests.size;
        digests.size += bytes.size();
        const auto content = bytes.subspan(before(data_set, begin, bytes.size()));
        EVP_DigestUpdate(sha.get(), content.data(), content.size());
        const auto head = bytes.first(before(split, begin, bytes.size()));
        digests.head_crc32 = crc(digests.head_crc32, head);
        digests.tail_crc32 = crc(digests.tail_crc32, bytes.subspan(head.size()));
        const auto zeroed = before(preamble, begin, head.size());
        digests.neutral_head_crc32 = crc(digests.neutral_head_crc32, std::span(zeros).first(zeroed));
        digests.neutral_head_crc32 = crc(digests.neutral_head_crc32, head.subspan(zeroed));
    }
    const auto tail_size = digests.size - std::min(split, digests.size);
    digests.file_crc32 = static_cast<std::uint32_t>(
        ::crc32_combine(digests.head_crc32, digests.tail_crc32, static_cast<z_off_t>(tail_size)));
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned int length = 0;
    EVP_DigestFinal_ex(sha.get(), digest.data(), &length);
    digests.data_set_sha256 = hex(std::span(digest).first(length));
    return digests;
}

}  // namespace portico::dicom
