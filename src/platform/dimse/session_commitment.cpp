// N-ACTION and N-EVENT-REPORT of the Storage Commitment Push Model (PS3.4 J.3).
#include "platform/dimse/session.h"
#include "platform/dimse/sop_classes.h"

namespace portico::dimse {

namespace {

// Longer ones are not worth a peer's patience: the report comes over an association of its own.
constexpr std::chrono::seconds longest_wait_on_the_line{20};
constexpr std::uint16_t request_storage_commitment = 1;  // action type, PS3.4 Table J.3-1

}  // namespace

std::variant<Session::Outcome, Ending> Session::action(const Request& request) {
    CommitmentRequest wanted{request.context->transfer_syntax, {}};
    bool too_long = false;
    auto received = receive_data_set(request.context_id, [&](std::span<const std::byte> data) {
        too_long = too_long || wanted.action_information.size() + data.size() > most_commitment_bytes;
        if (!too_long) wanted.action_information.append(reinterpret_cast<const char*>(data.data()), data.size());
    });
    if (const auto* ending = std::get_if<Ending>(&received)) return *ending;
    const auto& command = request.command;
    if (request.context->abstract_syntax != sop_classes::storage_commitment)
        return Outcome{status_unrecognized_operation};
    if (command.affected_sop_class != sop_classes::storage_commitment) return Outcome{status_sop_class_not_supported};
    if (command.affected_sop_instance != sop_classes::storage_commitment_instance)
        return Outcome{status_no_such_sop_instance};
    if (command.action_type != request_storage_commitment) return Outcome{status_no_such_action};
    if (too_long) return Outcome{status_out_of_resources, "too many references"};
    auto begun = guarded<std::unique_ptr<Commitment>>(
        [&] { return services_.commitment->request(association_.context, association_.peer, wanted); });
    if (const auto* refused = std::get_if<Outcome>(&begun)) return *refused;
    commitment_ = std::move(std::get<std::unique_ptr<Commitment>>(begun));
    return Outcome{};
}

// Over the same association as long as the peer leaves it open and asks for nothing else (PS3.4 J.3.3). An ending when
// the association has ended meanwhile.
std::optional<Ending> Session::report_commitment(const Request& request, Commitment& commitment) {
    const auto until = std::chrono::steady_clock::now() + longest_wait_on_the_line;
    std::optional<CommitmentReport> report;
    while (!report) {
        if (stream_.waiting() || std::chrono::steady_clock::now() > until) return std::nullopt;
        auto step = guarded<std::optional<CommitmentReport>>([&] { return commitment.step(); });
        if (std::holds_alternative<Outcome>(step)) return std::nullopt;
        report = std::move(std::get<std::optional<CommitmentReport>>(step));
    }
    const auto message = next_message_++;
    const EventReportRequest event{message, std::string(sop_classes::storage_commitment),
                                   std::string(sop_classes::storage_commitment_instance), report->event_type};
    if (!stream_.send_command(request.context_id, encode(event)) ||
        !stream_.send_data_set(request.context_id, std::as_bytes(std::span(report->event_information))))
        return Ending::closed_by_peer;
    auto next = next_command();
    if (const auto* ending = std::get_if<Ending>(&next)) return *ending;
    const auto& answer = std::get<Request>(next).command;
    if (answer.command_field != (n_event_report_rq | response_bit) || answer.message_id != message)
        return violation(AbortReason::unexpected_parameter);
    if (answer.has_data_set()) {
        auto dropped = receive_data_set(std::get<Request>(next).context_id, [](auto) {});
        if (const auto* ending = std::get_if<Ending>(&dropped)) return *ending;
    }
    if (answer.status == status_success) commitment.delivered();
    return std::nullopt;
}

}  // namespace portico::dimse
