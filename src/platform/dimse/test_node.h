// A node that we call and that answers whatever a test wants, byte by byte.
#pragma once

#include <atomic>
#include <functional>
#include <thread>

#include "platform/dimse/associate_pdu.h"
#include "platform/dimse/test_peer.h"

namespace portico::dimse {

// Takes one association after the other: accepts all that is proposed, reads a request with its identifier, then lets
// the script speak and waits for us to end it.
class ScriptedNode {
public:
    using Script = std::function<void(RawPeer&)>;

    explicit ScriptedNode(Script script)
        : script_(std::move(script)), fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof address;
        if (::bind(fd_, reinterpret_cast<sockaddr*>(&address), length) != 0 || ::listen(fd_, 8) != 0 ||
            ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &length) != 0)
            throw std::runtime_error("cannot listen");
        port_ = ntohs(address.sin_port);
        thread_ = std::thread([this] { run(); });
    }
    ~ScriptedNode() {
        ::shutdown(fd_, SHUT_RDWR);
        thread_.join();
        ::close(fd_);
    }
    ScriptedNode(const ScriptedNode&) = delete;
    ScriptedNode& operator=(const ScriptedNode&) = delete;

    Peer peer() const { return {"127.0.0.1", port_, "HOSTILE", "PORTICO"}; }

private:
    void run() {
        for (;;) {
            const int fd = ::accept(fd_, nullptr, nullptr);
            if (fd < 0) return;
            RawPeer peer(RawPeer::Accepted{fd});
            const auto asked = peer.receive_pdu();
            const auto request = parse_associate_rq(std::as_bytes(std::span(asked)).subspan(6));
            if (!request) continue;
            AssociateAnswer answer{{}, 16384, "1.2.3.4", "HOSTILE", {}};
            for (const auto& each : request->contexts)
                answer.contexts.push_back({each.id, ContextResult::acceptance, each.transfer_syntaxes[0]});
            const auto accepted = encode_associate_ac(*request, answer);
            peer.send({reinterpret_cast<const char*>(accepted.data()), accepted.size()});
            peer.receive_pdu();  // the command
            peer.receive_pdu();  // the identifier
            script_(peer);
        }
    }

    Script script_;
    int fd_;
    std::uint16_t port_ = 0;
    std::thread thread_;
};

}  // namespace portico::dimse
