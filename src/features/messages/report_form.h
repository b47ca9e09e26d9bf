// The bodies of delivery reports. Outside bytes; private to this room.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "platform/messaging/delivery_reports.h"

namespace portico::messages {

// application/x-www-form-urlencoded (WHATWG URL, 5.1): names and values decoded, the last one of a name. Nothing for
// more than 100 fields or broken escapes.
std::optional<std::map<std::string, std::string>> read_form(std::string_view body);

// Kannel's numbers: 1 delivered, 2 not delivered, 4 buffered, 8 taken by the SMSC, 16 refused by it.
std::optional<messaging::Report> kannel_report(std::string_view status);
// Twilio's words. Those on the way (queued, sending) are no news.
std::optional<messaging::Report> twilio_report(std::string_view status);

}  // namespace portico::messages
