// Any bytes as values of an otherwise good object, in any character set; the JSON must parse.
#include <sys/mman.h>
#include <unistd.h>

#include <boost/json/src.hpp>

#include "platform/dicom/dicom_json.h"
#include "platform/dicom/testing_objects.h"

using namespace portico::dicom;
using namespace portico::dicom::testing;

namespace {

constexpr std::string_view charsets[] = {"",
                                         "ISO_IR 100",
                                         "ISO_IR 192",
                                         "GB18030",
                                         "ISO_IR 13",
                                         "\\ISO 2022 IR 87\\ISO 2022 IR 159",
                                         "\\ISO 2022 IR 149",
                                         "ISO_IR 166",
                                         "\\ISO 2022 IR 58",
                                         "ISO 2022 IR 100\\ISO 2022 IR 144"};
struct Place {
    Tag tag;
    std::string_view vr;
};
constexpr Place places[] = {
    {{0x0008, 0x0018}, "UI"}, {{0x0008, 0x1030}, "LO"}, {{0x0010, 0x0010}, "PN"}, {{0x0010, 0x1010}, "AS"},
    {{0x0010, 0x1030}, "DS"}, {{0x0010, 0x21C0}, "US"}, {{0x0010, 0x4000}, "LT"}, {{0x0018, 0x0072}, "DS"},
    {{0x0018, 0x9087}, "FD"}, {{0x0020, 0x0013}, "IS"}, {{0x0028, 0x0009}, "AT"},
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size < 2 || size > 4000) return 0;
    static const int fd = ::memfd_create("fuzz", MFD_CLOEXEC);
    static const std::filesystem::path path = "/proc/self/fd/" + std::to_string(fd);
    const std::string value(reinterpret_cast<const char*>(data) + 1, size - 1);
    auto bytes =
        meta_for(transfer_syntaxes::explicit_little) +
        short_element(tags::specific_character_set, "CS", std::string(charsets[data[0] % std::size(charsets)])) +
        short_element(tags::sop_class_uid, "UI", std::string(secondary_capture));
    for (const auto& place : places) bytes += short_element(place.tag, place.vr, place.vr == "UI" ? "1.2.3" : value);
    bytes += study_and_series();
    if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        return 0;
    if (const auto instance = read_instance(path)) boost::json::parse(to_json(*instance));
    return 0;
}
