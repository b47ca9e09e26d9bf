// Whatever a peer may send: an association request into the negotiation (first byte even), or PDUs into a session.
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "platform/dimse/negotiation.h"
#include "platform/dimse/session.h"

namespace portico::dimse {
namespace {

class Nothing final : public IncomingObject {
public:
    Result<void> write(std::span<const std::byte>) override { return {}; }
    Result<void> finish() override { return {}; }
};

class TakesAll final : public StoreService {
public:
    Result<std::unique_ptr<IncomingObject>> begin(const std::any&, const AssociationRequest&,
                                                  const IncomingHeader&) override {
        return std::make_unique<Nothing>();
    }
};

void run(const std::uint8_t* data, std::size_t size) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return;
    // Small enough for the socket's buffer, so that one thread can play both sides.
    [[maybe_unused]] const auto sent = ::send(ends[1], data + 1, std::min<std::size_t>(size - 1, 60'000), 0);
    ::shutdown(ends[1], SHUT_WR);
    PeerSocket socket(ends[0], -1, std::chrono::milliseconds(100));
    ListenerOptions options;
    TakesAll service;
    if (data[0] % 2 == 0) {
        const auto accept = [](const AssociationRequest&) -> AssociationDecision { return Accepted{}; };
        static_cast<void>(negotiate(socket, options, accept));
    } else {
        EstablishedAssociation association;
        association.contexts = {{1, {"1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.1.2"}},
                                {3, {"1.2.840.10008.1.1", "1.2.840.10008.1.2"}}};
        Session(socket, std::move(association), options, service, nullptr).run();
    }
    ::close(ends[1]);
}

}  // namespace
}  // namespace portico::dimse

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 1) portico::dimse::run(data, size);
    return 0;
}
