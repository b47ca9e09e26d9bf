// Mail and text messages to people: written in the transaction of their cause, sent afterwards by a job.
//
//   outbox.enqueue(unit.session(), {.channel = ChannelKind::mail, .to = address, .subject = …, .text = …});
//
// Thread-safe; owns no data. Texts arrive finished, in the reader's language; nothing is composed here.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "core/clock.h"
#include "core/id.h"
#include "platform/db/session.h"
#include "platform/jobs/queue.h"

namespace portico::messaging {

using MessageId = Id<struct MessageTag>;

enum class ChannelKind : std::uint8_t { mail, sms };
enum class MessageState : std::uint8_t { queued, sent, failed };
std::string_view key_of(ChannelKind kind);    // "mail", "sms"
std::string_view key_of(MessageState state);  // "queued", "sent", "failed"

struct Message {
    ChannelKind channel = ChannelKind::mail;
    std::string to;       // address of mail, or number in E.164
    std::string subject;  // mail only
    std::string text;
    std::string html;                               // mail only; none: text alone
    std::string language;                           // BCP 47: "en", "nl"
    std::optional<TenantId> tenant = std::nullopt;  // in whose name; none: the installation's own
};

struct StoredMessage {
    MessageId id;
    Message message;
    MessageState state = MessageState::queued;
    Timestamp created_at;
    std::optional<Timestamp> sent_at;
    std::string last_error;
};

class MessageOutbox {
public:
    MessageOutbox(const jobs::Queue& queue, const Clock& clock) : queue_(queue), clock_(clock) {}

    MessageId enqueue(db::Session& session, const Message& message) const;

    // Newest first; for the demonstration's page of messages.
    std::vector<StoredMessage> recent(db::Session& session, int limit) const;
    std::optional<StoredMessage> find(db::Session& session, const MessageId& id) const;

private:
    const jobs::Queue& queue_;
    const Clock& clock_;
};

}  // namespace portico::messaging
