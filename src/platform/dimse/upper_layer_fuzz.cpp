// Whatever a peer may send: an association request into the negotiation (first byte even), or PDUs into a session.
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "platform/dimse/negotiation.h"
#include "platform/dimse/session.h"
#include "platform/dimse/sop_classes.h"

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

// Two answers to any query, one small object to any retrieval, a report to any commitment.
class AnswersAll final : public FindService, public RetrieveService, public CommitmentService {
public:
    Result<std::unique_ptr<Matches>> find(const std::any&, const AssociationRequest&, const QueryRequest&) override {
        return std::make_unique<Two>();
    }
    Result<std::unique_ptr<Retrieval>> get(const std::any&, const AssociationRequest&, const QueryRequest&) override {
        return std::make_unique<One>();
    }
    Result<Move> move(const std::any&, const AssociationRequest&, const QueryRequest&, const std::string&) override {
        return fail(errors::unknown_move_destination);
    }
    Result<std::unique_ptr<Commitment>> request(const std::any&, const AssociationRequest&,
                                                const CommitmentRequest&) override {
        return std::make_unique<Promise>();
    }

private:
    class Two final : public Matches {
        Result<std::optional<Match>> next() override {
            if (given_++ == 2) return std::nullopt;
            return Match{"identifier", true};
        }
        int given_ = 0;
    };
    class Source final : public ObjectSource {
        std::uint64_t size() const override { return 100; }
        Result<std::size_t> read(std::span<std::byte> into) override { return into.size(); }
    };
    class One final : public Retrieval {
        const std::vector<OutgoingHeader>& objects() const override { return objects_; }
        Result<std::unique_ptr<ObjectSource>> open(std::size_t, const std::string&) override {
            return std::make_unique<Source>();
        }
        void ended(const RetrievalCounts&) override {}
        std::vector<OutgoingHeader> objects_{{"1.2.840.10008.5.1.4.1.1.2", "1.2.3", "1.2.840.10008.1.2"}};
    };
    class Promise final : public Commitment {
        Result<std::optional<CommitmentReport>> step() override { return CommitmentReport{1, "report"}; }
        void delivered() override {}
    };
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
        static_cast<void>(negotiate(socket, options, {true, true, true}, accept));
    } else {
        EstablishedAssociation association;
        AnswersAll answers;
        Services services(service);
        services.find = &answers;
        services.retrieve = &answers;
        services.commitment = &answers;
        association.contexts = {{1, {"1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.1.2", true, true}},
                                {5, {std::string(sop_classes::study_root_find), "1.2.840.10008.1.2"}},
                                {7, {std::string(sop_classes::study_root_get), "1.2.840.10008.1.2"}},
                                {9, {std::string(sop_classes::study_root_move), "1.2.840.10008.1.2"}},
                                {11, {std::string(sop_classes::storage_commitment), "1.2.840.10008.1.2"}},
                                {3, {"1.2.840.10008.1.1", "1.2.840.10008.1.2"}}};
        Session(socket, std::move(association), options, services, nullptr).run();
    }
    ::close(ends[1]);
}

}  // namespace
}  // namespace portico::dimse

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 1) portico::dimse::run(data, size);
    return 0;
}
