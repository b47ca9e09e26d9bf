// An association over which another node is asked with C-FIND, C-MOVE or C-GET: sends the request, reads what comes,
// cancels what lasts too long or is no longer wanted, and aborts on everything that does not keep to the protocol. One
// thread; one request at a time. What the answers mean is told in query_answers.h.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "platform/dimse/command_reader.h"
#include "platform/dimse/message_stream.h"
#include "platform/dimse/query_user.h"
#include "platform/dimse/requestor.h"
#include "platform/dimse/storage_contexts.h"

namespace portico::dimse {

class QueryCall {
public:
    static constexpr std::uint8_t query_context_id = 1;

    // With the SOP class of the query in one context and, for C-GET, storage that we provide. Errors: see GetRequestor.
    static Result<std::unique_ptr<QueryCall>> connect(const Peer& peer, std::string_view sop_class,
                                                      const std::vector<StorageContext>& storage,
                                                      const CallOptions& options);
    // The query's context must be among those agreed.
    QueryCall(OutgoingAssociation call, const CallOptions& options);
    ~QueryCall();  // aborts, unless released or lost
    QueryCall(const QueryCall&) = delete;
    QueryCall& operator=(const QueryCall&) = delete;

    const EstablishedAssociation& agreed() const { return call_.agreed; }
    const AcceptedContext& query_context() const { return agreed().contexts.at(query_context_id); }
    const Security& security() const { return call_.socket->security(); }
    MessageStream& stream() { return stream_; }

    // From here to end() the limits hold. `limits` is borrowed until then.
    Result<void> begin(std::uint16_t command_field, std::string_view identifier, const RequestLimits& limits,
                       const std::string& move_destination = {});
    void end() { limits_ = nullptr; }
    // What comes next, whatever it is. An error: the association is lost, for ever.
    Result<ReceivedCommand> next();
    bool is_answer(const ReceivedCommand& received) const;  // to the request that was begun
    // The data set of the command that came last, whole. Longer than `most`: the association is lost.
    Result<std::string> data_set(std::uint8_t context, std::size_t most);
    Result<void> send(std::uint8_t context, std::span<const std::byte> command);

    void cancel();                                                  // the request; again is no harm
    bool cancelled() const { return cancelled_at_.has_value(); }    // the request that was begun last
    bool gave_up() const { return gave_up_; }                       // it was not ended in time after that: lost
    tl::unexpected<Error> lost(std::string why);                    // aborts
    tl::unexpected<Error> lost(std::variant<Ending, AbortReason>);  // the same
    void release();

private:
    bool tick();
    void send_cancel();

    OutgoingAssociation call_;
    std::function<bool()> goes_on_;
    std::chrono::seconds idle_timeout_;
    MessageStream stream_;
    bool usable_ = true;

    const RequestLimits* limits_ = nullptr;  // of the request that is under way
    PeerSocket::Deadline ends_{};
    std::uint16_t command_field_ = 0;
    std::uint16_t message_ = 0;
    std::optional<PeerSocket::Deadline> cancelled_at_;
    bool cancel_sent_ = false;
    bool writing_ = false;  // a message of ours is on its way: nothing may come between its pieces
    bool gave_up_ = false;
};

}  // namespace portico::dimse
