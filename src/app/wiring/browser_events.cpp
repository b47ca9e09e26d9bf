#include "app/wiring/browser_events.h"

#include <boost/json.hpp>

namespace portico::app {
namespace {

std::string session_topic(std::string_view id) { return "session:" + std::string(id); }
std::string membership_topic(std::string_view id) { return "membership:" + std::string(id); }
std::string account_topic(std::string_view id) { return "account:" + std::string(id); }

// The texts of an array in a payload; nothing for payloads without it.
std::vector<std::string> texts_of(const boost::json::object& payload, std::string_view key) {
    std::vector<std::string> texts;
    const auto* array = payload.if_contains(key);
    if (!array || !array->is_array()) return texts;
    for (const auto& text : array->get_array()) texts.emplace_back(text.as_string());
    return texts;
}

}  // namespace

void BrowserEvents::add_routes(api::Api& api) {
    api.raw(http::Method::get, "/api/v1/events", api::SignedIn{},
            api::NotAudited{"tells that something changed, not what"},
            {.id = "followEvents",
             .summary = "Server-sent events: what to fetch again.",
             .tag = "Live",
             .produces = "text/event-stream"},
            {}, [this](api::Context&, const Caller& caller) -> Result<http::Response> {
                return http::Response::events(
                    hub_.subscribe({session_topic(caller.session.text()), membership_topic(caller.membership.text()),
                                    account_topic(caller.account.text())}));
            });
}

void BrowserEvents::follow(jobs::EventDelivery& delivery) {
    delivery.observe("browsers", [this](const jobs::StoredEvent& event) { forward(event); });
}

void BrowserEvents::forward(const jobs::StoredEvent& event) {
    boost::system::error_code broken;
    auto value = boost::json::parse(event.payload, broken);
    auto payload = !broken && value.is_object() ? value.get_object() : boost::json::object();
    // The tenant's own staff hear of everything that is the tenant's; an account's id is its tenant's id.
    if (event.tenant) hub_.publish(account_topic(event.tenant->text()), event.name, "{}");
    for (const auto& membership : texts_of(payload, "memberships"))
        hub_.publish(membership_topic(membership), event.name, "{}");
    if (const auto* account = payload.if_contains("account"); account && account->is_string())
        hub_.publish(account_topic(account->get_string()), event.name, "{}");
    if (event.name != "session.ended") return;
    // The end of its stream is the message: the browser asks again and is told to sign in.
    for (const auto& session : texts_of(payload, "sessions")) hub_.close_topic(session_topic(session));
}

}  // namespace portico::app
