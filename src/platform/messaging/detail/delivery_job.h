// The job that sends one message: its kind and its payload.
#pragma once

#include "platform/messaging/message_outbox.h"

namespace portico::messaging {

inline constexpr const char* delivery_job = "message.deliver";

std::string delivery_payload(const MessageId& id);
MessageId message_of(const std::string& payload);  // throws jobs::GiveUp when it is not such a payload

}  // namespace portico::messaging
