#include "platform/dimse/requestor.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <netdb.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

#include "platform/dimse/message_stream.h"

namespace portico::dimse {

namespace {

using std::chrono::steady_clock;

constexpr std::byte associate_ac_pdu{0x02};
constexpr std::byte associate_rj_pdu{0x03};
constexpr std::size_t pdu_header_size = 6;
constexpr std::chrono::milliseconds slice{250};

struct AddressList {
    ~AddressList() {
        if (first != nullptr) ::freeaddrinfo(first);
    }
    addrinfo* first = nullptr;
};

tl::unexpected<Error> unreachable(int problem) {
    return fail(errors::peer_unreachable, std::generic_category().message(problem));
}

// 0, or an errno.
int finish_connecting(int fd, steady_clock::time_point deadline, const CallOptions& options) {
    for (;;) {
        if (options.goes_on && !options.goes_on()) return ECANCELED;
        if (steady_clock::now() >= deadline) return ETIMEDOUT;
        pollfd event{fd, POLLOUT, 0};
        if (::poll(&event, 1, static_cast<int>(slice.count())) <= 0) continue;
        int problem = 0;
        socklen_t length = sizeof problem;
        ::getsockopt(fd, SOL_SOCKET, SO_ERROR, &problem, &length);
        return problem;
    }
}

Result<int> connect_to(const Peer& peer, const CallOptions& options) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    hints.ai_flags = AI_NUMERICSERV;
    AddressList addresses;
    if (const int problem =
            ::getaddrinfo(peer.host.c_str(), std::to_string(peer.port).c_str(), &hints, &addresses.first);
        problem != 0)
        return fail(errors::peer_unreachable, ::gai_strerror(problem));
    const auto deadline = steady_clock::now() + options.connect_timeout;
    int problem = EADDRNOTAVAIL;
    for (const auto* each = addresses.first; each != nullptr; each = each->ai_next) {
        const int fd = ::socket(each->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
        if (fd < 0) return unreachable(errno);
        problem = ::connect(fd, each->ai_addr, each->ai_addrlen) == 0 ? 0 : errno;
        if (problem == EINPROGRESS) problem = finish_connecting(fd, deadline, options);
        if (problem == 0) return fd;
        ::close(fd);
    }
    return unreachable(problem);
}

// PS3.8 9.3.4: result, source and reason stand behind a reserved byte.
std::string describe_rejection(std::span<const std::byte> body) {
    const auto at = [&](std::size_t n) { return n < body.size() ? std::to_integer<int>(body[n]) : 0; };
    return fmt::format("rejected: result {}, source {}, reason {}", at(1), at(2), at(3));
}

Result<AssociateAnswer> await_answer(PeerSocket& socket, steady_clock::time_point deadline) {
    const auto wait_for = [&](std::size_t count) {
        return count <= PeerSocket::buffer_size && socket.ensure(count, OnStop::leave, deadline) == Io::ok;
    };
    if (!wait_for(pdu_header_size)) return fail(errors::peer_unreachable, "no answer to the association request");
    const auto type = socket.buffered()[0];
    std::size_t length = 0;
    for (std::byte each : socket.buffered().subspan(2, 4)) length = length << 8U | std::to_integer<std::size_t>(each);
    socket.consume(pdu_header_size);
    if (!wait_for(length)) return fail(errors::peer_failed, "the answer to the association request breaks off");
    const auto body = socket.buffered().first(length);
    socket.consume(length);
    if (type == associate_rj_pdu) return fail(errors::peer_rejected, describe_rejection(body));
    if (type != associate_ac_pdu) return fail(errors::peer_failed, "the association request was not answered");
    auto answer = parse_associate_ac(body);
    if (!answer) return fail(errors::peer_failed, "the answer to the association request is malformed");
    return std::move(*answer);
}

}  // namespace

Result<OutgoingAssociation> request_association(const Peer& peer, std::vector<ProposedContext> contexts,
                                                std::vector<Roles> roles, const CallOptions& options) {
    PORTICO_TRY(const int fd, connect_to(peer, options));
    OutgoingAssociation call;
    call.socket = std::make_unique<PeerSocket>(fd, -1, options.idle_timeout);
    if (options.goes_on) call.socket->watch(options.goes_on);

    if (peer.tls) {
        auto tls = options.tls;
        if (!tls) {
            PORTICO_TRY(tls, TlsContext::for_client(std::nullopt));
        }
        PORTICO_CHECK(tls->connect(*call.socket, peer.host, peer.certificate_sha256,
                                   steady_clock::now() + options.connect_timeout));
    }

    const ListenerOptions own;
    AssociateRequest request;
    request.called_ae = peer.called_ae;
    request.calling_ae = peer.calling_ae;
    request.application_context = "1.2.840.10008.3.1.1.1";
    request.contexts = std::move(contexts);
    request.roles = std::move(roles);
    request.max_pdu = options.max_pdu;
    request.implementation_class_uid = own.implementation_class_uid;
    request.implementation_version = own.implementation_version;
    if (!call.socket->write(encode_associate_rq(request)))
        return fail(errors::peer_unreachable, "the association request could not be sent");
    PORTICO_TRY(const auto answer, await_answer(*call.socket, steady_clock::now() + options.connect_timeout));

    call.agreed.peer = {peer.called_ae, peer.calling_ae, call.socket->peer_address(), {}};
    call.agreed.peer_max_pdu = answer.max_pdu;
    for (const auto& given : answer.contexts) {
        const auto asked = std::ranges::find(request.contexts, given.id, &ProposedContext::id);
        if (given.result != ContextResult::acceptance || asked == request.contexts.end()) continue;
        // A syntax that was not proposed is none that we can send.
        const auto& proposed = asked->transfer_syntaxes;
        if (std::ranges::find(proposed, given.transfer_syntax) == proposed.end()) continue;
        call.agreed.contexts[given.id] = {asked->abstract_syntax, given.transfer_syntax};
    }
    if (call.agreed.contexts.empty()) {
        write_abort(*call.socket, AbortReason::not_specified);
        return fail(errors::peer_unsupported, "no presentation context was accepted");
    }
    return call;
}

}  // namespace portico::dimse
