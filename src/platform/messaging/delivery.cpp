#include "platform/messaging/delivery.h"

#include <algorithm>

#include "platform/db/database.h"
#include "platform/log/log.h"
#include "platform/messaging/detail/delivery_job.h"
#include "platform/messaging/detail/storable.h"

namespace portico::messaging {
namespace {

constexpr std::chrono::seconds longest_try{60};

bool is_over(MessageState state) { return state != MessageState::queued && state != MessageState::sending; }

}  // namespace

Taken LogChannel::send(const Outgoing& outgoing) {
    log::info(
        "message (not sent, channel log)",
        {{"id", outgoing.id}, {"channel", key_of(outgoing.message.channel)}, {"language", outgoing.message.language}});
    return {};
}

// A try that has been written down.
struct Delivery::Begun {
    StoredMessage message;
    Outgoing outgoing;
    TryPlan plan;
    std::string counted_in;
};

void Delivery::register_with(jobs::Workers& workers) {
    workers.handle(delivery_job_kind, [this](jobs::RunningJob& job) { deliver(job); });
}

void Delivery::deliver(jobs::RunningJob& job) {
    const auto begun = begin_try(job);
    if (!begun) return;
    try {
        const auto taken = send(begun->outgoing);
        end_sent(job, *begun, taken);
        return;
    } catch (const db::DbError&) {
        throw;  // the try is made again when the job is
    } catch (const Undeliverable& error) {
        end_failed(job, *begun, error.what(), std::nullopt, MessageState::failed);
    } catch (const std::exception& error) {
        auto plan = begun->plan;
        plan.uncertain = dynamic_cast<const Uncertain*>(&error) != nullptr && !begun->outgoing.report_url.empty();
        end_failed(job, *begun, error.what(), next_try(plan, parts_.clock.now()), MessageState::given_up);
    }
}

// Why the message may not be sent at all; nothing when it may. SMS are counted with their first try.
const char* Delivery::refusal(db::Session& session, const StoredMessage& stored, std::string& counted_in) const {
    const auto& message = stored.message;
    // With a second for the try itself, which is not let last longer than that.
    if (message.valid_until && *message.valid_until < parts_.clock.now().plus_seconds(1))
        return reasons::not_valid_any_more;
    if (message.text.empty()) return reasons::content_unreadable;
    if (message.channel == ChannelKind::mail) return nullptr;
    if (!parts_.budget.may_write_to(message.to)) return reasons::country_not_allowed;
    if (!counted_in.empty()) return nullptr;
    const auto month = parts_.budget.charge(session, message.tenant, stored.parts);
    if (!month) return reasons::monthly_limit_reached;
    counted_in = *month;
    return nullptr;
}

std::optional<Delivery::Begun> Delivery::begin_try(jobs::RunningJob& job) {
    const auto id = message_of(job.payload());
    auto unit = parts_.units.begin();
    auto& session = unit.session();
    const auto row = session.first<Timestamp, std::string>(
        "SELECT queued_at, counted_in FROM message WHERE id = ?" + std::string(db::for_update(session.dialect())), id);
    auto stored = row ? parts_.outbox.find(session, id) : std::nullopt;
    if (!stored || is_over(stored->state)) {
        job.complete_in(unit);
        unit.commit_technical();
        return std::nullopt;
    }
    auto [queued_at, counted_in] = *row;
    if (const auto* why = refusal(session, *stored, counted_in)) {
        close(unit, *stored, why == reasons::not_valid_any_more ? MessageState::expired : MessageState::failed, why,
              counted_in);
        job.complete_in(unit);
        unit.commit_technical();
        return std::nullopt;
    }
    session.exec(
        "UPDATE message SET state = 'sending', tries = tries + 1, next_try_at = NULL, counted_in = ? WHERE id = ?",
        counted_in, id);
    unit.commit_technical();

    Begun begun{
        .message = *stored,
        .outgoing = {.id = id, .message = stored->message, .longest = longest_try, .report_url = {}},
        .plan = {.queued_at = queued_at, .tries = stored->tries + 1, .valid_until = stored->message.valid_until},
        .counted_in = counted_in};
    if (const auto end = stored->message.valid_until) {
        const auto left = (end->milliseconds - parts_.clock.now().milliseconds) / 1000;
        begun.outgoing.longest = std::min(longest_try, std::chrono::seconds(std::max<std::int64_t>(1, left)));
    }
    const bool reports = parts_.reports != nullptr && stored->message.channel == ChannelKind::sms;
    if (reports) begun.outgoing.report_url = parts_.reports->url_for(id);
    return begun;
}

Taken Delivery::send(const Outgoing& outgoing) { return channel_of(outgoing.message).send(outgoing); }

void Delivery::end_sent(jobs::RunningJob& job, const Begun& begun, const Taken& taken) {
    const bool keeps = channel_of(begun.message.message).keeps_content();
    parts_.units.retrying([&](db::UnitOfWork& unit) {
        auto& session = unit.session();
        // A report may have been faster.
        session.exec("UPDATE message SET state = 'sent', last_error = NULL WHERE id = ? AND state = 'sending'",
                     begun.message.id);
        session.exec("UPDATE message SET sent_at = COALESCE(sent_at, ?), gateway_id = ? WHERE id = ?",
                     parts_.clock.now(), storable(taken.gateway_id), begun.message.id);
        if (!keeps)
            session.exec("UPDATE message SET subject = '', body_text = '', body_html = '' WHERE id = ?",
                         begun.message.id);
        if (const auto& tenant = begun.message.message.tenant) unit.emit({"messages.changed", *tenant, "{}"});
        job.complete_in(unit);
        unit.commit_technical();
    });
}

void Delivery::end_failed(jobs::RunningJob& job, const Begun& begun, const std::string& error,
                          std::optional<Timestamp> next, MessageState state) {
    const auto& id = begun.message.id;
    const auto text = storable(error);
    log::warning(
        next ? "message not sent, tried again later" : "message not sent",
        {{"id", id}, {"channel", key_of(begun.message.message.channel)}, {"tries", begun.plan.tries}, {"error", text}});
    parts_.units.retrying([&](db::UnitOfWork& unit) {
        auto& session = unit.session();
        if (next) {
            const auto waits = session.exec(
                "UPDATE message SET state = 'queued', next_try_at = ?, last_error = ? WHERE id = ? AND state = "
                "'sending'",
                *next, text, id);
            job.complete_in(unit);
            // Not when a report has said that it arrived.
            if (waits > 0) parts_.outbox.try_later(session, id, begun.message.message.priority, *next);
        } else {
            close(unit, begun.message, state, text, begun.counted_in);
            job.complete_in(unit);
        }
        unit.commit_technical();
    });
}

// The end of a message that was not sent. Codes are worth nothing later; other texts wait for "send again".
void Delivery::close(db::UnitOfWork& unit, const StoredMessage& stored, MessageState state, const std::string& error,
                     const std::string& counted_in) {
    auto& session = unit.session();
    const auto closed = session.exec(
        "UPDATE message SET state = ?, next_try_at = NULL, last_error = ?, counted_in = '' WHERE id = ?"
        " AND state IN ('queued', 'sending')",
        key_of(state), error, stored.id);
    if (closed == 0) return;
    if (!counted_in.empty()) SmsBudget::release(session, stored.message.tenant, counted_in, stored.parts);
    if (stored.message.priority == Priority::code || state == MessageState::expired)
        session.exec("UPDATE message SET subject = '', body_text = '', body_html = '' WHERE id = ?", stored.id);
    if (const auto& tenant = stored.message.tenant) unit.emit({"messages.changed", *tenant, "{}"});
}

}  // namespace portico::messaging
