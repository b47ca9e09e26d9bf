#include "platform/dimse/commitment_reporter.h"

#include <fmt/format.h>

#include "platform/dimse/command_reader.h"
#include "platform/dimse/requestor.h"
#include "platform/dimse/sop_classes.h"

namespace portico::dimse {

namespace {

constexpr std::uint16_t message = 1;

}  // namespace

Result<void> report_commitment(const Peer& peer, const CommitmentReport& report, const CallOptions& options) {
    const std::string sop_class(sop_classes::storage_commitment);
    // We stay the provider although we call (PS3.7 D.3.3.4).
    PORTICO_TRY(auto call, request_association(peer, {{1, sop_class, {"1.2.840.10008.1.2"}}},
                                               {{sop_class, false, true}}, options));
    MessageStream stream(*call.socket, options.max_pdu, call.agreed.peer_max_pdu);
    const auto broken = [&](std::string why) {
        stream.abort(AbortReason::not_specified);
        return fail(errors::peer_failed, std::move(why));
    };
    const EventReportRequest event{message, sop_class, std::string(sop_classes::storage_commitment_instance),
                                   report.event_type};
    if (!stream.send_command(1, encode(event)) ||
        !stream.send_data_set(1, std::as_bytes(std::span(report.event_information))))
        return broken("connection lost");
    const auto answer = read_command(stream, options.idle_timeout);
    const auto* command = std::get_if<ReceivedCommand>(&answer);
    if (command == nullptr || command->command.command_field != (n_event_report_rq | response_bit) ||
        command->command.message_id != message)
        return broken("no answer to the report");
    if (command->command.status != status_success)
        return broken(fmt::format("N-EVENT-REPORT status {:04x}", command->command.status));
    stream.release();
    return {};
}

}  // namespace portico::dimse
