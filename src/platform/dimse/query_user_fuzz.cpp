// Whatever a node may answer that we ask: C-FIND, C-MOVE or C-GET (first byte modulo 3).
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>

#include "platform/dimse/query_answers.h"
#include "platform/dimse/sop_classes.h"

namespace portico::dimse {
namespace {

constexpr const char* implicit_little = "1.2.840.10008.1.2";
constexpr std::size_t most_bytes = 1000;

void require(bool holds) {
    if (!holds) __builtin_trap();
}

// Objects that are counted, and that end in finish() or not at all.
class Counts final : public StoreService {
public:
    Result<std::unique_ptr<IncomingObject>> begin(const std::any&, const AssociationRequest&,
                                                  const IncomingHeader& header) override {
        require(is_uid(header.sop_instance) && header.sop_class == "1.2.840.10008.5.1.4.1.1.2");
        return std::make_unique<Object>(*this);
    }
    std::uint32_t finished = 0;

private:
    class Object final : public IncomingObject {
    public:
        explicit Object(Counts& counts) : counts_(counts) {}
        Result<void> write(std::span<const std::byte> data) override {
            size_ += data.size();
            require(size_ <= most_bytes + 1000);  // with its Part 10 header
            return {};
        }
        Result<void> finish() override {
            ++counts_.finished;
            return {};
        }

    private:
        Counts& counts_;
        std::size_t size_ = 0;
    };
};

void ask(QueryCall& call, unsigned what) {
    const RequestLimits limits{.silence = std::chrono::seconds(1)};
    if (what == 0) {
        std::size_t taken = 0;
        const auto outcome = find_over(call, "identifier", {limits, 3, most_bytes}, [&](std::string_view identifier) {
            require(identifier.size() <= most_bytes);
            return ++taken < 100;
        });
        require(taken <= 3 && (!outcome || outcome->answers == taken));
    } else if (what == 1) {
        const auto outcome = move_over(call, "identifier", "TARGET", limits, [](const RetrieveProgress&) {});
        require(!outcome || outcome->status != status_pending);
    } else {
        Counts service;
        const GetTarget target{.service = service, .max_object_bytes = most_bytes, .most_objects = 3};
        const auto outcome = get_over(call, "identifier", target, limits, {});
        require(service.finished <= 3 && (!outcome || outcome->received == service.finished));
    }
    call.release();
}

void run(const std::uint8_t* data, std::size_t size) {
    int ends[2];
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends) != 0) return;
    // Small enough for the socket's buffer, so that one thread can play both sides.
    [[maybe_unused]] const auto sent = ::send(ends[1], data + 1, std::min<std::size_t>(size - 1, 60'000), 0);
    ::shutdown(ends[1], SHUT_WR);
    {
        OutgoingAssociation association;
        association.socket = std::make_unique<PeerSocket>(ends[0], -1, std::chrono::milliseconds(100));
        association.agreed.peer = {"NODE", "PORTICO", "127.0.0.1", {}};
        association.agreed.contexts = {{1, {std::string(sop_classes::study_root_find), implicit_little}},
                                       {3, {"1.2.840.10008.5.1.4.1.1.2", implicit_little, true}}};
        CallOptions options;
        options.idle_timeout = std::chrono::seconds(1);
        QueryCall call(std::move(association), options);
        ask(call, data[0] % 3U);
    }
    ::close(ends[1]);
}

}  // namespace
}  // namespace portico::dimse

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size > 1) portico::dimse::run(data, size);
    return 0;
}
