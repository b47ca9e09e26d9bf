// An archive that is made up, behind a listener of ours: what the tests of queries, retrievals and commitments ask.
#pragma once

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <set>

#include "platform/dimse/sop_classes.h"
#include "platform/dimse/test_peer.h"

namespace portico::dimse {

namespace fs = std::filesystem;
using namespace wire;

// An element of a data set in implicit VR little endian.
inline std::string data_element(std::uint16_t group, std::uint16_t number, std::string value) {
    if (value.size() % 2 != 0) value.push_back('\0');
    return little(group, 2) + little(number, 2) + little(static_cast<std::uint32_t>(value.size()), 4) + value;
}

class TextSource final : public ObjectSource {
public:
    explicit TextSource(std::string text, bool breaks = false) : text_(std::move(text)), breaks_(breaks) {}
    std::uint64_t size() const override { return text_.size(); }
    Result<std::size_t> read(std::span<std::byte> into) override {
        if (breaks_ && at_ > text_.size() / 2) return fail(portico::errors::internal, "broken");
        const auto count = std::min<std::size_t>(into.size(), std::min<std::size_t>(text_.size() - at_, 5000));
        std::copy_n(reinterpret_cast<const std::byte*>(text_.data()) + at_, count, into.begin());
        at_ += count;
        return count;
    }

private:
    std::string text_;
    bool breaks_;
    std::size_t at_ = 0;
};

inline std::string object_text(const std::string& uid) {
    return data_element(0x0008, 0x0016, ct_image) + data_element(0x0008, 0x0018, uid) +
           data_element(0x0020, 0x000D, "1.2.9") + data_element(0x0020, 0x000E, "1.2.9.1") +
           data_element(0x7FE0, 0x0010, std::string(50'000, 'p'));
}

// Answers any query with `matches` names and any retrieval with `objects`.
class FakeArchive final : public FindService, public RetrieveService, public CommitmentService {
public:
    int matches = 3;
    std::vector<OutgoingHeader> objects;
    Peer destination;
    std::set<std::size_t> unreadable, breaking;
    std::atomic<int> asked = 0, steps = 0, delivered = 0, handed_over = 0;
    RetrievalCounts counts;
    bool ended = false;

    Result<std::unique_ptr<Matches>> find(const std::any&, const AssociationRequest&,
                                          const QueryRequest& request) override {
        if (request.identifier.find("REFUSE") != std::string::npos) return fail(portico::errors::forbidden);
        return std::make_unique<Names>(*this);
    }
    Result<std::unique_ptr<Retrieval>> get(const std::any&, const AssociationRequest&, const QueryRequest&) override {
        return std::make_unique<Objects>(*this);
    }
    Result<Move> move(const std::any&, const AssociationRequest&, const QueryRequest&,
                      const std::string& name) override {
        if (name != destination.called_ae) return fail(errors::unknown_move_destination);
        return Move{std::make_unique<Objects>(*this), destination};
    }
    Result<std::unique_ptr<Commitment>> request(const std::any&, const AssociationRequest&,
                                                const CommitmentRequest&) override {
        return std::make_unique<Promise>(*this);
    }

private:
    class Names final : public Matches {
    public:
        explicit Names(FakeArchive& archive) : archive_(archive) {}
        Result<std::optional<Match>> next() override {
            if (given_ == archive_.matches) return std::nullopt;
            ++archive_.asked;
            return Match{data_element(0x0010, 0x0010, "Name" + std::to_string(given_++)), true};
        }

    private:
        FakeArchive& archive_;
        int given_ = 0;
    };
    class Objects final : public Retrieval {
    public:
        explicit Objects(FakeArchive& archive) : archive_(archive) {}
        const std::vector<OutgoingHeader>& objects() const override { return archive_.objects; }
        Result<std::unique_ptr<ObjectSource>> open(std::size_t index, const std::string&) override {
            if (archive_.unreadable.contains(index)) return fail(portico::errors::not_found);
            return std::make_unique<TextSource>(object_text(archive_.objects[index].sop_instance),
                                                archive_.breaking.contains(index));
        }
        void ended(const RetrievalCounts& counts) override {
            archive_.counts = counts;
            archive_.ended = true;
        }

    private:
        FakeArchive& archive_;
    };
    class Promise final : public Commitment {
    public:
        explicit Promise(FakeArchive& archive) : archive_(archive) {}
        ~Promise() override {
            if (!delivered_) ++archive_.handed_over;
        }
        Result<std::optional<CommitmentReport>> step() override {
            if (++archive_.steps < 3) return std::nullopt;
            return CommitmentReport{2, data_element(0x0008, 0x1195, "1.2.3")};
        }
        void delivered() override {
            delivered_ = true;
            ++archive_.delivered;
        }

    private:
        FakeArchive& archive_;
        bool delivered_ = false;
    };
};

// Remembers how peers came; can withdraw its leave.
class OpenDoor final : public AssociationPolicy {
public:
    std::atomic<bool> open = true;
    AssociationDecision admit(const AssociationRequest& request) override {
        std::lock_guard lock(mutex_);
        last_ = request;
        return Accepted{request.calling_ae};
    }
    bool still_admitted(const std::any&) override { return open; }
    AssociationRequest last() {
        std::lock_guard lock(mutex_);
        return last_;
    }

private:
    std::mutex mutex_;
    AssociationRequest last_;
};

class WithArchive : public testing::Test {
protected:
    void SetUp() override {
        for (int n = 1; n <= 4; ++n)
            archive_.objects.push_back({ct_image, fmt::format("1.2.3.{}", n), implicit_little});
        start();
    }
    void start(ListenerOptions options = {}) {
        options.address = "127.0.0.1";
        Services services(store_);
        services.find = &archive_;
        services.retrieve = &archive_;
        services.commitment = &archive_;
        listener_.emplace(options, door_, services);
        ASSERT_TRUE(listener_->start());
    }
    // A second listener of ours as the place where objects go; it keeps them in memory.
    void start_destination(ListenerOptions options = {}) {
        options.address = "127.0.0.1";
        destination_.emplace(options, destination_door_, received_);
        ASSERT_TRUE(destination_->start());
        archive_.destination = {"127.0.0.1", destination_->port(), "TARGET", "PORTICO"};
    }
    ProgramResult run(const std::string& program, const std::vector<std::string>& more) {
        std::vector<std::string> arguments{program, "-v", "-aet", "ASKER", "-aec", "PORTICO"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        arguments.insert(arguments.end(), {"127.0.0.1", std::to_string(listener_->port())});
        auto result = run_program(arguments);
        if (result.exit_code == 127) missing_ = true;
        return result;
    }
    std::unique_ptr<RawPeer> associated(const std::vector<std::string_view>& classes) {
        std::vector<std::string> names(classes.begin(), classes.end());
        auto peer = std::make_unique<RawPeer>(listener_->port());
        EXPECT_TRUE(peer->send(associate(names)));
        EXPECT_EQ(peer->receive_pdu()[0], 0x02);
        return peer;
    }
    static std::string commitment_request() {
        return element(0x0003, even(std::string(sop_classes::storage_commitment))) +
               element(0x0100, little(n_action_rq, 2)) + element(0x0110, little(9, 2)) + element(0x0800, little(0, 2)) +
               element(0x1001, even(std::string(sop_classes::storage_commitment_instance))) +
               element(0x1008, little(1, 2));
    }
    static std::string query(std::uint16_t field, std::string_view sop_class) {
        return command(field, true, std::string(sop_class));
    }

    TemporaryFolder folder_;
    FakeArchive archive_;
    OpenDoor door_, destination_door_;
    MemoryService store_;
    class AnyContext final : public StoreService {
    public:
        MemoryService memory;
        Result<std::unique_ptr<IncomingObject>> begin(const std::any& context, const AssociationRequest& peer,
                                                      const IncomingHeader& header) override {
            return memory.begin(context, peer, header);
        }
    } received_;
    std::optional<Listener> listener_, destination_;
    bool missing_ = false;
};

}  // namespace portico::dimse
