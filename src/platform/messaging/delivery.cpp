#include "platform/messaging/delivery.h"

#include <boost/json.hpp>

#include "platform/db/database.h"
#include "platform/log/log.h"
#include "platform/messaging/detail/delivery_job.h"

namespace portico::messaging {

std::string delivery_payload(const MessageId& id) {
    return boost::json::serialize(boost::json::object{{"message", id.text()}});
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

void LogChannel::send(const StoredMessage& message) {
    log::info(
        "message (not sent, channel log)",
        {{"id", message.id}, {"channel", key_of(message.message.channel)}, {"language", message.message.language}});
}

void Delivery::register_with(jobs::Workers& workers) {
    workers.handle(delivery_job, [this](jobs::RunningJob& job) { deliver(job); });
}

void Delivery::deliver(jobs::RunningJob& job) {
    const auto id = message_of(job.payload());
    std::optional<StoredMessage> message;
    {
        auto session = units_.database().read();
        message = outbox_.find(session, id);
    }
    // Taken back before it was sent, or sent by a process that died before the job's end.
    if (!message || message->state == MessageState::sent) return;
    Channel& channel = message->message.channel == ChannelKind::mail ? mail_ : sms_;
    try {
        channel.send(*message);
    } catch (const Undeliverable& error) {
        note_failure(id, true, error.what());
        throw jobs::GiveUp(error.what());
    } catch (const std::exception& error) {
        note_failure(id, job.last_attempt(), error.what());
        throw;
    }
    auto unit = units_.begin();
    unit.session().exec("UPDATE message SET state = 'sent', sent_at = ?, last_error = NULL WHERE id = ?", clock_.now(),
                        id);
    job.complete_in(unit);
    unit.commit_technical();
}

void Delivery::note_failure(const MessageId& id, bool for_good, const std::string& error) {
    auto unit = units_.begin();
    unit.session().exec("UPDATE message SET state = ?, last_error = ? WHERE id = ?",
                        key_of(for_good ? MessageState::failed : MessageState::queued), error, id);
    unit.commit_technical();
}

}  // namespace portico::messaging
