// Commands and data sets off an association; for whoever answers and for whoever asks.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <variant>

#include "platform/dimse/command_set.h"
#include "platform/dimse/message_stream.h"
#include "platform/dimse/negotiation.h"

namespace portico::dimse {

struct ReceivedCommand {
    std::uint8_t context = 0;
    CommandSet command;
};

// Waits for its beginning as MessageStream does, for the rest at most `patience`.
std::variant<ReceivedCommand, Ending, AbortReason> read_command(MessageStream& stream, std::chrono::seconds patience);

// The data set that follows a command, piece by piece to its end; a piece is valid during the call. When `take` says
// no, or something else comes over the line, the association is to be aborted for that reason.
std::variant<std::monostate, Ending, AbortReason> read_data_set(
    MessageStream& stream, std::uint8_t context, const std::function<bool(std::span<const std::byte>)>& take);

// The context over which an object can go, as it is rather than in its other syntax; where the peer must have said that
// it provides the class, only such a one.
struct ChosenContext {
    std::uint8_t id = 0;
    std::string transfer_syntax;
};
std::optional<ChosenContext> context_for(const EstablishedAssociation& association, const OutgoingHeader& object,
                                         bool provided_by_peer = false);

}  // namespace portico::dimse
