// Any bytes as text of a data set in the character set that the first line names, and then as a person's name.
#include <cstdlib>

#include "platform/dicom/person_name.h"
#include "platform/dicom/text_decoder.h"
#include "platform/text/fold.h"

using namespace portico::dicom;

namespace {

void require(bool holds) {
    if (!holds) std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const auto charset = bytes.substr(0, bytes.find('\n'));
    bytes.remove_prefix(std::min(charset.size() + 1, bytes.size()));
    TextDecoder decoder(charset);
    for (const std::string_view vr : {"PN", "LO", "LT"}) {
        for (const auto& value : decoder.values(bytes, vr)) require(portico::text::valid_utf8(value) == value);
    }
    const auto name = decoder.whole(bytes, "PN");
    require(portico::text::valid_utf8(name) == name);
    const auto shown = display_name(name);
    require(portico::text::valid_utf8(shown) == shown && shown.find('^') == std::string::npos);
    const auto normal = normalised_name(name);
    require(portico::text::valid_utf8(normal) == normal);
    return 0;
}
