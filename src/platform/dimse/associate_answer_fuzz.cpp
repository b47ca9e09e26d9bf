// Any bytes as what a node that we call answers to our association request.
#include <cstdint>
#include <cstdlib>

#include "platform/dimse/associate_pdu.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto answer = portico::dimse::parse_associate_ac(std::as_bytes(std::span(data, size)));
    if (answer && (answer->contexts.size() > 256 || answer->roles.size() > portico::dimse::most_roles)) std::abort();
    return 0;
}
