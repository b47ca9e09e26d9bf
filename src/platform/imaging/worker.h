// The other end of a Decoders pool: one frame after the other, in a sandbox, until the server closes the socket.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>

namespace portico::imaging {

// The descriptor on which a worker finds its socket.
inline constexpr int worker_socket = 3;

// What a worker made of a request. Errors are told by the exceptions of run_worker's handler.
struct WorkerAnswer {
    std::uint64_t length = 0;  // bytes written
    std::uint32_t width = 0, height = 0;
    std::string photometric;
};
// `task` and `frame` as the server sent them; `into` has the size that the server laid down.
using WorkerHandler = std::function<WorkerAnswer(std::span<const std::uint8_t> task,
                                                 std::span<const std::uint8_t> frame, std::span<std::uint8_t> into)>;
// Never returns to the program that it was started as: the result is an exit code.
int run_worker(int socket, const WorkerHandler& handler);

// The handler of the product: decodes and renders.
WorkerAnswer answer_task(std::span<const std::uint8_t> task, std::span<const std::uint8_t> frame,
                         std::span<std::uint8_t> into);
int run_decode_worker();

}  // namespace portico::imaging
