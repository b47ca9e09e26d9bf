#include "platform/dimse/query_call.h"

#include <fmt/format.h>

#include <algorithm>

namespace portico::dimse {

namespace {

using std::chrono::steady_clock;

constexpr const char* implicit_little_endian = "1.2.840.10008.1.2";
constexpr const char* explicit_little_endian = "1.2.840.10008.1.2.1";

const char* text_of(Ending ending) {
    switch (ending) {
        case Ending::release_requested:
            return "released by the node before its answer";
        case Ending::aborted_by_peer:
            return "aborted by the node";
        case Ending::closed_by_peer:
            return "connection lost";
        case Ending::silent:
            return "the node was silent for too long";
        case Ending::stopped:
            return "stopped by us";
        case Ending::violation:
            break;
    }
    return "the node does not keep to the protocol";
}

}  // namespace

Result<std::unique_ptr<QueryCall>> QueryCall::connect(const Peer& peer, std::string_view sop_class,
                                                      const std::vector<StorageContext>& storage,
                                                      const CallOptions& options) {
    std::vector<ProposedContext> contexts{
        {query_context_id, std::string(sop_class), {explicit_little_endian, implicit_little_endian}}};
    std::vector<Roles> roles;
    for (const auto& each : storage) {
        if (contexts.size() > most_storage_contexts) break;
        contexts.push_back(
            {static_cast<std::uint8_t>(2 * contexts.size() + 1), each.sop_class, each.transfer_syntaxes});
        if (std::ranges::find(roles, each.sop_class, &Roles::sop_class) == roles.end())
            roles.push_back({each.sop_class, false, true});
    }
    PORTICO_TRY(auto call, request_association(peer, std::move(contexts), std::move(roles), options));
    auto& agreed = call.agreed.contexts;
    const bool answers = agreed.contains(query_context_id);
    const bool stores = agreed.size() > 1 || storage.empty();
    for (auto& [id, context] : agreed) context.storage = id != query_context_id;
    if (answers && stores) return std::make_unique<QueryCall>(std::move(call), options);
    write_abort(*call.socket, AbortReason::not_specified);
    return fail(errors::peer_unsupported, answers ? "no storage class was accepted" : "the query was not accepted");
}

QueryCall::QueryCall(OutgoingAssociation call, const CallOptions& options)
    : call_(std::move(call)),
      goes_on_(options.goes_on),
      idle_timeout_(options.idle_timeout),
      stream_(*call_.socket, options.max_pdu, call_.agreed.peer_max_pdu) {
    call_.socket->watch([this] { return tick(); });
}

QueryCall::~QueryCall() {
    if (usable_) stream_.abort(AbortReason::not_specified);
}

// Called about twice a second while the socket is read or written, or waited for.
bool QueryCall::tick() {
    if (goes_on_ && !goes_on_()) return false;
    if (limits_ == nullptr) return true;
    const auto now = steady_clock::now();
    if (!cancelled_at_ && (now >= ends_ || (limits_->wanted && !limits_->wanted()))) cancelled_at_ = now;
    if (cancelled_at_ && !cancel_sent_ && !writing_) send_cancel();
    gave_up_ = cancelled_at_ && now > *cancelled_at_ + limits_->after_cancel;
    return !gave_up_;
}

void QueryCall::cancel() {
    if (!cancelled_at_) cancelled_at_ = steady_clock::now();
    if (!cancel_sent_ && !writing_) send_cancel();
}

// When it cannot be sent, reading will tell so.
void QueryCall::send_cancel() {
    cancel_sent_ = true;
    writing_ = true;
    stream_.send_command(query_context_id, encode_cancel(message_));
    writing_ = false;
}

Result<void> QueryCall::begin(std::uint16_t command_field, std::string_view identifier, const RequestLimits& limits,
                              const std::string& move_destination) {
    if (!usable_) return fail(errors::peer_failed, "the association is lost");
    limits_ = &limits;
    ends_ = steady_clock::now() + limits.longest;
    command_field_ = command_field;
    ++message_;
    cancelled_at_.reset();
    cancel_sent_ = false;
    PORTICO_CHECK(send(query_context_id, encode(QueryCommand{command_field, message_, query_context().abstract_syntax,
                                                             move_destination})));
    writing_ = true;
    const bool sent = stream_.send_data_set(query_context_id, std::as_bytes(std::span(identifier)));
    writing_ = false;
    if (!sent) return lost(Ending::closed_by_peer);
    return {};
}

Result<void> QueryCall::send(std::uint8_t context, std::span<const std::byte> command) {
    writing_ = true;
    const bool sent = stream_.send_command(context, command);
    writing_ = false;
    if (!sent) return lost(Ending::closed_by_peer);
    return {};
}

Result<ReceivedCommand> QueryCall::next() {
    const auto until = steady_clock::now() + limits_->silence;
    auto came = Io::timed_out;
    while (came == Io::timed_out && steady_clock::now() < until)
        came = call_.socket->ensure(1, OnStop::leave, until);  // waits no longer than the idle timeout, each time
    if (came == Io::timed_out) return lost(Ending::silent);
    auto command = read_command(stream_, idle_timeout_);
    if (const auto* ending = std::get_if<Ending>(&command)) return lost(*ending);
    if (const auto* reason = std::get_if<AbortReason>(&command)) return lost(*reason);
    return std::move(std::get<ReceivedCommand>(command));
}

bool QueryCall::is_answer(const ReceivedCommand& received) const {
    const auto& command = received.command;
    return received.context == query_context_id && command.command_field == (command_field_ | response_bit) &&
           command.message_id == message_;
}

Result<std::string> QueryCall::data_set(std::uint8_t context, std::size_t most) {
    std::string bytes;
    const auto read = read_data_set(stream_, context, [&](std::span<const std::byte> data) {
        if (data.size() > most - bytes.size()) return false;
        bytes.append(reinterpret_cast<const char*>(data.data()), data.size());
        return true;
    });
    if (const auto* ending = std::get_if<Ending>(&read)) return lost(*ending);
    if (const auto* reason = std::get_if<AbortReason>(&read)) return lost(*reason);
    return bytes;
}

tl::unexpected<Error> QueryCall::lost(std::string why) {
    if (usable_) stream_.abort(AbortReason::not_specified);
    usable_ = false;
    limits_ = nullptr;
    return fail(errors::peer_failed, std::move(why));
}

tl::unexpected<Error> QueryCall::lost(std::variant<Ending, AbortReason> how) {
    const auto* ending = std::get_if<Ending>(&how);
    return lost(std::string(text_of(ending != nullptr ? *ending : Ending::violation)));
}

void QueryCall::release() {
    if (!usable_) return;
    usable_ = false;
    stream_.release();
}

}  // namespace portico::dimse
