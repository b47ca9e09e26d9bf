// What gateways tell about messages after they have taken them (PAT-42).
//
// The address that a gateway is given for a message carries a key that follows from the message and this server's keys,
// so that nobody else can report, and a gateway only about what it was given. Thread-safe.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>

#include "platform/db/unit_of_work.h"
#include "platform/messaging/message_outbox.h"

namespace portico::messaging {

inline constexpr std::string_view report_path = "/api/v1/sms-reports";

enum class Report : std::uint8_t { taken, delivered, failed };

class DeliveryReports {
public:
    // `base`: gives the address under which gateways reach this server, "https://portal.example".
    DeliveryReports(std::function<std::string()> base, const crypto::KeyRing& keys, const Clock& clock)
        : base_(std::move(base)), keys_(keys), clock_(clock) {}

    // "<base>/api/v1/sms-reports?message=…&key=…"
    std::string url_for(const MessageId& id) const;
    bool key_matches(const MessageId& id, std::string_view key) const;

    // Later reports win over earlier ones, except that what was delivered stays delivered. `detail` (the gateway's
    // words, any bytes) is kept with a failure. False when there is no such message; what was never sent, and is not
    // being sent, is left alone.
    bool apply(db::UnitOfWork&, const MessageId&, Report, std::string_view gateway_id, std::string_view detail) const;

private:
    std::function<std::string()> base_;
    const crypto::KeyRing& keys_;
    const Clock& clock_;
};

}  // namespace portico::messaging
