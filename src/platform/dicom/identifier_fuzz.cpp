// Any bytes as an identifier (first byte: explicit or implicit VR); what was read is written and read again.
#include <cstdint>
#include <cstdlib>

#include "platform/dicom/identifier.h"

using namespace portico::dicom;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    const bool explicit_vr = data[0] % 2 != 0;
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto read = parse_identifier(bytes, explicit_vr);
    if (!read) return 0;
    const auto written = encode_identifier(*read, explicit_vr, read->text(tags::specific_character_set));
    IdentifierLimits wider;
    wider.bytes *= 8;  // text grows when it is written as UTF-8
    wider.elements *= 2;
    const auto again = parse_identifier(written, explicit_vr, wider);
    if (!again || again->elements().size() < read->elements().size()) std::abort();
    return 0;
}
