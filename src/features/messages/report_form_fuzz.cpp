// Whatever somebody sends as a delivery report.
#include <cstddef>
#include <cstdint>
#include <cstdlib>

#include "features/messages/report_form.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    portico::messages::kannel_report(text);
    portico::messages::twilio_report(text);
    const auto form = portico::messages::read_form(text);
    if (!form) return 0;
    std::size_t bytes = 0;
    for (const auto& [name, value] : *form) bytes += name.size() + value.size();
    if (bytes > size) std::abort();
    return 0;
}
