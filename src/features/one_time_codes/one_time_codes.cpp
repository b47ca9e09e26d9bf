#include "features/one_time_codes/api/one_time_codes.h"

#include <algorithm>
#include <array>

#include "features/one_time_codes/store.h"
#include "platform/crypto/random.h"
#include "platform/text/network.h"

namespace portico::one_time_codes {
namespace {

constexpr std::string_view hash_purpose = "one-time-code";
constexpr std::int64_t day_seconds = 24 * 3600;

std::string key_of(const Purpose& purpose, std::string_view subject) {
    return std::string(purpose.key) + ":" + std::string(subject);
}

// Each part with its length, so that no two things have one text.
std::string bound_text(const CodeFor& what, std::string_view digits) {
    std::string text;
    for (const auto part : {what.purpose.key, std::string_view(what.subject), std::string_view(what.binding), digits})
        text += std::to_string(part.size()) + ":" + std::string(part);
    return text;
}

std::string retry_after(Timestamp until, Timestamp now) {
    return std::to_string(std::max<std::int64_t>(1, (until.milliseconds - now.milliseconds + 999) / 1000));
}

Error blocked_error(const std::optional<Timestamp>& until, Timestamp now) {
    Error error = errors::blocked;
    if (until) error.at("retryAfter", "seconds", retry_after(*until, now));
    return error;
}

// A place that codes go to or are asked for from, with its windows.
struct Counted {
    std::string place;
    std::span<const limits::Window> windows;
    const ErrorKind* refusal;
    std::vector<Timestamp> sent = {};
};

std::vector<Counted> places_of(const crypto::KeyRing& keys, const Destination& destination, std::string_view address) {
    const std::string_view channel = destination.channel == Channel::sms ? "sms" : "mail";
    std::vector<Counted> places;
    places.push_back({std::string(channel) + ":" + keys.keyed_hash("one-time-code.destination", destination.address),
                      limits::per_destination, &errors::too_many_for_destination});
    if (!address.empty())
        places.push_back(
            {"address:" + text::counted_network(address), limits::per_address, &errors::too_many_from_address});
    // In one order for everybody, so that nobody waits for somebody who waits.
    std::sort(places.begin(), places.end(), [](const auto& a, const auto& b) { return a.place < b.place; });
    return places;
}

Result<void> count_sending(db::Session& session, std::vector<Counted> places, Timestamp now) {
    const auto forgotten = now.plus_seconds(-limits::longest_window_seconds);
    for (auto& counted : places) {
        counted.sent = store::lock_sent(session, counted.place);
        std::erase_if(counted.sent, [&](Timestamp at) { return at <= forgotten; });
        const auto allowed = limits::next_allowed(counted.windows, counted.sent);
        if (allowed > now) return fail(Error(*counted.refusal).at("retryAfter", "seconds", retry_after(allowed, now)));
    }
    for (auto& counted : places) {
        counted.sent.push_back(now);
        store::save_sent(session, counted.place, counted.sent);
    }
    return {};
}

CodeCheck as_blocked(const OneTimeCodes::Block& block, int failures, Timestamp now) {
    return {.outcome = Outcome::blocked,
            .right = {},
            .wrong_in_succession = failures,
            .blocks = block.blocks,
            .blocked_until = block.until,
            .checked_at = now};
}

}  // namespace

Error error_of(const CodeCheck& check) {
    switch (check.outcome) {
        case Outcome::expired:
            return errors::expired;
        case Outcome::used:
            return errors::used;
        case Outcome::blocked:
            return blocked_error(check.blocked_until, check.checked_at);
        default:
            return errors::wrong;
    }
}

Result<IssuedCode> OneTimeCodes::issue(db::UnitOfWork& work, const CodeFor& what, const Destination& destination,
                                       std::string_view network_address) {
    auto& session = work.session();
    const auto now = clock_.now();
    const auto key = key_of(what.purpose, what.subject);
    const auto tries = store::lock_tries(session, key);
    if (const auto block = limits::block_of(what.purpose, tries, now); block.blocked)
        return fail(blocked_error(block.until, now));
    PORTICO_CHECK(count_sending(session, places_of(keys_, destination, network_address), now));

    IssuedCode issued{crypto::one_time_code(), now.plus_seconds(lifetime_seconds)};
    store::replace_code(session, key,
                        {crypto::new_id_text(clock_), keys_.keyed_hash(hash_purpose, bound_text(what, issued.digits)),
                         issued.valid_until},
                        now);
    return issued;
}

CodeCheck OneTimeCodes::check(const CodeFor& what, std::string_view typed) {
    const auto key = key_of(what.purpose, what.subject);
    std::optional<store::Code> code;
    auto result = units_.retrying([&](db::UnitOfWork& work) {
        auto& session = work.session();
        const auto now = clock_.now();
        CodeCheck check{.right = {}, .blocked_until = {}, .checked_at = now};
        auto tries = limits::settled(what.purpose, store::lock_tries(session, key), now);
        if (const auto block = limits::block_of(what.purpose, tries, now); block.blocked)
            return as_blocked(block, tries.failures, now);
        code = store::find_code(session, key);
        if (code && (code->used || code->valid_until <= now)) {
            check.outcome = code->used ? Outcome::used : Outcome::expired;
            check.wrong_in_succession = tries.failures;
            return check;
        }
        // Also where there is no code at all: nobody finds out whether there is one.
        tries.failures += 1;
        tries.charged_at = now;
        store::save_tries(session, key, tries);
        work.commit_technical();
        const auto block = limits::block_of(what.purpose, tries, now);
        check.wrong_in_succession = tries.failures;
        check.fifth_wrong = tries.failures == wrong_before_block;
        check.blocks = block.blocks;
        check.blocked_until = block.until;
        return check;
    });
    if (result.outcome != Outcome::wrong) return result;

    // The same work whether there is a code or not.
    const auto text = bound_text(what, limits::typed_digits(typed));
    const auto stored = code ? code->hash : keys_.keyed_hash(hash_purpose, "none");
    const bool matches = keys_.keyed_hash_matches(stored, hash_purpose, text);
    if (!matches || !code) return result;
    return {.outcome = Outcome::right,
            .right = RightCode(key, code->id),
            .blocks = result.blocks,
            .blocked_until = {},
            .checked_at = result.checked_at};
}

Result<void> OneTimeCodes::use(db::UnitOfWork& work, const RightCode& right) {
    auto& session = work.session();
    auto tries = store::lock_tries(session, right.key_);
    const auto code = store::find_code(session, right.key_);
    if (!code || code->id != right.id_ || code->used) return fail(errors::used);
    if (code->valid_until <= clock_.now()) return fail(errors::expired);
    if (!store::mark_used(session, right.key_, right.id_, clock_.now())) return fail(errors::used);
    tries.failures = 0;
    store::save_tries(session, right.key_, tries);
    return {};
}

void OneTimeCodes::withdraw(db::UnitOfWork& work, const Purpose& purpose, std::string_view subject) {
    store::remove_code(work.session(), key_of(purpose, subject));
}

void OneTimeCodes::unblock(db::UnitOfWork& work, const Purpose& purpose, std::string_view subject) {
    const auto key = key_of(purpose, subject);
    store::lock_tries(work.session(), key);
    store::save_tries(work.session(), key, {});
}

OneTimeCodes::Block OneTimeCodes::block_of(db::Session& session, const Purpose& purpose,
                                           std::string_view subject) const {
    return limits::block_of(purpose, store::find_tries(session, key_of(purpose, subject)), clock_.now());
}

void OneTimeCodes::prune(db::UnitOfWork& work) {
    const auto now = clock_.now();
    store::prune(work.session(), now.plus_seconds(-day_seconds), now.plus_seconds(-limits::longest_window_seconds),
                 now.plus_seconds(-30 * day_seconds));
}

}  // namespace portico::one_time_codes
