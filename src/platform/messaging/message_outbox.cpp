#include "platform/messaging/message_outbox.h"

#include "platform/crypto/random.h"
#include "platform/messaging/detail/delivery_job.h"

namespace portico::messaging {
namespace {

ChannelKind channel_of(std::string_view key) { return key == "sms" ? ChannelKind::sms : ChannelKind::mail; }

MessageState state_of(std::string_view key) {
    if (key == "sent") return MessageState::sent;
    return key == "failed" ? MessageState::failed : MessageState::queued;
}

std::vector<StoredMessage> messages(db::Session& session, const db::Sql& rest) {
    db::Sql sql(
        "SELECT id, channel, recipient, subject, body_text, body_html, language, tenant_id, state, created_at, "
        "sent_at, "
        "last_error FROM message ");
    std::vector<StoredMessage> result;
    for (auto& [id, channel, to, subject, text, html, language, tenant, state, created_at, sent_at, error] :
         session.rows<MessageId, std::string, std::string, std::string, std::string, std::string, std::string,
                      std::optional<TenantId>, std::string, Timestamp, std::optional<Timestamp>,
                      std::optional<std::string>>(sql.append(rest)))
        result.push_back({id, Message{channel_of(channel), to, subject, text, html, language, tenant}, state_of(state),
                          created_at, sent_at, error.value_or("")});
    return result;
}

}  // namespace

std::string_view key_of(ChannelKind kind) { return kind == ChannelKind::mail ? "mail" : "sms"; }

std::string_view key_of(MessageState state) {
    switch (state) {
        case MessageState::sent:
            return "sent";
        case MessageState::failed:
            return "failed";
        default:
            return "queued";
    }
}

MessageId MessageOutbox::enqueue(db::Session& session, const Message& message) const {
    const auto id = crypto::new_id<MessageId>(clock_);
    session.exec(
        "INSERT INTO message (id, channel, recipient, subject, body_text, body_html, language, tenant_id, state, "
        "created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'queued', ?)",
        id, key_of(message.channel), message.to, message.subject, message.text, message.html, message.language,
        message.tenant, clock_.now());
    queue_.enqueue(session, {.kind = delivery_job, .payload = delivery_payload(id)});
    return id;
}

std::vector<StoredMessage> MessageOutbox::recent(db::Session& session, int limit) const {
    return messages(session, db::Sql("ORDER BY created_at DESC, id DESC LIMIT ?", limit));
}

std::optional<StoredMessage> MessageOutbox::find(db::Session& session, const MessageId& id) const {
    auto found = messages(session, db::Sql("WHERE id = ?", id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

}  // namespace portico::messaging
