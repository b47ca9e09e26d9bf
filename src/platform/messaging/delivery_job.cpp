#include "platform/messaging/detail/delivery_job.h"

#include <boost/json.hpp>

#include "platform/jobs/workers.h"
#include "platform/messaging/delivery.h"

namespace portico::messaging {

jobs::Job delivery_job(const MessageId& id, Priority priority, std::optional<Timestamp> run_at) {
    return {.kind = delivery_job_kind,
            .payload = boost::json::serialize(boost::json::object{{"message", id.text()}}),
            .dedupe_key = id.text(),
            .run_at = run_at,
            .queue = std::string(priority == Priority::code ? codes_queue : messages_queue)};
}

MessageId message_of(const std::string& payload) {
    boost::system::error_code error;
    const auto value = boost::json::parse(payload, error);
    const auto* const object = error ? nullptr : value.if_object();
    const auto* const member = object == nullptr ? nullptr : object->if_contains("message");
    const auto* const text = member == nullptr ? nullptr : member->if_string();
    const auto id = text == nullptr ? std::nullopt : MessageId::parse(std::string_view(*text));
    if (!id) throw jobs::GiveUp("the payload names no message");
    return *id;
}

}  // namespace portico::messaging
