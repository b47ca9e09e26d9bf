// Sends queued messages: the handler of the jobs that MessageOutbox enqueues.
#pragma once

#include "platform/jobs/workers.h"
#include "platform/messaging/channel.h"

namespace portico::messaging {

// Must outlive the workers. Registers itself with them; one channel serves each kind.
class Delivery {
public:
    Delivery(db::UnitsOfWork& units, const MessageOutbox& outbox, const Clock& clock, Channel& mail, Channel& sms)
        : units_(units), outbox_(outbox), clock_(clock), mail_(mail), sms_(sms) {}

    void register_with(jobs::Workers& workers);

private:
    void deliver(jobs::RunningJob& job);
    void note_failure(const MessageId& id, bool for_good, const std::string& error);

    db::UnitsOfWork& units_;
    const MessageOutbox& outbox_;
    const Clock& clock_;
    Channel& mail_;
    Channel& sms_;
};

}  // namespace portico::messaging
