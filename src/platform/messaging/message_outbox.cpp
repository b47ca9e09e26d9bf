#include "platform/messaging/message_outbox.h"

#include <array>

#include "platform/crypto/random.h"
#include "platform/messaging/detail/delivery_job.h"
#include "platform/messaging/detail/message_rows.h"
#include "platform/messaging/sms_text.h"

namespace portico::messaging {
namespace {

constexpr std::int64_t kept_seconds = 30 * 24 * 3600;

constexpr std::array<std::string_view, 3> priority_keys{"code", "normal", "bulk"};
constexpr std::array<std::string_view, 7> state_keys{"queued", "sending",  "sent",   "delivered",
                                                     "failed", "given_up", "expired"};

}  // namespace

std::string_view key_of(ChannelKind kind) { return kind == ChannelKind::mail ? "mail" : "sms"; }
std::string_view key_of(Priority priority) { return priority_keys.at(static_cast<std::size_t>(priority)); }
std::string_view key_of(MessageState state) { return state_keys.at(static_cast<std::size_t>(state)); }

std::optional<ChannelKind> channel_of(std::string_view key) {
    if (key == "mail") return ChannelKind::mail;
    if (key == "sms") return ChannelKind::sms;
    return std::nullopt;
}

std::optional<MessageState> message_state_of(std::string_view key) {
    for (std::size_t i = 0; i < state_keys.size(); ++i)
        if (state_keys[i] == key) return static_cast<MessageState>(i);
    return std::nullopt;
}

MessageId MessageOutbox::enqueue(db::Session& session, const Message& message) const {
    auto id = crypto::new_id<MessageId>(clock_);
    const int parts = message.channel == ChannelKind::sms ? sms_parts(message.text) : 1;
    rows::insert(session, keys_, id, message, parts, clock_.now());
    queue_.enqueue(session, delivery_job(id, message.priority, std::nullopt));
    return id;
}

std::vector<StoredMessage> MessageOutbox::recent(db::Session& session, int limit) const {
    return rows::read(session, keys_, rows::Content::with, db::Sql("ORDER BY created_at DESC, id DESC LIMIT ?", limit));
}

std::optional<StoredMessage> MessageOutbox::find(db::Session& session, const MessageId& id) const {
    auto found = rows::read(session, keys_, rows::Content::with, db::Sql("WHERE id = ?", id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<StoredMessage> MessageOutbox::list(db::Session& session, const MessageFilter& filter, int limit) const {
    db::Sql sql;
    if (filter.tenant)
        sql.append("WHERE tenant_id = ?", *filter.tenant);
    else
        sql.append("WHERE tenant_id IS NULL");
    if (!filter.states.empty()) {
        std::vector<std::string> keys;
        for (const auto state : filter.states) keys.emplace_back(key_of(state));
        sql.append(" AND ").in_list("state", keys);
    }
    if (filter.channel) sql.append(" AND channel = ?", key_of(*filter.channel));
    if (!filter.recipient.empty()) {
        std::string pattern = "%";
        for (const char c : filter.recipient) {
            if (c == '%' || c == '_' || c == '!') pattern += '!';
            pattern += c;
        }
        sql.append(" AND lower(recipient) LIKE lower(?) ESCAPE '!'", pattern + "%");
    }
    if (filter.after) sql.append(" AND id < ?", *filter.after);
    return rows::read(session, keys_, rows::Content::without, sql.append(" ORDER BY id DESC LIMIT ?", limit));
}

bool MessageOutbox::send_again(db::Session& session, const std::optional<TenantId>& tenant, const MessageId& id) const {
    const auto now = clock_.now();
    const auto found = find(session, id);
    if (!found || found->message.tenant != tenant) return false;
    const auto changed = session.exec(
        "UPDATE message SET state = 'queued', queued_at = ?, tries = 0, next_try_at = ?, last_error = NULL"
        " WHERE id = ? AND state IN ('failed', 'given_up') AND body_text <> '' AND (valid_until IS NULL OR"
        " valid_until > ?)",
        now, now, id, now);
    if (changed == 0) return false;
    queue_.enqueue(session, delivery_job(id, found->message.priority, std::nullopt));
    return true;
}

void MessageOutbox::try_later(db::Session& session, const MessageId& id, Priority priority, Timestamp at) const {
    queue_.enqueue(session, delivery_job(id, priority, at));
}

void MessageOutbox::prune(db::Session& session) const {
    session.exec("DELETE FROM message WHERE created_at < ? AND state NOT IN ('queued', 'sending')",
                 clock_.now().plus_seconds(-kept_seconds));
}

}  // namespace portico::messaging
