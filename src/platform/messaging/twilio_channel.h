// SMS by a gateway that speaks like Twilio's "Messages" resource (API 2010-04-01).
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "platform/messaging/sms_gateway.h"

namespace portico::messaging {

// Thread-safe.
class TwilioChannel final : public Channel {
public:
    // Throws std::runtime_error when the gateway's address cannot be used.
    TwilioChannel(SmsGateway gateway, const Clock& clock);
    Taken send(const Outgoing& outgoing) override;

private:
    std::string form(const Outgoing& outgoing) const;

    SmsGateway gateway_;
    web_client::Server server_;
    const Clock& clock_;
};

// The header X-Twilio-Signature of a report: base64 of HMAC-SHA-1 over the address that was called and the form's names
// and values in the order of the names, keyed with the auth token.
std::string twilio_signature(std::string_view auth_token, std::string_view url,
                             const std::map<std::string, std::string>& form);

}  // namespace portico::messaging
