// One worker as the server sees it: started, asked, ended. Private to this room.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "core/result.h"
#include "platform/imaging/descriptor.h"
#include "platform/imaging/protocol.h"

namespace portico::imaging {

// What is asked, before it lies in memory that is shared.
struct Question {
    std::string task;
    std::uint64_t frame_bytes = 0;
    std::function<Result<void>(std::span<std::uint8_t>)> read_frame;
    std::uint64_t answer_bytes = 0;  // at most
};

struct RawAnswer {
    protocol::Answer head;
    std::string bytes;
};

// Used by one thread at a time. Its process ends with it.
class WorkerProcess {
public:
    // `program` is started with `arguments` (the first is its name), an empty environment, and its socket as descriptor
    // worker_socket. Error: unavailable.
    static Result<WorkerProcess> start(const std::string& program, const std::vector<std::string>& arguments);
    WorkerProcess(WorkerProcess&&) noexcept;
    WorkerProcess& operator=(WorkerProcess&&) = delete;
    ~WorkerProcess();

    // Errors: cannot_be_shown when the worker dies, is silent for longer than `most`, or answers nonsense: it is of no
    // further use then (`usable()`); unavailable when the server has no memory; those of read_frame.
    Result<RawAnswer> ask(const Question&, std::chrono::milliseconds most);
    bool usable() const { return usable_; }
    pid_t pid() const { return pid_; }

private:
    WorkerProcess(Descriptor socket, pid_t pid) : socket_(std::move(socket)), pid_(pid) {}
    Result<protocol::Answer> exchange(const protocol::Request&, int question, int answer, std::chrono::milliseconds);
    Descriptor socket_;
    pid_t pid_ = -1;
    bool usable_ = true;
};

}  // namespace portico::imaging
