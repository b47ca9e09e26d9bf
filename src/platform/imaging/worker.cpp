#include "platform/imaging/worker.h"

#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstring>
#include <new>
#include <stdexcept>

#include "platform/imaging/codecs.h"
#include "platform/imaging/descriptor.h"
#include "platform/imaging/picture.h"
#include "platform/imaging/protocol.h"
#include "platform/imaging/sandbox.h"

namespace portico::imaging {
namespace {

// Should the server be gone, nobody else would end an endless loop.
constexpr unsigned longest_request_seconds = 60;

struct Received {
    protocol::Request request;
    Descriptor question, answer;
};

// Nothing when the server closed the socket or sent what is no request.
std::optional<Received> receive(int socket) {
    Received received;
    iovec part{&received.request, sizeof received.request};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(2 * sizeof(int))> control{};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    message.msg_control = control.data();
    message.msg_controllen = control.size();
    ssize_t length = 0;
    do length = ::recvmsg(socket, &message, 0);
    while (length < 0 && errno == EINTR);
    if (length != sizeof received.request || received.request.magic != protocol::request_magic) return std::nullopt;
    const auto* header = CMSG_FIRSTHDR(&message);
    if (header == nullptr || header->cmsg_type != SCM_RIGHTS || header->cmsg_len != CMSG_LEN(2 * sizeof(int)))
        return std::nullopt;
    std::array<int, 2> fds{};
    std::memcpy(fds.data(), CMSG_DATA(header), sizeof fds);
    received.question = Descriptor(fds[0]);
    received.answer = Descriptor(fds[1]);
    return received;
}

protocol::Answer work(const Received& received, const WorkerHandler& handler) {
    protocol::Answer answer;
    const auto& request = received.request;
    if (request.task_bytes > protocol::most_task_bytes || request.frame_bytes > protocol::most_frame_bytes ||
        request.answer_bytes > most_decoded_bytes)
        return answer;
    const Mapping question(received.question.get(), request.task_bytes + request.frame_bytes, PROT_READ);
    const Mapping place(received.answer.get(), request.answer_bytes, PROT_READ | PROT_WRITE);
    if (!question || !place) {
        answer.status = protocol::Status::too_large;
        return answer;
    }
    try {
        const auto asked = question.bytes();
        const auto made = handler(asked.first(request.task_bytes), asked.subspan(request.task_bytes), place.bytes());
        answer.length = made.length;
        answer.width = made.width;
        answer.height = made.height;
        std::strncpy(answer.photometric.data(), made.photometric.c_str(), answer.photometric.size() - 1);
        answer.status = protocol::Status::done;
    } catch (const std::bad_alloc&) {
        answer.status = protocol::Status::too_large;
    } catch (const std::length_error&) {
        answer.status = protocol::Status::too_large;
    } catch (const std::exception&) {
        answer.status = protocol::Status::cannot_be_shown;
    }
    return answer;
}

bool send(int socket, const protocol::Answer& answer) {
    iovec part{const_cast<protocol::Answer*>(&answer), sizeof answer};
    msghdr message{};
    message.msg_iov = &part;
    message.msg_iovlen = 1;
    return ::sendmsg(socket, &message, MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof answer);
}

template <class T>
T must(Result<T> result) {
    if (result) return std::move(*result);
    if (result.error().is(errors::image_too_large)) throw std::bad_alloc();
    throw std::runtime_error(result.error().detail());
}

}  // namespace

int run_worker(int socket, const WorkerHandler& handler) {
    drop_descriptors(socket);
    prepare_codecs();
    close_sandbox(socket);
    while (auto received = receive(socket)) {
        ::alarm(longest_request_seconds);
        const auto answer = work(*received, handler);
        ::alarm(0);
        if (!send(socket, answer)) break;
    }
    ::_exit(0);
}

WorkerAnswer answer_task(std::span<const std::uint8_t> task_bytes, std::span<const std::uint8_t> frame,
                         std::span<std::uint8_t> into) {
    const auto task = must(decode_task(task_bytes));
    auto samples = must(decode_frame(task, frame));
    const auto put = [&](const auto& bytes) {
        if (bytes.size() > into.size()) throw std::length_error("larger than declared");
        std::memcpy(into.data(), bytes.data(), bytes.size());
        return std::uint64_t{bytes.size()};
    };
    const auto* rendering = std::get_if<Rendering>(&task.wish);
    if (rendering == nullptr)
        return {put(samples.bytes), samples.image.columns, samples.image.rows, samples.image.photometric};
    auto shades = must(shades_of(samples, rendering->window));
    samples.bytes = {};
    if (rendering->viewport) shades = must(scaled(shades, *rendering->viewport));
    const auto picture = must(picture_of(shades, *rendering));
    return {put(picture.file), picture.width, picture.height, {}};
}

int run_decode_worker() { return run_worker(worker_socket, answer_task); }

}  // namespace portico::imaging
