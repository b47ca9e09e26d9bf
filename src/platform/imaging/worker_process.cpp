#include "platform/imaging/worker_process.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>

#include "platform/imaging/errors.h"
#include "platform/imaging/worker.h"

namespace portico::imaging {
namespace {

Result<Descriptor> memory_file(const char* name, std::uint64_t size) {
    Descriptor file(::memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
    if (!file || ::ftruncate(file.get(), static_cast<off_t>(size)) != 0)
        return fail(portico::errors::unavailable, "no memory for a frame");
    return file;
}

Result<Descriptor> question_file(const Question& question) {
    const auto size = question.task.size() + question.frame_bytes;
    PORTICO_TRY(auto file, memory_file("frame", size));
    {
        const Mapping mapping(file.get(), size, PROT_READ | PROT_WRITE);
        if (!mapping) return fail(portico::errors::unavailable, "no memory for a frame");
        std::memcpy(mapping.bytes().data(), question.task.data(), question.task.size());
        PORTICO_CHECK(question.read_frame(mapping.bytes().subspan(question.task.size())));
    }
    if (::fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE | F_SEAL_SEAL) != 0)
        return fail(portico::errors::unavailable, "a frame cannot be sealed");
    return file;
}

Result<Descriptor> answer_file(std::uint64_t size) {
    PORTICO_TRY(auto file, memory_file("answer", size));
    // Nobody can make it shorter while the server reads it.
    if (::fcntl(file.get(), F_ADD_SEALS, F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL) != 0)
        return fail(portico::errors::unavailable, "an answer cannot be sealed");
    return file;
}

bool send_request(int socket, const protocol::Request& request, int question, int answer) {
    iovec part{const_cast<protocol::Request*>(&request), sizeof request};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(2 * sizeof(int))> control{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    auto* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(2 * sizeof(int));
    const std::array<int, 2> fds{question, answer};
    std::memcpy(CMSG_DATA(header), fds.data(), sizeof fds);
    return ::sendmsg(socket, &message, MSG_NOSIGNAL | MSG_DONTWAIT) == static_cast<ssize_t>(sizeof request);
}

// True when there is something to read before the time is over.
bool wait_for(int socket, std::chrono::milliseconds most) {
    const auto end = std::chrono::steady_clock::now() + most;
    for (;;) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(end - std::chrono::steady_clock::now());
        pollfd entry{socket, POLLIN, 0};
        const int ready = ::poll(&entry, 1, static_cast<int>(std::max<std::int64_t>(left.count(), 0)));
        if (ready > 0) return true;
        if (ready == 0 || errno != EINTR) return false;
    }
}

struct SpawnPlan {
    SpawnPlan() {
        ::posix_spawn_file_actions_init(&files);
        ::posix_spawnattr_init(&attributes);
    }
    SpawnPlan(const SpawnPlan&) = delete;
    SpawnPlan& operator=(const SpawnPlan&) = delete;
    ~SpawnPlan() {
        ::posix_spawn_file_actions_destroy(&files);
        ::posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_t files{};
    posix_spawnattr_t attributes{};
};

}  // namespace

Result<WorkerProcess> WorkerProcess::start(const std::string& program, const std::vector<std::string>& arguments) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends.data()) != 0)
        return fail(portico::errors::unavailable, "no socket for a decoder");
    Descriptor ours(ends[0]), theirs(ends[1]);
    SpawnPlan plan;
    // dup2 of a descriptor onto itself would keep it closed on exec.
    if (theirs.get() == worker_socket) theirs = Descriptor(::fcntl(theirs.get(), F_DUPFD_CLOEXEC, worker_socket + 1));
    ::posix_spawn_file_actions_adddup2(&plan.files, theirs.get(), worker_socket);
    ::posix_spawn_file_actions_addclosefrom_np(&plan.files, worker_socket + 1);
    // Signals that the server blocks or ignores are the worker's own; a Ctrl+C of a terminal is not for it.
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    ::posix_spawnattr_setsigmask(&plan.attributes, &none);
    ::posix_spawnattr_setsigdefault(&plan.attributes, &all);
    ::posix_spawnattr_setpgroup(&plan.attributes, 0);
    ::posix_spawnattr_setflags(&plan.attributes,
                               POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETPGROUP);
    std::vector<char*> argv;
    for (const auto& argument : arguments) argv.push_back(const_cast<char*>(argument.c_str()));
    argv.push_back(nullptr);
    char* no_environment = nullptr;
    pid_t pid = -1;
    if (const int error =
            ::posix_spawn(&pid, program.c_str(), &plan.files, &plan.attributes, argv.data(), &no_environment))
        return fail(portico::errors::unavailable, fmt::format("a decoder cannot be started: {}", std::strerror(error)));
    return WorkerProcess(std::move(ours), pid);
}

WorkerProcess::WorkerProcess(WorkerProcess&& other) noexcept
    : socket_(std::move(other.socket_)), pid_(std::exchange(other.pid_, -1)), usable_(other.usable_) {}

WorkerProcess::~WorkerProcess() {
    if (pid_ < 0) return;
    ::kill(pid_, SIGKILL);
    while (::waitpid(pid_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

Result<protocol::Answer> WorkerProcess::exchange(const protocol::Request& request, int question, int answer,
                                                 std::chrono::milliseconds most) {
    usable_ = false;
    if (!send_request(socket_.get(), request, question, answer))
        return fail(errors::cannot_be_shown, "the decoder took nothing");
    if (!wait_for(socket_.get(), most)) return fail(errors::cannot_be_shown, "the decoder took too long");
    protocol::Answer head;
    if (::recv(socket_.get(), &head, sizeof head, MSG_DONTWAIT) != static_cast<ssize_t>(sizeof head))
        return fail(errors::cannot_be_shown, "the decoder died");
    if (head.magic != protocol::answer_magic || head.status > protocol::Status::too_large ||
        head.length > request.answer_bytes || head.photometric.back() != '\0')
        return fail(errors::cannot_be_shown, "the decoder answered nonsense");
    usable_ = true;
    return head;
}

Result<RawAnswer> WorkerProcess::ask(const Question& question, std::chrono::milliseconds most) {
    if (question.frame_bytes > protocol::most_frame_bytes || question.task.size() > protocol::most_task_bytes)
        return fail(errors::image_too_large);
    PORTICO_TRY(const auto asked, question_file(question));
    PORTICO_TRY(const auto place, answer_file(question.answer_bytes));
    protocol::Request request;
    request.task_bytes = static_cast<std::uint32_t>(question.task.size());
    request.frame_bytes = question.frame_bytes;
    request.answer_bytes = question.answer_bytes;
    PORTICO_TRY(const auto head, exchange(request, asked.get(), place.get(), most));
    if (head.status == protocol::Status::too_large) return fail(errors::image_too_large);
    if (head.status != protocol::Status::done) return fail(errors::cannot_be_shown, "a frame that no decoder takes");
    const Mapping mapping(place.get(), head.length, PROT_READ);
    if (!mapping) return fail(portico::errors::unavailable, "no memory for an answer");
    const auto bytes = mapping.bytes();
    return RawAnswer{head, {reinterpret_cast<const char*>(bytes.data()), bytes.size()}};
}

}  // namespace portico::imaging
