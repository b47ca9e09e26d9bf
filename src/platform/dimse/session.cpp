#include "platform/dimse/session.h"

#include <fmt/format.h>

#include "platform/dimse/part10_header.h"

namespace portico::dimse {

namespace {

constexpr std::string_view verification_sop_class = "1.2.840.10008.1.1";
// No command that we know is longer than a few hundred bytes.
constexpr std::size_t longest_command = 16 * 1024;

}  // namespace

void Session::run() {
    for (;;) {
        auto request = next_request();
        if (const auto* ending = std::get_if<Ending>(&request)) return finish(*ending);
        const auto& [context_id, context, command] = std::get<Request>(request);
        if (command.command_field == c_cancel_rq) continue;  // nothing that we do can be cancelled
        auto result = carry_out(std::get<Request>(request));
        if (const auto* ending = std::get_if<Ending>(&result)) return finish(*ending);
        auto& outcome = std::get<Outcome>(result);
        const Response response{
            command.command_field,         command.message_id,        outcome.status, command.affected_sop_class,
            command.affected_sop_instance, std::move(outcome.comment)};
        if (!stream_.send_command(context_id, encode(response))) return finish(Ending::closed_by_peer);
    }
}

std::variant<Session::Request, Ending> Session::next_request() {
    std::vector<std::byte> bytes;
    std::optional<std::uint8_t> context;
    auto deadline = PeerSocket::Deadline::max();
    for (;;) {
        auto next = stream_.next(bytes.empty() ? OnStop::leave : OnStop::go_on, deadline);
        if (const auto* ending = std::get_if<Ending>(&next)) return *ending;
        const auto& fragment = std::get<Fragment>(next);
        if (!fragment.is_command || (context && *context != fragment.context) ||
            bytes.size() + fragment.data.size() > longest_command)
            return violation(AbortReason::unexpected_parameter);
        if (!context) deadline = std::chrono::steady_clock::now() + options_.idle_timeout;
        context = fragment.context;
        bytes.insert(bytes.end(), fragment.data.begin(), fragment.data.end());
        if (fragment.last) break;
    }
    const auto found = association_.contexts.find(*context);
    auto command = parse_command_set(bytes);
    // A response answers nothing: we ask for nothing on this association.
    if (found == association_.contexts.end() || !command || (command->command_field & response_bit) != 0)
        return violation(AbortReason::invalid_parameter_value);
    return Request{*context, &found->second, std::move(*command)};
}

std::variant<Session::Outcome, Ending> Session::carry_out(const Request& request) {
    if (request.command.command_field == c_store_rq && request.command.has_data_set()) return store(request);
    if (request.command.has_data_set()) {
        auto dropped = receive_data_set(request.context_id, [](auto) {});
        if (const auto* ending = std::get_if<Ending>(&dropped)) return *ending;
    }
    if (request.command.command_field == c_store_rq)
        return Outcome{status_mistyped_argument, "C-STORE without a data set"};
    if (request.command.command_field != c_echo_rq) return Outcome{status_unrecognized_operation, {}};
    if (request.context->abstract_syntax != verification_sop_class) return Outcome{status_sop_class_not_supported, {}};
    return Outcome{};
}

// What the command alone shows to be wrong.
std::optional<Session::Outcome> Session::refusal_of(const Request& request) const {
    if (request.context->abstract_syntax == verification_sop_class ||
        request.command.affected_sop_class != request.context->abstract_syntax)
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
        PORTICO_TRY(object, service_.begin(association_.context, association_.peer, {class_uid, instance_uid, syntax}));
        return object->write(part10_header({class_uid, instance_uid, syntax, options_.implementation_class_uid,
                                            options_.implementation_version, association_.peer.calling_ae}));
    });
    auto ended = receive_data_set(request.context_id, [&](std::span<const std::byte> data) {
        received += data.size();
        guarded([&]() -> Result<void> {
            if (received > options_.max_object_bytes) return fail(errors::too_large, "data set over the limit");
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
