// Any bytes as an MP4 file; what is accepted keeps what is promised of it, and no read goes beyond the file.
#include "platform/video/mp4.h"

using namespace portico;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view bytes(reinterpret_cast<const char*>(data), size);
    const video::Source source{size, [bytes](std::uint64_t offset, std::size_t length) -> Result<std::string> {
                                   if (offset > bytes.size() || length > bytes.size() - offset) __builtin_trap();
                                   return std::string(bytes.substr(static_cast<std::size_t>(offset), length));
                               }};
    const auto length = video::mp4_length(source);
    if (!length || *length > size) __builtin_trap();
    const auto found = video::read_mp4(source);
    if (!found) return 0;
    const bool sound = video::is_mp4(bytes) && found->rows > 0 && found->columns > 0 && found->frames > 0 &&
                       found->seconds > 0 && found->level <= 42;
    if (!sound) __builtin_trap();
    return 0;
}
