// A department's messages and the words of all of them.
#include <algorithm>

#include "features/message_texts/message_texts.h"
#include "features/messages/routes.h"
#include "platform/api/page.h"
#include "platform/db/database.h"

namespace portico::messages::dto {

using messaging::ChannelKind;
using messaging::MessageState;

struct SentMessage {
    messaging::MessageId id;
    ChannelKind channel = ChannelKind::mail;
    std::string kind, recipient, language;
    MessageState state = MessageState::queued;
    std::string problem;
    std::int64_t tries = 0, sms = 0;
    bool can_be_sent_again = false;
    Timestamp created_at;
    std::optional<Timestamp> next_try_at, sent_at, delivered_at;
};
struct MessageQuery : api::PageQuery {
    std::vector<MessageState> states;
    std::optional<ChannelKind> channel;
    std::optional<std::string> recipient;
};
struct MessageUsage {
    std::string month;
    std::int64_t sms = 0, limit = 0;
    std::string mail_channel, sms_channel;
};
struct MessageText {
    std::string kind, language;
    ChannelKind channel = ChannelKind::mail;
    std::string subject, text, html;
};
struct MessageTexts {
    std::vector<MessageText> items;
};

}  // namespace portico::messages::dto

namespace portico::api {
namespace dto = messages::dto;

template <>
struct EnumNames<messaging::ChannelKind> {
    using C = messaging::ChannelKind;
    static constexpr EnumName<C> table[] = {{C::mail, "mail"}, {C::sms, "sms"}};
};
template <>
struct EnumNames<messaging::MessageState> {
    using S = messaging::MessageState;
    static constexpr EnumName<S> table[] = {
        {S::queued, "queued"}, {S::sending, "sending"},   {S::sent, "sent"},      {S::delivered, "delivered"},
        {S::failed, "failed"}, {S::given_up, "given_up"}, {S::expired, "expired"}};
};
template <>
struct Dto<dto::SentMessage> {
    using T = dto::SentMessage;
    static constexpr std::string_view name = "SentMessage";
    static constexpr auto fields =
        std::tuple{field("id", &T::id),
                   field("channel", &T::channel),
                   field("kind", &T::kind, {.text = "What it is about; empty: unknown."}),
                   field("recipient", &T::recipient, {.text = "Address of mail, or number in E.164."}),
                   field("language", &T::language),
                   field("state", &T::state),
                   field("problem", &T::problem,
                         {.text = "Why it was not sent yet, or not at all; a code or the other side's words."}),
                   field("tries", &T::tries),
                   field("sms", &T::sms, {.text = "How many SMS it takes; 0 for a mail."}),
                   field("canBeSentAgain", &T::can_be_sent_again),
                   field("createdAt", &T::created_at),
                   field("nextTryAt", &T::next_try_at),
                   field("sentAt", &T::sent_at),
                   field("deliveredAt", &T::delivered_at)};
};
template <>
struct Dto<dto::MessageQuery> {
    using T = dto::MessageQuery;
    static constexpr std::string_view name = "MessageQuery";
    static constexpr auto fields = std::tuple_cat(
        page_fields,
        std::tuple{field("state", &T::states, {.max_items = 7, .optional = true}), field("channel", &T::channel),
                   field("recipient", &T::recipient, {.max_length = 200, .text = "A part of it."})});
};
template <>
struct Dto<dto::MessageUsage> {
    using T = dto::MessageUsage;
    static constexpr std::string_view name = "MessageUsage";
    static constexpr auto fields = std::tuple{
        field("month", &T::month, {.text = "\"2026-11\", UTC."}),
        field("sms", &T::sms, {.text = "SMS that the department has sent in it, by parts."}), field("limit", &T::limit),
        field("mailChannel", &T::mail_channel, {.text = "log: mails are not really sent."}),
        field("smsChannel", &T::sms_channel, {.text = "log: text messages are not really sent."})};
};
template <>
struct Dto<dto::MessageText> {
    using T = dto::MessageText;
    static constexpr std::string_view name = "MessageText";
    static constexpr auto fields =
        std::tuple{field("kind", &T::kind),       field("language", &T::language), field("channel", &T::channel),
                   field("subject", &T::subject), field("text", &T::text),         field("html", &T::html)};
};
template <>
struct Dto<dto::MessageTexts> {
    static constexpr std::string_view name = "MessageTexts";
    static constexpr auto fields = std::tuple{field("items", &dto::MessageTexts::items)};
};

}  // namespace portico::api

