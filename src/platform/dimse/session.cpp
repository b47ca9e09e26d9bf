#include "platform/dimse/session.h"

#include <fmt/format.h>

#include "platform/dimse/command_reader.h"
#include "platform/dimse/part10_header.h"
#include "platform/dimse/sop_classes.h"

namespace portico::dimse {

namespace {

bool is_query(std::uint16_t command_field) {
    return command_field == c_find_rq || command_field == c_move_rq || command_field == c_get_rq;
}

}  // namespace

void Session::run() {
    for (;;) {
        auto next = next_request();
        if (const auto* ending = std::get_if<Ending>(&next)) return finish(*ending);
        const auto& request = std::get<Request>(next);
        // What is cancelled here has been answered already.
        if (request.command.command_field == c_cancel_rq) continue;
        cancel_seen_ = false;
        auto result = carry_out(request);
        if (const auto* ending = std::get_if<Ending>(&result)) return finish(*ending);
        if (!respond(request, std::get<Outcome>(result))) return finish(Ending::closed_by_peer);
        if (const auto commitment = std::move(commitment_))
            if (const auto ending = report_commitment(request, *commitment)) return finish(*ending);
    }
}

bool Session::respond(const Request& request, const Outcome& outcome) {
    const auto& command = request.command;
    const Response response{.to_command = command.command_field,
                            .to_message = command.message_id,
                            .status = outcome.status,
                            .affected_sop_class = command.affected_sop_class,
                            .affected_sop_instance = command.affected_sop_instance,
                            .error_comment = outcome.comment,
                            .has_data_set = !outcome.data_set.empty(),
                            .sub_operations = outcome.sub_operations};
    if (!stream_.send_command(request.context_id, encode(response))) return false;
    return outcome.data_set.empty() ||
           stream_.send_data_set(request.context_id, std::as_bytes(std::span(outcome.data_set)));
}

std::variant<Session::Request, Ending> Session::next_command() {
    auto next = read_command(stream_, options_.idle_timeout);
    if (const auto* ending = std::get_if<Ending>(&next)) return *ending;
    if (const auto* reason = std::get_if<AbortReason>(&next)) return violation(*reason);
    auto& [context, command] = std::get<ReceivedCommand>(next);
    const auto found = association_.contexts.find(context);
    if (found == association_.contexts.end()) return violation(AbortReason::invalid_parameter_value);
    return Request{context, &found->second, std::move(command)};
}

std::variant<Session::Request, Ending> Session::next_request() {
    auto next = next_command();
    // A response answers nothing: nothing that we asked is open.
    if (const auto* request = std::get_if<Request>(&next); request != nullptr && request->command.is_response())
        return violation(AbortReason::invalid_parameter_value);
    return next;
}

std::variant<Session::Outcome, Ending> Session::carry_out(const Request& request) {
    const auto& command = request.command;
    if (command.has_data_set()) {
        if (command.command_field == c_store_rq) return store(request);
        if (is_query(command.command_field)) return query(request);
        if (command.command_field == n_action_rq) return action(request);
        auto dropped = receive_data_set(request.context_id, [](auto) {});
        if (const auto* ending = std::get_if<Ending>(&dropped)) return *ending;
    } else if (command.command_field == c_store_rq || is_query(command.command_field)) {
        return Outcome{status_mistyped_argument, "a data set is missing"};
    }
    if (command.command_field != c_echo_rq) return Outcome{status_unrecognized_operation};
    if (request.context->abstract_syntax != sop_classes::verification) return Outcome{status_sop_class_not_supported};
    return Outcome{};
}

// What the command alone shows to be wrong.
std::optional<Session::Outcome> Session::refusal_of(const Request& request) const {
    if (!request.context->storage || request.command.affected_sop_class != request.context->abstract_syntax)
        return Outcome{status_sop_class_not_supported, "SOP class is not that of the presentation context"};
    if (!is_uid(request.command.affected_sop_instance))
        return Outcome{status_invalid_sop_instance, "SOP Instance UID is not a UID"};
    return std::nullopt;
}

std::variant<Session::Outcome, Ending> Session::store(const Request& request) {
    auto refused = refusal_of(request);
    std::unique_ptr<IncomingObject> object;
    std::uint64_t received = 0;
    // Runs one step of the service; the first thing that goes wrong decides, and the object goes at once.
    const auto guarded = [&](const std::function<Result<void>()>& step) {
        if (refused) return;
        try {
            if (auto done = step(); !done) refused = outcome_of(done.error());
        } catch (const std::exception& exception) {
            report(ListenerEvent::Kind::failed, exception.what());
            refused = Outcome{status_processing_failure, {}};
        }
        if (refused) object.reset();
    };

    guarded([&]() -> Result<void> {
        const auto& [class_uid, instance_uid] =
            std::tie(request.command.affected_sop_class, request.command.affected_sop_instance);
        const auto& syntax = request.context->transfer_syntax;
        PORTICO_TRY(object,
                    services_.store.begin(association_.context, association_.peer, {class_uid, instance_uid, syntax}));
        return object->write(part10_header({class_uid, instance_uid, syntax, options_.implementation_class_uid,
                                            options_.implementation_version, association_.peer.calling_ae}));
    });
    auto ended = receive_data_set(request.context_id, [&](std::span<const std::byte> data) {
        received += data.size();
        guarded([&]() -> Result<void> {
            if (received > options_.max_object_bytes)
                return fail(portico::errors::too_large, "data set over the limit");
            return object->write(data);
        });
    });
    if (const auto* ending = std::get_if<Ending>(&ended)) return *ending;
    guarded([&] { return object->finish(); });
    return refused.value_or(Outcome{});
}

std::variant<std::monostate, Ending> Session::receive_data_set(
    std::uint8_t context, const std::function<void(std::span<const std::byte>)>& take) {
    for (;;) {
        auto next = stream_.next(OnStop::go_on);
        if (const auto* ending = std::get_if<Ending>(&next)) return *ending;
        const auto& fragment = std::get<Fragment>(next);
        if (fragment.is_command || fragment.context != context) return violation(AbortReason::unexpected_parameter);
        if (!fragment.data.empty()) take(fragment.data);
        if (fragment.last) return std::monostate{};
    }
}

Session::Outcome Session::outcome_of(const Error& error) {
    report(ListenerEvent::Kind::refused_object, fmt::format("{}: {}", error.kind().code, error.detail()));
    const auto status = error.kind().dimse_status;
    return {status == status_success ? status_processing_failure : status, std::string(error.kind().text)};
}

Ending Session::violation(AbortReason reason) {
    abort_reason_ = reason;
    return Ending::violation;
}

void Session::finish(Ending ending) {
    switch (ending) {
        case Ending::release_requested:
            stream_.reply_release();
            return;
        case Ending::aborted_by_peer:
            report(ListenerEvent::Kind::aborted, "aborted by the peer");
            return;
        case Ending::closed_by_peer:
            report(ListenerEvent::Kind::aborted, "connection lost");
            return;
        case Ending::silent:
            stream_.abort(AbortReason::not_specified);
            report(ListenerEvent::Kind::aborted, "the peer was silent for too long");
            return;
        case Ending::stopped:
            stream_.abort(AbortReason::not_specified);
            return;
        case Ending::violation:
            if (abort_reason_ == AbortReason::not_specified) abort_reason_ = stream_.abort_reason();
            stream_.abort(abort_reason_);
            report(ListenerEvent::Kind::aborted,
                   fmt::format("the peer does not keep to the protocol (reason {})", static_cast<int>(abort_reason_)));
            return;
    }
}

void Session::report(ListenerEvent::Kind kind, std::string detail) {
    if (on_event_) on_event_({kind, association_.peer, std::move(detail)});
}

}  // namespace portico::dimse
