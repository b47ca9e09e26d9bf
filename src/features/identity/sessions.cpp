#include "features/identity/api/sessions.h"

#include <mutex>
#include <unordered_map>

#include "features/identity/store.h"
#include "platform/crypto/encoding.h"
#include "platform/crypto/hash.h"
#include "platform/crypto/random.h"

namespace portico::identity {
namespace {

constexpr std::int64_t noted_every_seconds = 30;
constexpr std::size_t token_length = 43;

AuditEvent ended(const store::SessionOwner& owner, const Caller& by, std::string reason) {
    AuditEvent event;
    event.code = "session.ended";
    event.caller = by;
    event.tenant = owner.tenant;
    event.object = owner.id.text();
    event.reason = std::move(reason);
    event.details = {{"user", owner.user.text()}, {"name", owner.user_name}};
    return event;
}

// All that ends a session comes by here.
void end_all(db::UnitOfWork& work, const std::vector<store::SessionOwner>& owners, const Caller& by,
             const std::string& reason) {
    std::string ids;
    for (const auto& owner : owners) {
        store::delete_session(work.session(), owner.id);
        work.audit(ended(owner, by, reason));
        ids += (ids.empty() ? "\"" : ",\"") + owner.id.text() + "\"";
    }
    if (!ids.empty()) work.emit({"session.ended", std::nullopt, "{\"sessions\":[" + ids + "]}"});
}

std::vector<store::SessionOwner> without(std::vector<store::SessionOwner> owners, const SessionId& kept) {
    std::erase_if(owners, [&](const store::SessionOwner& owner) { return owner.id == kept; });
    return owners;
}

}  // namespace

// When each session was used last in this process, and when that was last written down.
class Sessions::Uses {
public:
    struct Use {
        Timestamp seen;
        Timestamp written;
    };
    Timestamp last(const SessionId& id, Timestamp stored) {
        std::lock_guard lock(mutex_);
        auto use = uses_.find(id);
        return use == uses_.end() ? stored : std::max(use->second.seen, stored);
    }
    // True when it is time to write it down.
    bool note(const SessionId& id, Timestamp stored, Timestamp now) {
        std::lock_guard lock(mutex_);
        if (uses_.size() > limit) forget(now);
        auto& use = uses_.try_emplace(id, Use{now, stored}).first->second;
        use.seen = std::max(use.seen, now);
        use.written = std::max(use.written, stored);
        if (use.written.plus_seconds(noted_every_seconds) > now) return false;
        use.written = now;
        return true;
    }

private:
    static constexpr std::size_t limit = 20'000;
    void forget(Timestamp now) {
        std::erase_if(uses_, [&](const auto& use) { return use.second.seen.plus_seconds(3600) < now; });
    }
    std::mutex mutex_;
    std::unordered_map<SessionId, Use> uses_;
};

Sessions::Sessions(db::UnitsOfWork& units, const Clock& clock)
    : units_(units), clock_(clock), uses_(std::make_unique<Uses>()) {}
Sessions::~Sessions() = default;

std::optional<LiveSession> Sessions::resolve(std::string_view token) {
    if (token.size() != token_length) return std::nullopt;
    auto found = [&] {
        auto session = units_.database().read();
        return store::find_session(session, crypto::hash_secret(token));
    }();
    if (!found || !found->enabled) return std::nullopt;
    auto now = clock_.now();
    auto& live = found->session;
    auto idle_ends_at = uses_->last(live.id, found->last_seen_at).plus_seconds(live.idle_seconds);
    if (now >= live.ends_at || now >= idle_ends_at) return std::nullopt;
    live.idle_ends_at = std::min(now.plus_seconds(live.idle_seconds), live.ends_at);
    if (uses_->note(live.id, found->last_seen_at, now)) {
        try {
            auto work = units_.begin();
            store::touch_session(work.session(), live.id, now, live.idle_ends_at);
            work.commit_technical();
        } catch (const db::DbError&) {
            // The database is busy; a later request writes it down.
        }
    }
    return live;
}

std::string Sessions::csrf_token(std::string_view token) {
    return crypto::to_base64url(crypto::hmac_sha256(token, "csrf"));
}

bool Sessions::csrf_token_matches(std::string_view token, std::string_view header) {
    return crypto::constant_time_equal(csrf_token(token), header);
}

OpenedSession Sessions::open(db::UnitOfWork& work, const UserId& user, const MembershipId& membership,
                             const Peer& peer) {
    auto opened = prepare(work.session(), user, membership);
    store::insert_session(work.session(), opened.session, crypto::hash_secret(opened.token), peer);
    return opened;
}

OpenedSession Sessions::move(db::UnitOfWork& work, const Caller& caller, const LiveSession& now,
                             const MembershipId& to) {
    auto opened = prepare(work.session(), now.user, to);
    auto& next = opened.session;
    next.ends_at = std::min(next.ends_at, now.ends_at);
    next.idle_ends_at = std::min(next.idle_ends_at, next.ends_at);
    next.reauthenticated_at = now.reauthenticated_at;
    store::insert_session(work.session(), next, crypto::hash_secret(opened.token), {caller.address, caller.device});
    store::delete_session(work.session(), now.id);
    AuditEvent event;
    event.code = "session.moved";
    event.caller = caller;
    event.tenant = store::tenant_of_membership(work.session(), to);
    event.object = next.id.text();
    work.audit(std::move(event));
    work.emit({"session.ended", std::nullopt, "{\"sessions\":[\"" + now.id.text() + "\"]}"});
    return opened;
}

OpenedSession Sessions::prepare(db::Session& session, const UserId& user, const MembershipId& membership) const {
    auto now = clock_.now();
    auto limits = store::limits_of(session, membership);
    auto ends_at = now.plus_seconds(limits.absolute_seconds);
    OpenedSession opened;
    opened.token = crypto::new_secret();
    opened.session = {.id = crypto::new_id<SessionId>(clock_),
                      .user = user,
                      .membership = membership,
                      .created_at = now,
                      .idle_ends_at = std::min(now.plus_seconds(limits.idle_seconds), ends_at),
                      .ends_at = ends_at,
                      .reauthenticated_at = now,
                      .idle_seconds = limits.idle_seconds};
    return opened;
}

std::vector<OwnSession> Sessions::own(db::Session& session, const Caller& caller) const {
    auto all = store::sessions_of(session, caller.user);
    for (auto& one : all) one.current = one.id == caller.session;
    return all;
}

Result<void> Sessions::end_own(db::UnitOfWork& work, const Caller& caller, const SessionId& id) {
    auto owners = store::owners_of_user(work.session(), caller.user);
    std::erase_if(owners, [&](const store::SessionOwner& owner) { return owner.id != id; });
    if (owners.empty()) return fail(portico::errors::not_found);
    end_all(work, owners, caller, "ended by its user");
    return {};
}

void Sessions::end_others(db::UnitOfWork& work, const Caller& by, std::string reason) {
    end_all(work, without(store::owners_of_user(work.session(), by.user), by.session), by, reason);
}

void Sessions::end_of_user(db::UnitOfWork& work, const UserId& user, const Caller& by, std::string reason) {
    end_all(work, without(store::owners_of_user(work.session(), user), by.session), by, reason);
}

void Sessions::end_of_membership(db::UnitOfWork& work, const MembershipId& membership, const Caller& by,
                                 std::string reason) {
    end_all(work, without(store::owners_of_membership(work.session(), membership), by.session), by, reason);
}

std::int64_t Sessions::prune(db::UnitOfWork& work, std::int64_t limit) {
    auto now = clock_.now();
    Caller system;
    system.kind = CallerKind::system;
    system.name = "system";
    // What was used a moment ago may not have been written down yet.
    auto over = store::owners_of_over(work.session(), now, now.plus_seconds(-2 * noted_every_seconds), limit);
    end_all(work, over, system, "time over");
    return std::ssize(over);
}

}  // namespace portico::identity
