// Any bytes as a file: walked, read, written as JSON, corrected. Also with the bytes as a data set behind good meta
// information, so that the fuzzer need not find that first: the first byte chooses.
#include <fcntl.h>
#include <sys/mman.h>
#include <unistd.h>

#include "platform/dicom/dicom_json.h"
#include "platform/dicom/head.h"
#include "platform/dicom/inflate.h"
#include "platform/dicom/writer.h"

using namespace portico::dicom;

namespace {

constexpr std::string_view syntaxes[] = {
    transfer_syntaxes::explicit_little, transfer_syntaxes::implicit_little, transfer_syntaxes::explicit_big,
    transfer_syntaxes::deflated_little, transfer_syntaxes::jpeg_baseline,
};

std::string file_of(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
    const auto kind = data[0] % 6U;
    if (kind == 5) return std::string(bytes);
    const auto body = kind == 3 ? deflate(bytes) : std::string(bytes);
    return file_meta("1.2.840.10008.5.1.4.1.1.7", "1.2.3", syntaxes[kind]) + body;
}

void use(InstanceFile& instance) {
    JsonOptions options;
    options.bulk_data_uri = [&](std::string_view path) {
        (void)find_value(instance.path(), path);
        return std::string(path);
    };
    if (to_json(instance, options).empty()) __builtin_trap();
    if (auto again = FrameIndex::decode(instance.frames().encode()); !again || *again != instance.frames())
        __builtin_trap();
    Corrections corrections;
    corrections.values = {{tags::patient_name, "Ö^Ä"}};
    corrections.system = "fuzz";
    if (!correct(instance, corrections)) return;
    (void)head_of(instance);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) return 0;
    static const int fd = ::memfd_create("fuzz", MFD_CLOEXEC);
    static const std::filesystem::path path = "/proc/self/fd/" + std::to_string(fd);
    const auto bytes = file_of(data, size);
    if (::ftruncate(fd, 0) != 0 || ::pwrite(fd, bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
        return 0;
    ReadLimits limits;
    limits.inflated = 1 << 20;
    limits.elements = 10'000;
    if (auto instance = read_instance(path, limits)) use(*instance);
    return 0;
}
