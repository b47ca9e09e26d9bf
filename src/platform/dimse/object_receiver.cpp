#include "platform/dimse/object_receiver.h"

#include <fmt/format.h>

#include "platform/dimse/part10_header.h"

namespace portico::dimse {

namespace {

// What the command alone shows to be wrong.
std::optional<Answer> refusal_of(const CommandSet& command, const AcceptedContext& context) {
    if (!context.storage || command.affected_sop_class != context.abstract_syntax)
        return Answer{status_sop_class_not_supported, "SOP class is not that of the presentation context"};
    if (!is_uid(command.affected_sop_instance))
        return Answer{status_invalid_sop_instance, "SOP Instance UID is not a UID"};
    return std::nullopt;
}

}  // namespace

Answer answer_of(const Error& error) {
    const auto status = error.kind().dimse_status;
    return {status == status_success ? status_processing_failure : status, std::string(error.kind().text)};
}

std::variant<Answer, Ending, AbortReason> receive_object(MessageStream& stream, const ReceivedCommand& request,
                                                         const AcceptedContext& context,
                                                         const ObjectReceiver& receiver) {
    auto refused = refusal_of(request.command, context);
    std::unique_ptr<IncomingObject> object;
    std::uint64_t received = 0;
    // Runs one step of the service; the first thing that goes wrong decides, and the object goes at once.
    const auto guarded = [&](const std::function<Result<void>()>& step) {
        if (refused) return;
        try {
            if (auto done = step(); !done) {
                const auto& error = done.error();
                receiver.report(ListenerEvent::Kind::refused_object,
                                fmt::format("{}: {}", error.kind().code, error.detail()));
                refused = answer_of(error);
            }
        } catch (const std::exception& exception) {
            receiver.report(ListenerEvent::Kind::failed, exception.what());
            refused = Answer{status_processing_failure};
        }
        if (refused) object.reset();
    };

    guarded([&]() -> Result<void> {
        const IncomingHeader header{request.command.affected_sop_class, request.command.affected_sop_instance,
                                    context.transfer_syntax};
        PORTICO_TRY(object, receiver.service.begin(receiver.context, receiver.peer, header));
        return object->write(part10_header({header.sop_class, header.sop_instance, header.transfer_syntax,
                                            receiver.implementation_class_uid, receiver.implementation_version,
                                            receiver.peer.calling_ae}));
    });
    auto ended = read_data_set(stream, request.context, [&](std::span<const std::byte> data) {
        received += data.size();
        guarded([&]() -> Result<void> {
            if (received > receiver.max_object_bytes)
                return fail(portico::errors::too_large, "data set over the limit");
            return object->write(data);
        });
        return true;
    });
    if (const auto* ending = std::get_if<Ending>(&ended)) return *ending;
    if (const auto* reason = std::get_if<AbortReason>(&ended)) return *reason;
    guarded([&] { return object->finish(); });
    return refused.value_or(Answer{});
}

}  // namespace portico::dimse
