#include "platform/messaging/sms_gateway.h"

#include "platform/outgoing/host_rules.h"
#include "platform/web_client/errors.h"

namespace portico::messaging {
namespace {

constexpr std::size_t most_of_an_answer = 16 * 1024;

[[noreturn]] void throw_trouble(const Error& error) {
    const auto text = "gateway: " + std::string(error.kind().code) + " " + error.detail();
    if (error.is(web_client::errors::broken)) throw Uncertain(text);
    throw std::runtime_error(text);
}

}  // namespace

GatewayAnswer ask(const web_client::Server& server, web_client::Request request, const Outgoing& outgoing) {
    web_client::Limits limits;
    limits.connect = std::min(std::chrono::seconds(15), outgoing.longest);
    limits.silence = outgoing.longest;
    limits.longest = outgoing.longest;
    limits.answer_bytes = most_of_an_answer;
    auto exchange = web_client::Exchange::begin(server, std::move(request), outgoing::HostRules::of_operator(), limits);
    if (!exchange) throw_trouble(exchange.error());
    auto body = (*exchange)->read_all(most_of_an_answer);
    if (!body) throw_trouble(body.error());
    return {(*exchange)->status(), std::move(*body)};
}

web_client::Server gateway_server(const std::string& url) {
    auto base = web_client::parse_base_url(url, outgoing::HostRules::of_operator());
    if (!base) throw std::runtime_error("sms.url: " + std::string(base.error().kind().text));
    web_client::Server server;
    server.base = std::move(*base);
    return server;
}

std::optional<std::int64_t> seconds_left(const Message& message, Timestamp now) {
    if (!message.valid_until) return std::nullopt;
    return (message.valid_until->milliseconds - now.milliseconds) / 1000;
}

}  // namespace portico::messaging
