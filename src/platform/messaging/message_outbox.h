// Mail and text messages to people: written in the transaction of their cause, sent afterwards by a job.
//
//   outbox.enqueue(unit.session(), {.channel = ChannelKind::mail, .to = address, .subject = …, .text = …});
//
// Thread-safe; owns no data. Texts arrive finished, in the reader's language; nothing is composed here. They may hold
// codes and links, so they are stored sealed, and dropped once a message is over.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/clock.h"
#include "core/id.h"
#include "platform/crypto/key_ring.h"
#include "platform/db/session.h"
#include "platform/jobs/queue.h"

namespace portico::messaging {

using MessageId = Id<struct MessageTag>;

enum class ChannelKind : std::uint8_t { mail, sms };
std::string_view key_of(ChannelKind kind);  // "mail", "sms"
std::optional<ChannelKind> channel_of(std::string_view key);

// Codes have workers of their own, so that no amount of other messages delays them.
enum class Priority : std::uint8_t { code, normal, bulk };
std::string_view key_of(Priority priority);  // "code", "normal", "bulk"

enum class MessageState : std::uint8_t {
    queued,     // waits for its first or next try
    sending,    // a try is under way, or ended with its process
    sent,       // the mail server or gateway has taken it
    delivered,  // as the gateway reports
    failed,     // refused for good, or reported as not delivered
    given_up,   // a day of tries was in vain
    expired,    // what it said was not true any more
};
std::string_view key_of(MessageState state);  // the names above
std::optional<MessageState> message_state_of(std::string_view key);

struct Message {
    ChannelKind channel = ChannelKind::mail;
    std::string to;       // address of mail, or number in E.164
    std::string subject;  // mail only
    std::string text;
    std::string html;                                     // mail only; none: text alone
    std::string language;                                 // BCP 47: "en", "nl"
    std::optional<TenantId> tenant = std::nullopt;        // in whose name; none: the installation's own
    std::string kind = {};                                // "accounts.confirm_registration", for lists
    Priority priority = Priority::normal;                 // code: with a one-time code
    std::optional<Timestamp> valid_until = std::nullopt;  // never sent at or after this (GEN-12)
};

struct StoredMessage {
    MessageId id;
    Message message;  // texts are empty once they were dropped
    MessageState state = MessageState::queued;
    Timestamp created_at;
    int tries = 0;
    std::optional<Timestamp> next_try_at;
    std::optional<Timestamp> sent_at;
    std::optional<Timestamp> delivered_at;
    int parts = 1;  // SMS that it takes
    std::string last_error;
    bool has_content = false;
};

// Which messages to list.
struct MessageFilter {
    std::optional<TenantId> tenant;         // none: the installation's own
    std::vector<MessageState> states = {};  // none: any
    std::optional<ChannelKind> channel = std::nullopt;
    std::string recipient = {};                     // a part of it, as written
    std::optional<MessageId> after = std::nullopt;  // the last one of the page before
};

class MessageOutbox {
public:
    MessageOutbox(const jobs::Queue& queue, const crypto::KeyRing& keys, const Clock& clock)
        : queue_(queue), keys_(keys), clock_(clock) {}

    MessageId enqueue(db::Session& session, const Message& message) const;

    // Newest first, of everybody, with their texts; for the demonstration's page of messages.
    std::vector<StoredMessage> recent(db::Session& session, int limit) const;
    std::optional<StoredMessage> find(db::Session& session, const MessageId& id) const;
    // Newest first, without texts.
    std::vector<StoredMessage> list(db::Session& session, const MessageFilter& filter, int limit) const;

    // Another day of tries for one that failed or was given up. False when there is no such message of the tenant, its
    // texts are gone or it is not valid any more.
    bool send_again(db::Session& session, const std::optional<TenantId>& tenant, const MessageId& id) const;

    // For Delivery: another try at that time.
    void try_later(db::Session& session, const MessageId& id, Priority priority, Timestamp at) const;

    // Deletes what is over for 30 days, dead letters with it.
    void prune(db::Session& session) const;

private:
    const jobs::Queue& queue_;
    const crypto::KeyRing& keys_;
    const Clock& clock_;
};

}  // namespace portico::messaging
