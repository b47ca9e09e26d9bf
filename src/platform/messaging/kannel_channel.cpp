#include "platform/messaging/kannel_channel.h"

#include <fmt/format.h>

#include "platform/messaging/sms_text.h"

namespace portico::messaging {
namespace {

using web_client::encoded;

// Kannel counts validity in minutes. What is true for less than one is not given away any more.
constexpr std::int64_t shortest_validity_seconds = 60;

// Delivered, failed, buffered, taken by the SMSC, refused by it.
constexpr int wanted_reports = 1 | 2 | 4 | 8 | 16;

}  // namespace

KannelChannel::KannelChannel(SmsGateway gateway, const Clock& clock)
    : gateway_(std::move(gateway)), server_(gateway_server(gateway_.url)), clock_(clock) {
    // The whole address is one resource: its path is what is asked for.
    path_ = server_.base.path.empty() ? "/" : server_.base.path;
    server_.base.path.clear();
}

std::string KannelChannel::query(const Outgoing& outgoing) const {
    const auto& message = outgoing.message;
    std::string query =
        fmt::format("?username={}&password={}&from={}&to={}&charset=UTF-8&coding={}&text={}", encoded(gateway_.user),
                    encoded(gateway_.password), encoded(gateway_.from), encoded(message.to),
                    fits_gsm_alphabet(message.text) ? 0 : 2, encoded(message.text));
    if (const auto left = seconds_left(message, clock_.now())) {
        if (*left < shortest_validity_seconds) throw std::runtime_error("too little time is left for this gateway");
        query += fmt::format("&validity={}", *left / 60);
    }
    // %d: what happened, %A: the SMSC's words, %F: its name for the message; the gateway fills them in.
    if (!outgoing.report_url.empty())
        query += fmt::format("&dlr-mask={}&dlr-url={}", wanted_reports,
                             encoded(outgoing.report_url + "&status=%d&reply=%A&gateway=%F"));
    return query;
}

Taken KannelChannel::send(const Outgoing& outgoing) {
    const auto answer = ask(server_, {.path = path_ + query(outgoing)}, outgoing);
    // 202 "0: Accepted for delivery" or "3: Queued for later delivery".
    if (answer.status == 200 || answer.status == 202) return {};
    const auto text = fmt::format("gateway: {} {}", answer.status, answer.body.substr(0, 200));
    // 400: it cannot be sent as it is, whenever. 403 is about our sign-in, 503 about now.
    if (answer.status == 400) throw Undeliverable(text);
    throw std::runtime_error(text);
}

}  // namespace portico::messaging
