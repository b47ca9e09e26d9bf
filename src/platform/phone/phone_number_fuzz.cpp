// Whatever people type as a telephone number.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "platform/phone/phone_number.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    const auto number = portico::phone::parse(text, "BE");
    if (!number) return 0;
    // What was read is read again as itself.
    const auto again = portico::phone::parse(number->e164, "");
    if (!again || again->e164 != number->e164) std::abort();
    portico::phone::shown(number->e164);
    portico::phone::masked(number->e164);
    return 0;
}
