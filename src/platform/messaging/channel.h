// A way out for messages: the log, an SMTP server, an SMS gateway.
#pragma once

#include <stdexcept>

#include "platform/messaging/message_outbox.h"

namespace portico::messaging {

// The message will never get through: an address that is refused, a number that does not exist.
class Undeliverable : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Sends one message when called; returns when the other side has taken it. Throws Undeliverable, or anything else to be
// asked again later. May be asked again for a message that it sent, when the process died in between. Thread-safe.
class Channel {
public:
    virtual ~Channel() = default;
    virtual void send(const StoredMessage& message) = 0;
};

// Sends nothing: tells the log that there is a message, without its reader or its content. It stays readable in
// MessageOutbox::recent, which the demonstration shows.
class LogChannel final : public Channel {
public:
    void send(const StoredMessage& message) override;
};

}  // namespace portico::messaging
