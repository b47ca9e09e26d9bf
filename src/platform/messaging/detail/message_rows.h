// Rows of the table `message`, with sealing and opening of what they say. Private to this room.
#pragma once

#include "platform/db/sql.h"
#include "platform/messaging/message_outbox.h"

namespace portico::messaging::rows {

void insert(db::Session&, const crypto::KeyRing&, const MessageId&, const Message&, int parts, Timestamp now);

enum class Content : std::uint8_t { without, with };
// `rest` begins with WHERE or ORDER BY. Texts that cannot be opened with these keys are empty.
std::vector<StoredMessage> read(db::Session&, const crypto::KeyRing&, Content, const db::Sql& rest);

}  // namespace portico::messaging::rows
