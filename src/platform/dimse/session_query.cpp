// C-FIND, C-MOVE and C-GET (PS3.4 Annex C, PS3.7 9.1.2 to 9.1.4).
#include <fmt/format.h>

#include <algorithm>

#include "platform/dimse/command_reader.h"
#include "platform/dimse/requestor.h"
#include "platform/dimse/session.h"
#include "platform/dimse/sop_classes.h"
#include "platform/dimse/store_sender.h"

namespace portico::dimse {

namespace {

constexpr std::string_view explicit_little_endian = "1.2.840.10008.1.2.1";

bool belongs_to(std::uint16_t command_field, std::string_view sop_class) {
    using namespace sop_classes;
    switch (command_field) {
        case c_find_rq:
            return sop_class == patient_root_find || sop_class == study_root_find;
        case c_move_rq:
            return sop_class == patient_root_move || sop_class == study_root_move;
        default:
            return sop_class == patient_root_get || sop_class == study_root_get;
    }
}

// Failed SOP Instance UID List (0008,0058), the only element of the final answer's data set (PS3.4 C.4.2.1.4.2). An
// explicit UI holds at most 65534 bytes: what does not fit is in the count of failures only.
std::string failed_list(const std::vector<std::string>& uids, std::string_view transfer_syntax) {
    constexpr std::size_t longest = 65534;
    std::string value;
    for (const auto& uid : uids) {
        if (value.size() + uid.size() + 1 > longest) break;
        if (!value.empty()) value += '\\';
        value += uid;
    }
    if (value.empty()) return {};
    if (value.size() % 2 != 0) value += '\0';
    const auto low = static_cast<char>(value.size() & 0xFFU), high = static_cast<char>(value.size() >> 8U);
    std::string element{'\x08', '\0', '\x58', '\0'};
    if (transfer_syntax == explicit_little_endian)
        element += {'U', 'I', low, high};
    else
        element += {low, high, '\0', '\0'};
    return element + value;
}

std::uint16_t counted(std::size_t number) { return static_cast<std::uint16_t>(std::min<std::size_t>(number, 0xFFFF)); }

// Tells the retrieval how it ended, whatever the way out.
class Ended {
public:
    explicit Ended(Retrieval& retrieval) : retrieval_(retrieval) {}
    ~Ended() {
        try {
            retrieval_.ended(counts);
        } catch (const std::exception&) {
            return;  // what was sent is sent
        }
    }
    Ended(const Ended&) = delete;
    Ended& operator=(const Ended&) = delete;
    RetrievalCounts counts;

private:
    Retrieval& retrieval_;
};

}  // namespace

std::variant<Session::Outcome, Ending> Session::query(const Request& request) {
    QueryRequest query{request.context->abstract_syntax, request.context->transfer_syntax, {}};
    bool too_long = false;
    auto received = receive_data_set(request.context_id, [&](std::span<const std::byte> data) {
        too_long = too_long || query.identifier.size() + data.size() > most_identifier_bytes;
        if (!too_long) query.identifier.append(reinterpret_cast<const char*>(data.data()), data.size());
    });
    if (const auto* ending = std::get_if<Ending>(&received)) return *ending;
    const auto field = request.command.command_field;
    if (!belongs_to(field, query.sop_class)) return Outcome{status_unrecognized_operation};
    if (request.command.affected_sop_class != query.sop_class)
        return Outcome{status_sop_class_not_supported, "SOP class is not that of the presentation context"};
    if (too_long) return Outcome{status_out_of_resources, "the identifier is too long"};
    if (field == c_find_rq) return find(request, query);
    return field == c_move_rq ? move(request, query) : get(request, query);
}

std::variant<bool, Ending> Session::cancelled(const Request& request) {
    while (!cancel_seen_ && stream_.waiting()) {
        auto next = next_command();
        if (const auto* ending = std::get_if<Ending>(&next)) return *ending;
        const auto& command = std::get<Request>(next).command;
        // No asynchronous operations were agreed: nothing else may come now (PS3.7 D.3.3.3).
        if (command.command_field != c_cancel_rq) return violation(AbortReason::unexpected_parameter);
        cancel_seen_ = command.message_id == request.command.message_id;
    }
    return cancel_seen_;
}

std::variant<Session::Outcome, Ending> Session::find(const Request& request, const QueryRequest& query) {
    auto begun = guarded<std::unique_ptr<Matches>>(
        [&] { return services_.find->find(association_.context, association_.peer, query); });
    if (const auto* refused = std::get_if<Outcome>(&begun)) return *refused;
    auto& matches = *std::get<std::unique_ptr<Matches>>(begun);
    for (;;) {
        auto cancel = cancelled(request);
        if (const auto* ending = std::get_if<Ending>(&cancel)) return *ending;
        if (std::get<bool>(cancel)) return Outcome{status_cancelled};
        if (!socket_.may_go_on()) return Ending::stopped;
        auto next = guarded<std::optional<Match>>([&] { return matches.next(); });
        if (const auto* refused = std::get_if<Outcome>(&next)) return *refused;
        auto& match = std::get<std::optional<Match>>(next);
        if (!match) return Outcome{};
        const auto status = match->all_keys_supported ? status_pending : status_pending_with_unsupported_keys;
        if (!respond(request, {.status = status, .data_set = std::move(match->identifier)}))
            return Ending::closed_by_peer;
    }
}

std::variant<Session::Outcome, Ending> Session::perform(
    const Request& request, Retrieval& retrieval,
    const std::function<std::variant<Performed, Ending>(std::size_t)>& send) {
    Ended ended(retrieval);
    auto& counts = ended.counts;
    std::vector<std::string> failed;
    const auto total = retrieval.objects().size();
    const auto outcome = [&](std::uint16_t status, std::optional<std::size_t> remaining) {
        Outcome result{.status = status};
        result.sub_operations = Response::SubOperations{std::nullopt, counted(counts.completed), counted(counts.failed),
                                                        counted(counts.warning)};
        if (remaining) result.sub_operations->remaining = counted(*remaining);
        if (status != status_pending) result.data_set = failed_list(failed, request.context->transfer_syntax);
        return result;
    };
    bool lost = false;
    for (std::size_t n = 0; n < total; ++n) {
        auto cancel = cancelled(request);
        if (const auto* ending = std::get_if<Ending>(&cancel)) return *ending;
        if (std::get<bool>(cancel)) return outcome(status_cancelled, total - n);
        if (!socket_.may_go_on()) return Ending::stopped;
        auto result = lost ? std::variant<Performed, Ending>(Performed()) : send(n);
        if (const auto* ending = std::get_if<Ending>(&result)) return *ending;
        const auto& status = std::get<Performed>(result);
        lost = !status;
        switch (status ? result_of_status(*status) : StoreResult::failed) {
            case StoreResult::completed:
                ++counts.completed;
                break;
            case StoreResult::warning:
                ++counts.warning;
                break;
            case StoreResult::failed:
                ++counts.failed;
                failed.push_back(retrieval.objects()[n].sop_instance);
        }
        if (n + 1 < total && !respond(request, outcome(status_pending, total - n - 1))) return Ending::closed_by_peer;
    }
    if (counts.failed + counts.warning == 0) return outcome(status_success, std::nullopt);
    const bool nothing = counts.completed + counts.warning == 0;
    return outcome(nothing ? status_sub_operations_failed : status_some_sub_operations_failed, std::nullopt);
}

std::variant<Session::Outcome, Ending> Session::get(const Request& request, const QueryRequest& query) {
    auto begun = guarded<std::unique_ptr<Retrieval>>(
        [&] { return services_.retrieve->get(association_.context, association_.peer, query); });
    if (const auto* refused = std::get_if<Outcome>(&begun)) return *refused;
    auto& retrieval = *std::get<std::unique_ptr<Retrieval>>(begun);
    return perform(request, retrieval, [&](std::size_t n) { return send_back(request, retrieval, n); });
}

// One object of a C-GET, over the association that asked for it.
std::variant<Session::Performed, Ending> Session::send_back(const Request& request, Retrieval& retrieval,
                                                            std::size_t index) {
    const auto& object = retrieval.objects()[index];
    const auto context = context_for(association_, object, true);
    if (!context) return Performed(status_sop_class_not_supported);
    auto opened =
        guarded<std::unique_ptr<ObjectSource>>([&] { return retrieval.open(index, context->transfer_syntax); });
    if (const auto* refused = std::get_if<Outcome>(&opened)) return Performed(refused->status);
    const auto message = next_message_++;
    if (!stream_.send_command(context->id, encode(StoreRequest{message, object.sop_class, object.sop_instance, {}, 0})))
        return socket_.may_go_on() ? Ending::closed_by_peer : Ending::stopped;
    const auto sent = stream_.send_data_set(context->id, *std::get<std::unique_ptr<ObjectSource>>(opened));
    // A data set that was begun cannot be taken back.
    if (sent == MessageStream::Sent::source_failed) return Ending::stopped;
    if (sent == MessageStream::Sent::connection_lost)
        return socket_.may_go_on() ? Ending::closed_by_peer : Ending::stopped;
    auto status = await_store_response(request, message);
    if (const auto* ending = std::get_if<Ending>(&status)) return *ending;
    return Performed(std::get<std::uint16_t>(status));
}

std::variant<std::uint16_t, Ending> Session::await_store_response(const Request& request, std::uint16_t message) {
    for (;;) {
        auto next = next_command();
        if (const auto* ending = std::get_if<Ending>(&next)) return *ending;
        const auto& command = std::get<Request>(next).command;
        if (command.command_field == c_cancel_rq) {
            cancel_seen_ = cancel_seen_ || command.message_id == request.command.message_id;
            continue;
        }
        if (command.command_field != (c_store_rq | response_bit) || command.message_id != message ||
            command.has_data_set())
            return violation(AbortReason::unexpected_parameter);
        return command.status;
    }
}

std::variant<Session::Outcome, Ending> Session::move(const Request& request, const QueryRequest& query) {
    auto begun = guarded<Move>([&] {
        return services_.retrieve->move(association_.context, association_.peer, query,
                                        request.command.move_destination);
    });
    if (const auto* refused = std::get_if<Outcome>(&begun)) return *refused;
    auto& retrieval = std::get<Move>(begun).retrieval;
    const auto& destination = std::get<Move>(begun).destination;
    std::unique_ptr<StoreSender> sender;
    if (!retrieval->objects().empty()) {
        CallOptions options;
        options.goes_on = [this] { return !socket_.is_cut() && socket_.may_go_on(); };
        options.tls = services_.outgoing_tls;
        auto connected = StoreSender::connect(destination, retrieval->objects(), options);
        if (connected)
            sender = std::move(*connected);
        else
            report(ListenerEvent::Kind::failed, fmt::format("move destination: {}", connected.error().detail()));
    }
    const MoveOriginator originator{association_.peer.calling_ae, request.command.message_id};
    auto outcome = perform(request, *retrieval, [&](std::size_t n) -> std::variant<Performed, Ending> {
        const auto& object = retrieval->objects()[n];
        if (!sender) return Performed();
        const auto syntax = sender->syntax_for(object);
        if (!syntax) return Performed(status_sop_class_not_supported);
        auto opened = guarded<std::unique_ptr<ObjectSource>>([&] { return retrieval->open(n, *syntax); });
        if (const auto* refused = std::get_if<Outcome>(&opened)) return Performed(refused->status);
        const auto status = sender->send(object, *std::get<std::unique_ptr<ObjectSource>>(opened), originator);
        if (status) return Performed(*status);
        report(ListenerEvent::Kind::failed, fmt::format("move destination: {}", status.error().detail()));
        return Performed();
    });
    if (sender) sender->release();
    return outcome;
}

}  // namespace portico::dimse
