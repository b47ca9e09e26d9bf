// Stands in for a decoder that was taken over by the frame that it reads: what it is to try is the first word of the
// frame's bytes. Without such a word it decodes.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>
#include <cstring>
#include <string_view>
#include <vector>

#include "platform/imaging/worker.h"

namespace {

using namespace portico::imaging;

WorkerAnswer misbehave(std::string_view deed) {
    volatile int* nowhere = nullptr;
    if (deed == "crash") *nowhere = 1;
    if (deed == "loop")
        for (volatile bool on = true; on;) {
        }
    if (deed == "allocate") std::vector<char> much(std::size_t{4} << 30, 'x');
    if (deed == "open") ::open("/etc/passwd", O_RDONLY | O_CLOEXEC);
    if (deed == "create") ::open("/tmp/portico-escaped", O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    if (deed == "socket") ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (deed == "fork" && ::fork() == 0) ::_exit(0);
    if (deed == "exec") ::execl("/bin/true", "true", nullptr);
    if (deed == "signal") ::kill(::getppid(), SIGTERM);
    if (deed == "code") ::mmap(nullptr, 4096, PROT_READ | PROT_EXEC, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (deed == "leave") ::_exit(0);
    if (deed == "lie") return {std::uint64_t{1} << 40, 1, 1, "RGB"};
    if (deed == "rename") return {4, 1, 1, "<script>"};
    // Whoever comes back from one of the deeds above was not stopped.
    return {0, 0xBAD, 0xBAD, "RGB"};
}

WorkerAnswer handle(std::span<const std::uint8_t> task, std::span<const std::uint8_t> frame,
                    std::span<std::uint8_t> into) {
    constexpr std::string_view sign = "!do ";
    std::string_view text(reinterpret_cast<const char*>(frame.data()), frame.size());
    if (!text.starts_with(sign)) return answer_task(task, frame, into);
    text.remove_prefix(sign.size());
    return misbehave(text.substr(0, text.find(' ')));
}

}  // namespace

int main() { return run_worker(worker_socket, handle); }
