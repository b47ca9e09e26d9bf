// One established association: reads commands, answers C-ECHO, hands objects of C-STORE to the service. Runs on the
// association's thread and returns when it has ended.
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
            StoreService& service, const std::function<void(const ListenerEvent&)>& on_event)
        : association_(std::move(association)),
          options_(options),
          service_(service),
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
        std::string comment;
    };

    std::variant<Request, Ending> next_request();
    std::variant<Outcome, Ending> carry_out(const Request& request);
    std::variant<Outcome, Ending> store(const Request& request);
    std::optional<Outcome> refusal_of(const Request& request) const;
    // Passes the data set on until `take` returns an outcome, then drops the rest of it.
    std::variant<std::monostate, Ending> receive_data_set(std::uint8_t context,
                                                          const std::function<void(std::span<const std::byte>)>& take);
    Outcome outcome_of(const Error& error);
    Ending violation(AbortReason reason);
    void finish(Ending ending);
    void report(ListenerEvent::Kind kind, std::string detail);

    EstablishedAssociation association_;
    const ListenerOptions& options_;
    StoreService& service_;
    const std::function<void(const ListenerEvent&)>& on_event_;
    MessageStream stream_;
    AbortReason abort_reason_ = AbortReason::not_specified;
};

}  // namespace portico::dimse
