// A way out for messages: the log, an SMTP server, an SMS gateway.
#pragma once

#include <chrono>
#include <stdexcept>
#include <string>

#include "platform/messaging/message_outbox.h"

namespace portico::messaging {

// What a channel is given for one try.
struct Outgoing {
    MessageId id;  // the same for each try: a mail's Message-ID follows from it
    Message message;
    // How long the try may last; less for what is valid for a short time only.
    std::chrono::seconds longest{60};
    // Where the gateway tells what became of it (delivery_reports.h); empty: nowhere.
    std::string report_url;
};

struct Taken {
    std::string gateway_id;  // what the other side calls it; may be empty
};

// The message will never get through: an address that is refused, a number that does not exist.
class Undeliverable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// The other side may have taken it or not: the connection broke off after the last word and before the answer.
class Uncertain : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Sends one message when called; returns when the other side has taken it. Throws Undeliverable, Uncertain, or anything
// else to be asked again later. The texts of what it throws are for staff: they hold neither secrets nor contents.
// Thread-safe.
class Channel {
public:
    virtual ~Channel() = default;
    virtual Taken send(const Outgoing& message) = 0;
    // True for what does not really send: texts are kept for the demonstration's page of messages.
    virtual bool keeps_content() const { return false; }
};

// Sends nothing: tells the log that there is a message, without its reader or its content. It stays readable in
// MessageOutbox::recent, which the demonstration shows.
class LogChannel final : public Channel {
public:
    Taken send(const Outgoing& message) override;
    bool keeps_content() const override { return true; }
};

}  // namespace portico::messaging
