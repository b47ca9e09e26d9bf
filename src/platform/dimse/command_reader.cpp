#include "platform/dimse/command_reader.h"

namespace portico::dimse {

namespace {

// No command that we know is longer than a few hundred bytes.
constexpr std::size_t longest_command = 16 * 1024;

}  // namespace

std::variant<ReceivedCommand, Ending, AbortReason> read_command(MessageStream& stream, std::chrono::seconds patience) {
    std::vector<std::byte> bytes;
    std::optional<std::uint8_t> context;
    auto deadline = PeerSocket::Deadline::max();
    for (;;) {
        auto next = stream.next(bytes.empty() ? OnStop::leave : OnStop::go_on, deadline);
        if (const auto* ending = std::get_if<Ending>(&next)) return *ending;
        const auto& fragment = std::get<Fragment>(next);
        if (!fragment.is_command || (context && *context != fragment.context) ||
            bytes.size() + fragment.data.size() > longest_command)
            return AbortReason::unexpected_parameter;
        if (!context) deadline = std::chrono::steady_clock::now() + patience;
        context = fragment.context;
        bytes.insert(bytes.end(), fragment.data.begin(), fragment.data.end());
        if (fragment.last) break;
    }
    auto command = parse_command_set(bytes);
    if (!command) return AbortReason::invalid_parameter_value;
    return ReceivedCommand{*context, std::move(*command)};
}

std::variant<std::monostate, Ending, AbortReason> read_data_set(
    MessageStream& stream, std::uint8_t context, const std::function<bool(std::span<const std::byte>)>& take) {
    for (;;) {
        auto next = stream.next(OnStop::go_on);
        if (const auto* ending = std::get_if<Ending>(&next)) return *ending;
        const auto& fragment = std::get<Fragment>(next);
        if (fragment.is_command || fragment.context != context) return AbortReason::unexpected_parameter;
        if (!fragment.data.empty() && !take(fragment.data)) return AbortReason::not_specified;
        if (fragment.last) return std::monostate{};
    }
}

std::optional<ChosenContext> context_for(const EstablishedAssociation& association, const OutgoingHeader& object,
                                         bool provided_by_peer) {
    for (const auto& syntax : {object.transfer_syntax, object.other_syntax})
        for (const auto& [id, context] : association.contexts)
            if (context.abstract_syntax == object.sop_class && context.transfer_syntax == syntax &&
                (context.peer_provides || !provided_by_peer))
                return ChosenContext{id, syntax};
    return std::nullopt;
}

}  // namespace portico::dimse
