#include "platform/messaging/detail/message_rows.h"

namespace portico::messaging::rows {
namespace {

using Text = std::string;
using Number = std::int64_t;

constexpr std::string_view seal_purpose = "message.content";

Text sealed(const crypto::KeyRing& keys, const Text& text) {
    return text.empty() ? Text() : keys.seal(seal_purpose, text);
}

Text opened(const crypto::KeyRing& keys, bool is_sealed, Text stored) {
    if (!is_sealed || stored.empty()) return stored;
    return keys.open(seal_purpose, stored).value_or(Text());
}

Priority priority_of(std::string_view key) {
    if (key == "code") return Priority::code;
    return key == "bulk" ? Priority::bulk : Priority::normal;
}

}  // namespace

void insert(db::Session& session, const crypto::KeyRing& keys, const MessageId& id, const Message& message, int parts,
            Timestamp now) {
    session.exec(
        "INSERT INTO message (id, channel, kind, priority, recipient, sealed, subject, body_text, body_html, language,"
        " tenant_id, state, created_at, queued_at, valid_until, next_try_at, parts)"
        " VALUES (?, ?, ?, ?, ?, 1, ?, ?, ?, ?, ?, 'queued', ?, ?, ?, ?, ?)",
        id, key_of(message.channel), message.kind, key_of(message.priority), message.to, sealed(keys, message.subject),
        sealed(keys, message.text), sealed(keys, message.html), message.language, message.tenant, now, now,
        message.valid_until, now, parts);
}

std::vector<StoredMessage> read(db::Session& session, const crypto::KeyRing& keys, Content content,
                                const db::Sql& rest) {
    db::Sql sql(
        "SELECT id, channel, kind, priority, recipient, sealed, subject, body_text, body_html, language, tenant_id,"
        " state, created_at, valid_until, tries, next_try_at, sent_at, delivered_at, parts, last_error FROM message ");
    std::vector<StoredMessage> found;
    for (auto& [id, channel, kind, priority, to, is_sealed, subject, text, html, language, tenant, state, created_at,
                valid_until, tries, next_try_at, sent_at, delivered_at, parts, error] :
         session.rows<MessageId, Text, Text, Text, Text, bool, Text, Text, Text, Text, std::optional<TenantId>, Text,
                      Timestamp, std::optional<Timestamp>, Number, std::optional<Timestamp>, std::optional<Timestamp>,
                      std::optional<Timestamp>, Number, std::optional<Text>>(sql.append(rest))) {
        StoredMessage one{.id = id, .message = {}, .created_at = created_at, .last_error = error.value_or("")};
        one.message = {.channel = channel_of(channel).value_or(ChannelKind::mail),
                       .to = to,
                       .subject = {},
                       .text = {},
                       .html = {},
                       .language = language,
                       .tenant = tenant,
                       .kind = kind,
                       .priority = priority_of(priority),
                       .valid_until = valid_until};
        one.has_content = !text.empty();
        if (content == Content::with) {
            one.message.subject = opened(keys, is_sealed, std::move(subject));
            one.message.text = opened(keys, is_sealed, std::move(text));
            one.message.html = opened(keys, is_sealed, std::move(html));
        }
        one.state = message_state_of(state).value_or(MessageState::failed);
        one.tries = static_cast<int>(tries);
        one.next_try_at = next_try_at;
        one.sent_at = sent_at;
        one.delivered_at = delivered_at;
        one.parts = static_cast<int>(parts);
        found.push_back(std::move(one));
    }
    return found;
}

}  // namespace portico::messaging::rows
