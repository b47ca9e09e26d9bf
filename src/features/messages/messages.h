// Routes about messages: for staff of a department, and for the gateways that report.
#pragma once

#include <string>

#include "platform/api/route.h"
#include "platform/messaging/delivery_reports.h"
#include "platform/messaging/sms_budget.h"

namespace portico::messages {

namespace errors {
inline constexpr ErrorKind cannot_be_sent_again{"message_cannot_be_sent_again", 409, 0x0110,
                                                "This message has been sent, or cannot be sent again any more."};
// One answer whatever is wrong: it tells nobody which messages there are.
inline constexpr ErrorKind report_not_accepted{"report_not_accepted", 403, 0x0124, "This report is not accepted."};
}  // namespace errors

struct RouteServices {
    db::UnitsOfWork& units;
    const messaging::MessageOutbox& outbox;
    const messaging::SmsBudget& budget;
    const messaging::DeliveryReports& reports;
    const Clock& clock;
    std::string mail_channel, sms_channel;  // as configured: "log", "smtp", "kannel", "twilio"
    std::string twilio_token;               // with that flavour: reports must be signed
};

// All of them must outlive the API.
void add_routes(api::Api& api, const RouteServices& services);

}  // namespace portico::messages
