// A task, then the bytes of a frame, through the codecs and the renderer as a worker runs them.
#include <cstring>

#include "platform/imaging/codecs.h"
#include "platform/imaging/worker.h"

using namespace portico::imaging;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const bool ready = (prepare_codecs(), true);
    std::uint16_t length = 0;
    if (!ready || size < sizeof length) return 0;
    std::memcpy(&length, data, sizeof length);
    const std::span<const std::uint8_t> rest(data + sizeof length, size - sizeof length);
    if (length > rest.size()) return 0;
    const auto task = decode_task(rest.first(length));
    if (!task || decoded_bytes(task->image) > 1024 * 1024 || answer_limit(*task) > 4 * 1024 * 1024) return 0;
    std::vector<std::uint8_t> into(answer_limit(*task));
    try {
        answer_task(rest.first(length), rest.subspan(length), into);
    } catch (const std::exception&) {
        return 0;
    }
    return 0;
}
