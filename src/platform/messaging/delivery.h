// Sends queued messages: the handler of the jobs that MessageOutbox enqueues (PAT-42).
//
// Each try is written down before and after. A try whose process died is made again when its job's lease has ended,
// under the same identity (Message-ID; a delivery report that came meanwhile ends it), so nothing is lost and hardly
// anything sent twice.
#pragma once

#include <string>
#include <string_view>

#include "platform/jobs/workers.h"
#include "platform/messaging/channel.h"
#include "platform/messaging/delivery_reports.h"
#include "platform/messaging/retry.h"
#include "platform/messaging/sms_budget.h"

namespace portico::messaging {

// Queues of the jobs; each needs Workers of its own, so that codes wait for nobody.
inline constexpr std::string_view codes_queue = "codes";
inline constexpr std::string_view messages_queue = "messages";

// What `last_error` says where it is not the other side's word.
namespace reasons {
inline constexpr const char* not_valid_any_more = "not_valid_any_more";
inline constexpr const char* country_not_allowed = "country_not_allowed";
inline constexpr const char* monthly_limit_reached = "monthly_limit_reached";
inline constexpr const char* content_unreadable = "content_unreadable";
}  // namespace reasons

struct DeliveryParts {
    db::UnitsOfWork& units;
    const MessageOutbox& outbox;
    const Clock& clock;
    Channel& mail;
    Channel& sms;
    const SmsBudget& budget;
    const DeliveryReports* reports = nullptr;  // none: gateways are not asked to report
};

// Must outlive the workers.
class Delivery {
public:
    explicit Delivery(const DeliveryParts& parts) : parts_(parts) {}

    void register_with(jobs::Workers& workers);

private:
    struct Begun;
    std::optional<Begun> begin_try(jobs::RunningJob& job);
    const char* refusal(db::Session&, const StoredMessage&, std::string& counted_in) const;
    void deliver(jobs::RunningJob& job);
    Taken send(const Outgoing& outgoing);
    void end_sent(jobs::RunningJob& job, const Begun& begun, const Taken& taken);
    void end_failed(jobs::RunningJob& job, const Begun& begun, const std::string& error, std::optional<Timestamp> next,
                    MessageState state);
    void close(db::UnitOfWork& unit, const StoredMessage& message, MessageState state, const std::string& error,
               const std::string& counted_in);
    Channel& channel_of(const Message& message) const {
        return message.channel == ChannelKind::mail ? parts_.mail : parts_.sms;
    }

    DeliveryParts parts_;
};

}  // namespace portico::messaging
