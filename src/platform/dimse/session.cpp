#include "platform/dimse/session.h"

#include <fmt/format.h>

#include "platform/dimse/command_reader.h"
#include "platform/dimse/object_receiver.h"
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

std::variant<Session::Outcome, Ending> Session::store(const Request& request) {
    const ObjectReceiver receiver{services_.store,
                                  association_.context,
                                  association_.peer,
                                  options_.max_object_bytes,
                                  options_.implementation_class_uid,
                                  options_.implementation_version,
                                  [this](auto kind, auto detail) { report(kind, std::move(detail)); }};
    auto received = receive_object(stream_, {request.context_id, request.command}, *request.context, receiver);
    if (const auto* ending = std::get_if<Ending>(&received)) return *ending;
    if (const auto* reason = std::get_if<AbortReason>(&received)) return violation(*reason);
    auto& answer = std::get<Answer>(received);
    return Outcome{answer.status, std::move(answer.comment)};
}

std::variant<std::monostate, Ending> Session::receive_data_set(
    std::uint8_t context, const std::function<void(std::span<const std::byte>)>& take) {
    auto read = read_data_set(stream_, context, [&](std::span<const std::byte> data) {
        take(data);
        return true;
    });
    if (const auto* ending = std::get_if<Ending>(&read)) return *ending;
    if (const auto* reason = std::get_if<AbortReason>(&read)) return violation(*reason);
    return std::monostate{};
}

Session::Outcome Session::outcome_of(const Error& error) {
    report(ListenerEvent::Kind::refused_object, fmt::format("{}: {}", error.kind().code, error.detail()));
    auto answer = answer_of(error);
    return {answer.status, std::move(answer.comment)};
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
