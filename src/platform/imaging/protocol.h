// What goes over the socket between the server and a worker: one fixed message each way. A request carries two memory
// files (SCM_RIGHTS): what is asked (task, then the frame's bytes; sealed), and the place for the answer, whose size
// was fixed beforehand. Neither side believes the other. Private to this room.
#pragma once

#include <array>
#include <cstdint>

namespace portico::imaging::protocol {

inline constexpr std::uint32_t request_magic = 0x50444551, answer_magic = 0x50444541;

struct Request {
    std::uint32_t magic = request_magic;
    std::uint32_t task_bytes = 0;
    std::uint64_t frame_bytes = 0;
    std::uint64_t answer_bytes = 0;
};

enum class Status : std::uint32_t { done = 0, cannot_be_shown = 1, too_large = 2 };

struct Answer {
    std::uint32_t magic = answer_magic;
    Status status = Status::cannot_be_shown;
    std::uint64_t length = 0;  // bytes of the answer's file that are filled
    std::uint32_t width = 0, height = 0;
    std::array<char, 24> photometric{};  // of decoded pixels, ends with a NUL
};

inline constexpr std::uint64_t most_frame_bytes = 512ULL * 1024 * 1024;
inline constexpr std::uint32_t most_task_bytes = 4 * 1024 * 1024;

}  // namespace portico::imaging::protocol
