// The job that sends one message: its kind, queue and payload.
#pragma once

#include "platform/jobs/queue.h"
#include "platform/messaging/message_outbox.h"

namespace portico::messaging {

inline constexpr const char* delivery_job_kind = "message.deliver";

jobs::Job delivery_job(const MessageId& id, Priority priority, std::optional<Timestamp> run_at);
MessageId message_of(const std::string& payload);  // throws jobs::GiveUp when it is not such a payload

}  // namespace portico::messaging
