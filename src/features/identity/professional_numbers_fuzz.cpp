// Any text as a professional's number of every kind, "value" and "issuer" a line each, and as an address that sends
// sign-ins: what is stored is normal already.
#include <cstdlib>

#include "features/identity/api/professional_numbers.h"
#include "features/identity/policy.h"

using namespace portico::identity;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string text(data, data + size);
    const auto line = std::min(text.find('\n'), text.size());
    ProfessionalNumber number{"", text.substr(std::min(line + 1, size)), text.substr(0, line)};
    for (const auto& type : number_types()) {
        number.type = type.type;
        const auto stored = check_number(number);
        if (!stored) {
            if (stored.error().fields().empty()) std::abort();
            continue;
        }
        auto again = number;
        again.value = *stored;
        if (stored->empty() || check_number(again) != *stored) std::abort();
    }
    if (policy::counted_network(text).empty() != text.empty()) std::abort();
    return 0;
}
