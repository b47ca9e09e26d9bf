// What both flavours of SMS gateways need.
#pragma once

#include <string>

#include "core/clock.h"
#include "platform/messaging/channel.h"
#include "platform/web_client/exchange.h"

namespace portico::messaging {

struct SmsGateway {
    std::string url;  // of sendsms; or before "/2010-04-01"
    std::string user;
    std::string password;
    std::string from;
};

struct GatewayAnswer {
    int status = 0;
    std::string body;  // at most 16 KiB
};

// One request. Throws Uncertain when the gateway was reached and broke off before its answer, std::runtime_error when
// it was not. The operator has configured the gateway, so it may be on this machine.
GatewayAnswer ask(const web_client::Server& server, web_client::Request request, const Outgoing& outgoing);

// What is configured as a server and a path below it. Throws std::runtime_error for what is no address.
web_client::Server gateway_server(const std::string& url);

// Whole seconds before the message is not true any more; nothing: it stays true.
std::optional<std::int64_t> seconds_left(const Message& message, Timestamp now);

}  // namespace portico::messaging
