// Sessions of people (ACC-23): a random token in a cookie, of which only the hash is stored.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/caller.h"
#include "core/clock.h"
#include "features/identity/api/errors.h"
#include "platform/db/unit_of_work.h"

namespace portico::identity {

struct LiveSession {
    SessionId id;
    UserId user;
    MembershipId membership;
    Timestamp created_at;
    Timestamp idle_ends_at;  // when it ends unless it is used before
    Timestamp ends_at;       // when it ends anyhow
    Timestamp reauthenticated_at;
    std::int64_t idle_seconds = 0;
};

struct OwnSession {
    SessionId id;
    bool current = false;
    std::string device;
    std::string address;
    Timestamp created_at;
    Timestamp last_seen_at;
};

// A session with its secret, which exists nowhere else.
struct OpenedSession {
    LiveSession session;
    std::string token;  // the cookie's value
};

// Thread-safe. Uses are noted in memory at once and in the database every 30 seconds, so another node may end a session
// up to that much too early, never too late.
class Sessions {
public:
    Sessions(db::UnitsOfWork& units, const Clock& clock);
    ~Sessions();

    // The session that a token names, and from now on used; nothing when it has ended, its person or membership is
    // disabled, or there never was one.
    std::optional<LiveSession> resolve(std::string_view token);

    // Follows from the session's token, so it needs no place of its own. For the header X-CSRF-Token (SEC-3).
    static std::string csrf_token(std::string_view token);
    static bool csrf_token_matches(std::string_view token, std::string_view header);

    // Limits are those of the membership's account.
    OpenedSession open(db::UnitOfWork&, const UserId&, const MembershipId&, const Peer&);
    // The caller goes on in another account: a new session within the limits of both, in place of `now`. The membership
    // has been checked.
    OpenedSession move(db::UnitOfWork&, const Caller&, const LiveSession& now, const MembershipId& to);

    std::vector<OwnSession> own(db::Session&, const Caller&) const;

    // These add audit entries and the event session.ended {"sessions": […]} to the unit of work.
    // not_found when it is no session of the caller.
    Result<void> end_own(db::UnitOfWork&, const Caller&, const SessionId&);
    void end_others(db::UnitOfWork&, const Caller& by, std::string reason);
    void end_of_user(db::UnitOfWork&, const UserId&, const Caller& by, std::string reason);
    void end_of_membership(db::UnitOfWork&, const MembershipId&, const Caller& by, std::string reason);

    // Deletes sessions whose time is over, with entries in the trail; how many. For a job every few minutes.
    std::int64_t prune(db::UnitOfWork&, std::int64_t limit = 500);

private:
    class Uses;
    OpenedSession prepare(db::Session&, const UserId&, const MembershipId&) const;
    db::UnitsOfWork& units_;
    const Clock& clock_;
    std::unique_ptr<Uses> uses_;
};

}  // namespace portico::identity
