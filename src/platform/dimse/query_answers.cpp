#include "platform/dimse/query_answers.h"

#include <fmt/format.h>

#include "platform/dimse/object_receiver.h"
#include "platform/dimse/store_sender.h"

namespace portico::dimse {

namespace {

constexpr std::size_t longest_list = 1024 * 1024;  // of failed instances
constexpr std::uint16_t status_unknown_destination = 0xA801;

bool is_pending(std::uint16_t status) {
    return status == status_pending || status == status_pending_with_unsupported_keys;
}

bool is_failure(std::uint16_t status) {
    return status != status_cancelled && result_of_status(status) == StoreResult::failed;
}

tl::unexpected<Error> refused(std::uint16_t status) {
    return fail(status == status_unknown_destination ? errors::peer_knows_no_destination : errors::peer_refused,
                fmt::format("status {:04x}", status));
}

// Ends the request, whatever the way out.
class Under {
public:
    explicit Under(QueryCall& call) : call_(call) {}
    ~Under() { call_.end(); }
    Under(const Under&) = delete;
    Under& operator=(const Under&) = delete;

private:
    QueryCall& call_;
};

// The next answer to what was asked; a C-STORE request goes to `on_store`, where there is one.
using OnStore = std::function<Result<void>(const ReceivedCommand&)>;
Result<CommandSet> next_answer(QueryCall& call, const OnStore& on_store) {
    for (;;) {
        PORTICO_TRY(auto received, call.next());
        if (call.is_answer(received)) return std::move(received.command);
        if (!on_store || received.command.command_field != c_store_rq)
            return call.lost("the node answers what was not asked");
        PORTICO_CHECK(on_store(received));
    }
}

// What a data set that is announced holds, else nothing.
Result<std::string> identifier_of(QueryCall& call, const CommandSet& answer, std::size_t most) {
    if (!answer.has_data_set()) return std::string();
    return call.data_set(call.query_context_id, most);
}

// The final answer of a C-FIND, or an error. After each match `take` is asked whether there is to be more.
Result<std::uint16_t> read_matches(QueryCall& call, const FindLimits& limits, const FindRequestor::Take& take,
                                   FindOutcome& outcome) {
    for (;;) {
        PORTICO_TRY(const auto answer, next_answer(call, {}));
        const bool pending = is_pending(answer.status);
        if (pending && !answer.has_data_set()) return call.lost("a match without an identifier");
        PORTICO_TRY(const auto identifier, identifier_of(call, answer, limits.most_answer_bytes));
        if (!pending) return answer.status;
        if (!call.cancelled() && outcome.answers == limits.most_answers) call.cancel();
        if (call.cancelled()) continue;
        ++outcome.answers;
        if (answer.status == status_pending_with_unsupported_keys) outcome.all_keys_supported = false;
        if (!take(identifier)) call.cancel();
    }
}

RetrieveProgress progress_of(const CommandSet::SubOperations& counts) {
    return {{counts.completed, counts.failed, counts.warning}, counts.remaining};
}

Result<CommandSet> read_progress(QueryCall& call, const OnProgress& on_progress, const OnStore& on_store,
                                 RetrieveOutcome& outcome) {
    for (;;) {
        PORTICO_TRY(auto answer, next_answer(call, on_store));
        PORTICO_TRY(outcome.failed, identifier_of(call, answer, longest_list));
        outcome.last = progress_of(answer.sub_operations);
        if (on_progress) on_progress(outcome.last);
        if (!is_pending(answer.status)) return answer;
    }
}

Result<RetrieveOutcome> retrieve(QueryCall& call, const OnProgress& on_progress, const OnStore& on_store) {
    RetrieveOutcome outcome{.status = status_cancelled};
    auto last = read_progress(call, on_progress, on_store, outcome);
    outcome.cancelled = call.cancelled();
    if (!last) {
        if (call.gave_up()) return outcome;
        return tl::unexpected(std::move(last).error());
    }
    outcome.status = last->status;
    const auto& counts = outcome.last.counts;
    const bool begun = counts.completed + counts.failed + counts.warning > 0;
    if (is_failure(outcome.status) && !begun && !outcome.cancelled) return refused(outcome.status);
    return outcome;
}

// The objects of one C-GET on their way in.
class Incoming {
public:
    Incoming(QueryCall& call, const GetTarget& target)
        : call_(call), target_(target), node_(call.agreed().peer), own_(ListenerOptions()) {
        // Seen from the service, the node is who calls.
        std::swap(node_.called_ae, node_.calling_ae);
        node_.security = call.security();
    }

