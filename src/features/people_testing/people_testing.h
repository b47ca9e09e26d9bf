// People who can sign in, and the services around them, for tests of this and other rooms.
#pragma once

#include "features/audit/audit.h"
#include "features/identity/identity.h"
#include "features/testing/fixtures.h"
#include "platform/db_testing/database_fixture.h"
#include "platform/jobs/queue.h"

namespace portico::identity::testing {

inline constexpr std::string_view good_password = "tulpe-Kran_7-Nebel";
inline constexpr std::string_view other_password = "quiet-Lantern_3-Gravel";

// Everything that people need to sign in, on the database of a test. The hasher is as cheap as it is allowed to be.
class PeopleTest : public db::DatabaseTest {
protected:
    // A user who can sign in with good_password; `member` from testing::World.
    void give_password(const portico::testing::Member& member) {
        auto hash = hasher.hash(good_password);
        auto work = begin();
        work.session().exec("UPDATE users SET password_hash = ? WHERE id = ?", hash, member.user);
        work.session().exec("INSERT INTO password_history (user_id, password_hash, set_at) VALUES (?, ?, ?)",
                            member.user, hash, clock.now());
        work.commit_technical();
    }
    std::string email_of(const portico::testing::Member& member) {
        return read().value<std::string>("SELECT email FROM users WHERE id = ?", member.user);
    }
    void change(std::string_view sql) {
        auto work = begin();
        work.session().exec(sql);
        work.commit_technical();
    }
    std::int64_t count(std::string_view sql) { return read().value<std::int64_t>(sql); }
    // The caller that a session gives.
    Caller caller_of(const portico::testing::Member& member, const LiveSession& session) {
        auto caller = member.caller();
        caller.session = session.id;
        return caller;
    }
    OpenedSession open(const portico::testing::Member& member) {
        auto work = begin();
        auto opened = sessions().open(work, member.user, member.membership, {"192.0.2.1", "browser"});
        work.commit_technical();
        return opened;
    }
    std::vector<std::string> audited() const {
        std::vector<std::string> codes;
        for (const auto& event : recorded_audit.events) codes.push_back(event.code);
        return codes;
    }

    Sessions& sessions() {
        if (!sessions_) sessions_ = std::make_unique<Sessions>(units(), clock);
        return *sessions_;
    }
    Passwords passwords() { return {units(), hasher, sessions(), clock}; }
    SignIn sign_in() { return {units(), trail, hasher, keys, sessions(), outbox, clock}; }
    // As another process, or this one started again, would see it.
    void restart() { sessions_.reset(); }

    ManualClock clock;
    crypto::PasswordHasher hasher{{.memory_mib = 46, .passes = 1}};
    crypto::KeyRing keys = crypto::KeyRing::ephemeral();
    audit::AuditTrail trail{clock};
    jobs::Queue queue{clock};
    messaging::MessageOutbox outbox{queue, keys, clock};

private:
    std::unique_ptr<Sessions> sessions_;
};

}  // namespace portico::identity::testing
