// Mail and text messages: the ways out, their workers, and what gateways report.
#pragma once

#include <functional>
#include <memory>

#include "app/wiring/foundation.h"
#include "features/messages/messages.h"
#include "platform/jobs/workers.h"
#include "platform/messaging/delivery.h"

namespace portico::app {

class Messages {
public:
    // `public_url`: of this server, once it listens.
    Messages(Foundation& base, std::function<std::string()> public_url);

    void add_routes(api::Api& api);
    void start();
    void stop();

    messaging::Channel& mail() { return *mail_; }
    messaging::Channel& sms() { return *sms_; }

    messaging::SmsBudget budget;
    messaging::DeliveryReports reports;

private:
    std::unique_ptr<messaging::Channel> mail_;
    std::unique_ptr<messaging::Channel> sms_;
    Foundation& base_;
    messaging::Delivery delivery_;
    jobs::Workers codes_;
    jobs::Workers others_;
};

// The channels that the settings name. Throws std::runtime_error for settings that cannot be used.
std::unique_ptr<messaging::Channel> mail_channel(const config::MailSettings& settings, const Clock& clock);
std::unique_ptr<messaging::Channel> sms_channel(const config::SmsSettings& settings, const Clock& clock);

}  // namespace portico::app
