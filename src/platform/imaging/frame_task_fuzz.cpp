// Any bytes as a task for a worker; what is accepted must encode to the same bytes and be within its limits.
#include <cstring>

#include "platform/imaging/frame_task.h"

using namespace portico::imaging;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const auto task = decode_task({data, size});
    if (!task) return 0;
    if (answer_limit(*task) > most_decoded_bytes || !check(*task)) __builtin_trap();
    const auto again = encode_task(*task);
    if (again.size() != size || std::memcmp(again.data(), data, size) != 0) __builtin_trap();
    return 0;
}
