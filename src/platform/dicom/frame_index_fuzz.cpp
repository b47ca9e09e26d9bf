// Any text as a frame index; what is accepted must encode to something that decodes to the same.
#include "platform/dicom/frame_index.h"

using namespace portico::dicom;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto index = FrameIndex::decode({reinterpret_cast<const char*>(data), size});
    if (!index) return 0;
    for (std::size_t n = 0; n < std::min<std::size_t>(index->count(), 10); ++n) {
        std::uint64_t length = 0;
        for (const auto& range : index->frame(n)) length += range.length;
        if (length != index->frame_length(n)) __builtin_trap();
    }
    const auto again = FrameIndex::decode(index->encode());
    if (!again || *again != *index) __builtin_trap();
    return 0;
}
