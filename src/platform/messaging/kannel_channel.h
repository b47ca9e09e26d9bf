// SMS by a gateway that speaks like Kannel's sendsms (Kannel user's guide 1.4.5, chapter 6).
#pragma once

#include "platform/messaging/sms_gateway.h"

namespace portico::messaging {

// Thread-safe.
class KannelChannel final : public Channel {
public:
    // Throws std::runtime_error when the gateway's address cannot be used.
    KannelChannel(SmsGateway gateway, const Clock& clock);
    Taken send(const Outgoing& outgoing) override;

private:
    std::string query(const Outgoing& outgoing) const;

    SmsGateway gateway_;
    web_client::Server server_;
    std::string path_;
    const Clock& clock_;
};

}  // namespace portico::messaging
