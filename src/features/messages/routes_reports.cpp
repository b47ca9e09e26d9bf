// Delivery reports of SMS gateways (PAT-42): a GET with Kannel's numbers in the address, a POST with Twilio's form.
#include "features/messages/report_form.h"
#include "features/messages/routes.h"
#include "platform/crypto/hash.h"
#include "platform/messaging/twilio_channel.h"

namespace portico::messages {
namespace {

constexpr std::int64_t most_form_bytes = 16 * 1024;

// Which message is meant; nothing without the key that was given to the gateway for it.
std::optional<messaging::MessageId> reported(const RouteServices& s, const http::Request& request) {
    auto id = messaging::MessageId::parse(request.query_value("message").value_or(""));
    if (!id || !s.reports.key_matches(*id, request.query_value("key").value_or(""))) return std::nullopt;
    return id;
}

http::Response take(const RouteServices& s, const messaging::MessageId& id, std::optional<messaging::Report> report,
                    std::string_view gateway_id, std::string_view detail) {
    if (report)
        s.units.retrying([&](db::UnitOfWork& work) {
            s.reports.apply(work, id, *report, gateway_id, detail);
            work.commit_technical();
        });
    return http::Response::no_content();
}

Result<http::Response> from_kannel(const RouteServices& s, const http::Request& request) {
    const auto id = reported(s, request);
    if (!id) return fail(errors::report_not_accepted);
    return take(s, *id, kannel_report(request.query_value("status").value_or("")),
                request.query_value("gateway").value_or(""), request.query_value("reply").value_or(""));
}

Result<http::Response> from_twilio(const RouteServices& s, const http::Request& request) {
    const auto id = reported(s, request);
    const auto form = read_form(request.body);
    if (!id || !form) return fail(errors::report_not_accepted);
    const auto signature = messaging::twilio_signature(s.twilio_token, s.reports.url_for(*id), *form);
    if (s.twilio_token.empty() || !crypto::constant_time_equal(signature, request.header("X-Twilio-Signature")))
        return fail(errors::report_not_accepted);
    const auto value = [&](const std::string& name) {
        const auto found = form->find(name);
        return found == form->end() ? std::string() : found->second;
    };
    const auto problem = value("ErrorCode");
    return take(s, *id, twilio_report(value("MessageStatus")), value("MessageSid"),
                value("MessageStatus") + (problem.empty() ? "" : " " + problem));
}

}  // namespace

void add_report_routes(api::Api& api, const RouteServices& s) {
    static constexpr std::string_view summary =
        "A gateway tells what became of a text message; with the key that it was given for it.";
    api.raw(http::Method::get, messaging::report_path, api::Public{}, api::NotAudited{"states of messages"},
            {.id = "reportSms", .summary = summary, .tag = "Messages", .errors = {&errors::report_not_accepted}}, {},
            [s](api::Context& context) { return from_kannel(s, context.request()); });
    http::RouteOptions options;
    options.body = http::BodyPolicy::buffered(most_form_bytes);
    api.raw(http::Method::post, messaging::report_path, api::Public{}, api::NotAudited{"states of messages"},
            {.id = "reportSmsByForm",
             .summary = summary,
             .tag = "Messages",
             .errors = {&errors::report_not_accepted},
             .consumes = "application/x-www-form-urlencoded"},
            options, [s](api::Context& context) { return from_twilio(s, context.request()); });
}

}  // namespace portico::messages