namespace portico::messages {
namespace {

using messaging::MessageState;
using May = Authorized<Permission::manage_settings>;
using Needs = api::Needs<Permission::manage_settings>;
constexpr std::string_view tag = "Messages";

// A dead letter: somebody has to decide what becomes of it.
bool is_dead(const messaging::StoredMessage& stored) {
    return stored.state == MessageState::failed || stored.state == MessageState::given_up;
}

dto::SentMessage to_dto(const messaging::StoredMessage& stored, Timestamp now) {
    const auto& message = stored.message;
    const bool still_true = !message.valid_until || *message.valid_until > now;
    return {.id = stored.id,
            .channel = message.channel,
            .kind = message.kind,
            .recipient = message.to,
            .language = message.language,
            .state = stored.state,
            .problem = stored.last_error,
            .tries = stored.tries,
            .sms = message.channel == messaging::ChannelKind::sms ? stored.parts : 0,
            .can_be_sent_again = is_dead(stored) && stored.has_content && still_true,
            .created_at = stored.created_at,
            .next_try_at = stored.next_try_at,
            .sent_at = stored.sent_at,
            .delivered_at = stored.delivered_at};
}

Result<api::Page<dto::SentMessage>> page_of(const RouteServices& s, const May& may, const dto::MessageQuery& in) {
    messaging::MessageFilter filter{.tenant = may.tenant(),
                                    .states = in.states,
                                    .channel = in.channel,
                                    .recipient = in.recipient.value_or(""),
                                    .after = {}};
    if (in.cursor) {
        PORTICO_TRY(auto keys, api::decode_cursor(*in.cursor, 1));
        filter.after = messaging::MessageId::trusted(keys[0]);
    }
    auto session = s.units.database().read();
    auto found = s.outbox.list(session, filter, in.limit + 1);
    const bool more = std::ssize(found) > in.limit;
    if (more) found.pop_back();
    api::Page<dto::SentMessage> page;
    for (const auto& one : found) page.items.push_back(to_dto(one, s.clock.now()));
    if (more) page.next_cursor = api::encode_cursor({found.back().id.text()});
    return page;
}

Result<void> send_again(const RouteServices& s, const May& may, const messaging::MessageId& id) {
    return s.units.retrying([&](db::UnitOfWork& work) -> Result<void> {
        const auto found = s.outbox.find(work.session(), id);
        if (!found || found->message.tenant != may.tenant()) return fail(portico::errors::not_found);
        if (!s.outbox.send_again(work.session(), may.tenant(), id)) return fail(errors::cannot_be_sent_again);
        work.emit({"messages.changed", may.tenant(), "{}"});
        AuditEvent event;
        event.code = "message.sent_again";
        event.caller = may.caller();
        event.tenant = may.tenant();
        event.object = id.text();
        work.commit(std::move(event));
        return {};
    });
}

dto::MessageTexts all_texts() {
    dto::MessageTexts out;
    for (const auto& kind : message_texts::kinds())
        for (const auto language : message_texts::languages) {
            auto made = message_texts::preview(kind.key, language);
            out.items.push_back({.kind = kind.key,
                                 .language = std::string(language),
                                 .channel = made.channel,
                                 .subject = std::move(made.subject),
                                 .text = std::move(made.text),
                                 .html = std::move(made.html)});
        }
    return out;
}

}  // namespace

void add_message_routes(api::Api& api, const RouteServices& s) {
    api.get<dto::MessageQuery, api::Page<dto::SentMessage>>(
        "/api/v1/tenant/messages", Needs{}, api::NotAudited{"says what was sent, not what it says"},
        {.id = "listMessages", .summary = "Mails and text messages of the department, newest first.", .tag = tag},
        [s](api::Context&, const May& may, const dto::MessageQuery& in) { return page_of(s, may, in); });
    api.post<api::Nothing, api::Nothing>("/api/v1/tenant/messages/{message}/sendings", Needs{},
                                         api::Audited{"message.sent_again"},
                                         {.id = "sendMessageAgain",
                                          .summary = "Another day of tries for a message that was not sent.",
                                          .tag = tag,
                                          .errors = {&errors::cannot_be_sent_again}},
                                         [s](api::Context& context, const May& may) -> Result<void> {
                                             return send_again(s, may, context.id<messaging::MessageId>("message"));
                                         });
    api.get<dto::MessageUsage>(
        "/api/v1/tenant/message-usage", Needs{}, api::NotAudited{"a count"},
        {.id = "getMessageUsage",
         .summary = "Text messages of the month, their limit, and how messages are sent.",
         .tag = tag},
        [s](api::Context&, const May& may) -> Result<dto::MessageUsage> {
            auto session = s.units.database().read();
            const auto use = s.budget.use(session, may.tenant());
            return dto::MessageUsage{use.month, use.parts, use.limit, s.mail_channel, s.sms_channel};
        });
    api.get<dto::MessageTexts>("/api/v1/tenant/message-texts", Needs{}, api::NotAudited{"texts with made-up names"},
                               {.id = "previewMessageTexts",
                                .summary = "Every kind of message in each language, with made-up values.",
                                .tag = tag},
                               [](api::Context&, const May&) -> Result<dto::MessageTexts> { return all_texts(); });
}

void add_routes(api::Api& api, const RouteServices& services) {
    add_message_routes(api, services);
    add_report_routes(api, services);
}

}  // namespace portico::messages
