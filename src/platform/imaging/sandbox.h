// Shuts a worker in (S17): limits on memory, time, descriptors and processes, no new privileges, and a list of the few
// system calls that decoding needs. Private to this room.
#pragma once

#include <cstdint>

namespace portico::imaging {

inline constexpr std::uint64_t worker_memory = 1024ULL * 1024 * 1024;

// Closes all descriptors but `socket`, sends the standard ones nowhere. Before anything else.
void drop_descriptors(int socket);
// From here on the process can compute, use `socket` and end; any other system call ends it. Throws std::runtime_error
// when something cannot be put in force.
void close_sandbox(int socket);

}  // namespace portico::imaging
