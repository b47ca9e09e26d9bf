// One established association: reads commands, answers them by the services. Runs on the association's thread and
// returns when it has ended.
#pragma once

#include <functional>

#include "platform/dimse/command_set.h"
#include "platform/dimse/listener.h"
#include "platform/dimse/message_stream.h"
#include "platform/dimse/negotiation.h"

namespace portico::dimse {

class Session {
public:
    Session(PeerSocket& socket, EstablishedAssociation association, const ListenerOptions& options,
            const Services& services, const std::function<void(const ListenerEvent&)>& on_event)
        : socket_(socket),
          association_(std::move(association)),
          options_(options),
          services_(services),
          on_event_(on_event),
          stream_(socket, options.max_pdu, association_.peer_max_pdu) {}

    void run();

private:
    struct Request {
        std::uint8_t context_id;
        const AcceptedContext* context;
        CommandSet command;
    };
    struct Outcome {
        std::uint16_t status = status_success;
        std::string comment = {};
        std::optional<Response::SubOperations> sub_operations = {};
        std::string data_set = {};
    };
    // What came of one sub-operation; nothing: the association that it went over is lost.
    using Performed = std::optional<std::uint16_t>;

    std::variant<Request, Ending> next_command();  // responses too
    std::variant<Request, Ending> next_request();
    bool respond(const Request& request, const Outcome& outcome);
    std::variant<Outcome, Ending> carry_out(const Request& request);
    std::variant<Outcome, Ending> store(const Request& request);
    std::variant<Outcome, Ending> query(const Request& request);
    std::variant<Outcome, Ending> find(const Request& request, const QueryRequest& query);
    std::variant<Outcome, Ending> get(const Request& request, const QueryRequest& query);
    std::variant<Outcome, Ending> move(const Request& request, const QueryRequest& query);
    std::variant<Outcome, Ending> action(const Request& request);
    std::optional<Ending> report_commitment(const Request& request, Commitment& commitment);
    // Whether the peer has cancelled the request; a peer that says anything else meanwhile breaks the protocol.
    std::variant<bool, Ending> cancelled(const Request& request);
    std::variant<Outcome, Ending> perform(const Request& request, Retrieval& retrieval,
                                          const std::function<std::variant<Performed, Ending>(std::size_t)>& send);
    std::variant<Performed, Ending> send_back(const Request& request, Retrieval& retrieval, std::size_t index);
    std::variant<std::uint16_t, Ending> await_store_response(const Request& request, std::uint16_t message);
    // Passes the data set on until `take` returns an outcome, then drops the rest of it.
    std::variant<std::monostate, Ending> receive_data_set(std::uint8_t context,
                                                          const std::function<void(std::span<const std::byte>)>& take);
    // Runs a step of a service: what it gives, or how to answer its error or throw.
    template <class Value>
    std::variant<Value, Outcome> guarded(const std::function<Result<Value>()>& step) {
        try {
            auto done = step();
            if (done) return std::move(*done);
            return outcome_of(done.error());
        } catch (const std::exception& exception) {
            report(ListenerEvent::Kind::failed, exception.what());
            return Outcome{status_processing_failure};
        }
    }
    Outcome outcome_of(const Error& error);
    Ending violation(AbortReason reason);
    void finish(Ending ending);
    void report(ListenerEvent::Kind kind, std::string detail);

    PeerSocket& socket_;
    EstablishedAssociation association_;
    const ListenerOptions& options_;
    Services services_;
    const std::function<void(const ListenerEvent&)>& on_event_;
    MessageStream stream_;
    AbortReason abort_reason_ = AbortReason::not_specified;
    std::unique_ptr<Commitment> commitment_;  // asked for by the request that is being answered
    std::uint16_t next_message_ = 1;          // of what we ask on this association
    bool cancel_seen_ = false;                // of the request that is being carried out
};

}  // namespace portico::dimse