    Result<void> take(const ReceivedCommand& request) {
        const auto context = call_.agreed().contexts.find(request.context);
        if (context == call_.agreed().contexts.end()) return call_.lost("an object in a context that was not agreed");
        PORTICO_TRY(auto answer, answer_to(request, context->second));
        ++(answer.status == status_success ? received : refused);
        return call_.send(request.context,
                          encode(Response{.to_command = c_store_rq,
                                          .to_message = request.command.message_id,
                                          .status = answer.status,
                                          .affected_sop_class = request.command.affected_sop_class,
                                          .affected_sop_instance = request.command.affected_sop_instance,
                                          .error_comment = std::move(answer.comment)}));
    }

    std::uint32_t received = 0, refused = 0;

private:
    Result<Answer> answer_to(const ReceivedCommand& request, const AcceptedContext& context) {
        if (!request.command.has_data_set()) return Answer{status_mistyped_argument, "a data set is missing"};
        if (received + refused >= target_.most_objects) call_.cancel();
        if (call_.cancelled()) return dropped(request.context);
        const ObjectReceiver receiver{target_.service,
                                      target_.context,
                                      node_,
                                      target_.max_object_bytes,
                                      own_.implementation_class_uid,
                                      own_.implementation_version,
                                      [this](auto, const auto& detail) {
                                          if (target_.on_problem) target_.on_problem(detail);
                                      }};
        auto answer = receive_object(call_.stream(), request, context, receiver);
        if (const auto* ending = std::get_if<Ending>(&answer)) return call_.lost(*ending);
        if (const auto* reason = std::get_if<AbortReason>(&answer)) return call_.lost(*reason);
        return std::move(std::get<Answer>(answer));
    }
    Result<Answer> dropped(std::uint8_t context) {
        const auto read = read_data_set(call_.stream(), context, [](auto) { return true; });
        if (const auto* ending = std::get_if<Ending>(&read)) return call_.lost(*ending);
        if (const auto* reason = std::get_if<AbortReason>(&read)) return call_.lost(*reason);
        return Answer{status_out_of_resources, "cancelled"};
    }

    QueryCall& call_;
    const GetTarget& target_;
    AssociationRequest node_;
    const ListenerOptions own_;
};

}  // namespace

Result<FindOutcome> find_over(QueryCall& call, std::string_view identifier, const FindLimits& limits,
                              const FindRequestor::Take& take) {
    const Under under(call);
    PORTICO_CHECK(call.begin(c_find_rq, identifier, limits.request));
    FindOutcome outcome;
    const auto status = read_matches(call, limits, take, outcome);
    if (!status && !call.gave_up()) return tl::unexpected(status.error());
    outcome.complete = status && !call.cancelled() && *status != status_cancelled;
    if (status && is_failure(*status) && !call.cancelled()) return refused(*status);
    return outcome;
}

Result<RetrieveOutcome> move_over(QueryCall& call, std::string_view identifier, const std::string& destination,
                                  const RequestLimits& limits, const OnProgress& on_progress) {
    const Under under(call);
    PORTICO_CHECK(call.begin(c_move_rq, identifier, limits, destination));
    return retrieve(call, on_progress, {});
}

Result<GetOutcome> get_over(QueryCall& call, std::string_view identifier, const GetTarget& target,
                            const RequestLimits& limits, const OnProgress& on_progress) {
    const Under under(call);
    PORTICO_CHECK(call.begin(c_get_rq, identifier, limits));
    Incoming incoming(call, target);
    auto node = retrieve(call, on_progress, [&](const ReceivedCommand& request) { return incoming.take(request); });
    if (!node) return tl::unexpected(std::move(node).error());
    return GetOutcome{std::move(*node), incoming.received, incoming.refused};
}

}  // namespace portico::dimse
