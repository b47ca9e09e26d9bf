#include "platform/dimse/store_sender.h"

#include <algorithm>

#include "platform/dimse/command_reader.h"
#include "platform/dimse/command_set.h"
#include "platform/dimse/message_stream.h"
#include "platform/dimse/requestor.h"

namespace portico::dimse {

namespace {

constexpr std::size_t most_contexts = 128;

void propose(std::vector<ProposedContext>& contexts, const std::string& sop_class, const std::string& syntax) {
    const bool known = std::ranges::any_of(contexts, [&](const ProposedContext& each) {
        return each.abstract_syntax == sop_class && each.transfer_syntaxes[0] == syntax;
    });
    if (known || syntax.empty() || contexts.size() == most_contexts) return;
    contexts.push_back({static_cast<std::uint8_t>(2 * contexts.size() + 1), sop_class, {syntax}});
}

// The syntaxes that objects have come first: there may be no room for all.
std::vector<ProposedContext> contexts_of(const std::vector<OutgoingHeader>& objects) {
    std::vector<ProposedContext> contexts;
    for (const auto& object : objects) propose(contexts, object.sop_class, object.transfer_syntax);
    for (const auto& object : objects) propose(contexts, object.sop_class, object.other_syntax);
    return contexts;
}

}  // namespace

StoreResult result_of_status(std::uint16_t status) {
    if (status == status_success) return StoreResult::completed;
    const bool warning = (status & 0xF000U) == 0xB000U || status == 0x0001 || status == 0x0107 || status == 0x0116;
    return warning ? StoreResult::warning : StoreResult::failed;
}

struct StoreSender::Parts {
    explicit Parts(OutgoingAssociation given, const CallOptions& options)
        : call(std::move(given)),
          stream(*call.socket, options.max_pdu, call.agreed.peer_max_pdu),
          idle_timeout(options.idle_timeout) {}

    OutgoingAssociation call;
    MessageStream stream;
    std::chrono::seconds idle_timeout;
    std::uint16_t next_message = 1;
    bool usable = true;
};

StoreSender::StoreSender(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

StoreSender::~StoreSender() {
    if (parts_->usable) parts_->stream.abort(AbortReason::not_specified);
}

Result<std::unique_ptr<StoreSender>> StoreSender::connect(const Peer& peer, const std::vector<OutgoingHeader>& objects,
                                                          const CallOptions& options) {
    PORTICO_TRY(auto call, request_association(peer, contexts_of(objects), {}, options));
    return std::unique_ptr<StoreSender>(new StoreSender(std::make_unique<Parts>(std::move(call), options)));
}

std::optional<std::string> StoreSender::syntax_for(const OutgoingHeader& object) const {
    auto context = context_for(parts_->call.agreed, object);
    if (!context) return std::nullopt;
    return std::move(context->transfer_syntax);
}

Result<std::uint16_t> StoreSender::send(const OutgoingHeader& object, ObjectSource& source,
                                        const MoveOriginator& originator) {
    const auto context = context_for(parts_->call.agreed, object);
    if (!parts_->usable || !context) return fail(errors::peer_failed, "not to be sent over this association");
    const auto lost = [&](std::string why) {
        parts_->stream.abort(AbortReason::not_specified);
        parts_->usable = false;
        return fail(errors::peer_failed, std::move(why));
    };
    const auto message = parts_->next_message++;
    if (!parts_->stream.send_command(context->id, encode(StoreRequest{message, object.sop_class, object.sop_instance,
                                                                      originator.ae, originator.message})))
        return lost("connection lost");
    switch (parts_->stream.send_data_set(context->id, source)) {
        case MessageStream::Sent::sent:
            break;
        case MessageStream::Sent::connection_lost:
            return lost("connection lost within an object");
        case MessageStream::Sent::source_failed:
            return lost("the object could not be read to its end");
    }
    const auto answer = read_command(parts_->stream, parts_->idle_timeout);
    const auto* command = std::get_if<ReceivedCommand>(&answer);
    if (command == nullptr || command->command.command_field != (c_store_rq | response_bit) ||
        command->command.message_id != message || command->command.has_data_set())
        return lost("no answer to an object");
    return command->command.status;
}

void StoreSender::release() {
    if (!parts_->usable) return;
    parts_->usable = false;
    parts_->stream.release();
}

}  // namespace portico::dimse
