// Decoders take anything, and what they accept is the text of nothing else.
#include <cstdint>
#include <cstdlib>

#include "platform/crypto/encoding.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    using namespace portico::crypto;
    std::string_view text(reinterpret_cast<const char*>(data), size);
    if (auto bytes = from_base64(text); bytes && to_base64(*bytes) != text) std::abort();
    if (auto bytes = from_base64url(text); bytes && to_base64url(*bytes) != text) std::abort();
    if (auto bytes = from_base32(text); bytes && to_base32(*bytes).size() != size) std::abort();
    if (auto bytes = from_hex(text); bytes && bytes->size() * 2 != size) std::abort();
    return 0;
}
