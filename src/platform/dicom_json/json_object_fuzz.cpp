// Any text as metadata of a STOW-RS request; what is written must be structure that the walker takes or refuses.
#include <sys/mman.h>
#include <unistd.h>

#include <boost/json/src.hpp>

#include "platform/dicom/instance_file.h"
#include "platform/dicom/writer.h"
#include "platform/dicom_json/json_object.h"

using namespace portico;
using namespace portico::dicom;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 20'000) return 0;
    static const int fd = ::memfd_create("fuzz", MFD_CLOEXEC);
    static const std::filesystem::path path = "/proc/self/fd/" + std::to_string(fd);
    auto objects = read_json_objects({reinterpret_cast<const char*>(data), size});
    if (!objects) return 0;
    for (const auto& object : *objects) {
        if (!object) continue;
        std::string bytes;
        const ObjectSink sink{[&bytes](std::string_view text) -> Result<void> {
                                  bytes += text;
                                  return {};
                              },
                              [&bytes](std::size_t, std::size_t) -> Result<void> {
                                  bytes += "bulk";
                                  return {};
                              }};
        const std::vector<std::vector<std::uint64_t>> sizes(object->bulks().size(), {4});
        if (!object->write(transfer_syntaxes::explicit_little, BulkEncoding::native, sizes, sink)) __builtin_trap();
        if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, bytes.data(), bytes.size(), 0) != std::ssize(bytes)) return 0;
        static_cast<void>(read_instance(path));
    }
    return 0;
}
