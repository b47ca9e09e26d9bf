#include "platform/messaging/twilio_channel.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <array>
#include <boost/json.hpp>
#include <cstring>

#include "platform/crypto/encoding.h"

namespace portico::messaging {
namespace {

using web_client::encoded;

// Shortest and longest that the API knows, in seconds.
constexpr std::int64_t shortest_validity = 1, longest_validity = 14'400;

std::string text_at(const boost::json::object& object, std::string_view key) {
    const auto* value = object.if_contains(key);
    if (value == nullptr) return {};
    if (value->is_string()) return std::string(value->get_string());
    return value->is_int64() ? std::to_string(value->get_int64()) : std::string();
}

boost::json::object object_of(const std::string& body) {
    boost::system::error_code broken;
    auto value = boost::json::parse(body, broken);
    return !broken && value.is_object() ? value.get_object() : boost::json::object();
}

}  // namespace

TwilioChannel::TwilioChannel(SmsGateway gateway, const Clock& clock)
    : gateway_(std::move(gateway)), server_(gateway_server(gateway_.url)), clock_(clock) {
    server_.authorization = web_client::Authorization::basic;
    server_.user = gateway_.user;
    server_.secret = gateway_.password;
}

std::string TwilioChannel::form(const Outgoing& outgoing) const {
    const auto& message = outgoing.message;
    const bool service = gateway_.from.starts_with("MG") && gateway_.from.size() == 34;
    std::string form = fmt::format("To={}&{}={}&Body={}", encoded(message.to), service ? "MessagingServiceSid" : "From",
                                   encoded(gateway_.from), encoded(message.text));
    if (const auto left = seconds_left(message, clock_.now()))
        form += fmt::format("&ValidityPeriod={}", std::clamp(*left, shortest_validity, longest_validity));
    if (!outgoing.report_url.empty()) form += "&StatusCallback=" + encoded(outgoing.report_url);
    return form;
}

Taken TwilioChannel::send(const Outgoing& outgoing) {
    const auto body = form(outgoing);
    std::size_t given = 0;
    web_client::Request request;
    request.method = web_client::Request::Method::post;
    request.path = "/2010-04-01/Accounts/" + encoded(gateway_.user) + "/Messages.json";
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}, {"Accept", "application/json"}};
    request.body_bytes = body.size();
    request.body = [&](std::span<std::byte> into) -> Result<std::size_t> {
        const auto length = std::min(into.size(), body.size() - given);
        std::memcpy(into.data(), body.data() + given, length);
        given += length;
        return length;
    };
    const auto answer = ask(server_, std::move(request), outgoing);
    const auto said = object_of(answer.body);
    if (answer.status == 200 || answer.status == 201) return {text_at(said, "sid")};
    const auto text = fmt::format("gateway: {} {} {}", answer.status, text_at(said, "code"), text_at(said, "message"));
    // 400: this number, this text. 401 and 403 are about our account, 429 and 5xx about now.
    if (answer.status == 400) throw Undeliverable(text);
    throw std::runtime_error(text);
}

std::string twilio_signature(std::string_view auth_token, std::string_view url,
                             const std::map<std::string, std::string>& form) {
    std::string text(url);
    for (const auto& [name, value] : form) text += name + value;
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned length = 0;
    HMAC(EVP_sha1(), auth_token.data(), static_cast<int>(auth_token.size()),
         reinterpret_cast<const unsigned char*>(text.data()), text.size(), digest.data(), &length);
    return crypto::to_base64({reinterpret_cast<const char*>(digest.data()), length});
}

}  // namespace portico::messaging
