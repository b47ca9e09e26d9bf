// Signing in with mail and password (ACC-20, ACC-21).
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "features/audit/audit.h"
#include "features/identity/api/sessions.h"
#include "platform/crypto/key_ring.h"
#include "platform/crypto/password.h"
#include "platform/messaging/message_outbox.h"

namespace portico::identity {

struct SignInRequest {
    std::string email;
    std::string password;
    Peer peer;
    std::string device_secret;  // of the device cookie; empty without one
};

struct SignedIn {
    OpenedSession opened;
    std::string device_secret;         // for the device cookie
    std::int64_t failed_attempts = 0;  // since the last success; the person is told once
};

struct SignInAttempt {
    Timestamp at;
    std::string address;
    std::string device;
    std::string result;  // success, wrong_password, locked, disabled
};

// Wrong password, unknown mail, disabled or unconfirmed person: one answer by one path (SEC-9). Every try is counted
// before its password is looked at, so that tries made at once are counted too, on every node and across restarts.
// Thread-safe.
class SignIn {
public:
    SignIn(db::UnitsOfWork& units, audit::AuditTrail& trail, const crypto::PasswordHasher& hasher,
           const crypto::KeyRing& keys, Sessions& sessions, const messaging::MessageOutbox& outbox, const Clock& clock)
        : units_(units),
          trail_(trail),
          hasher_(hasher),
          keys_(keys),
          sessions_(sessions),
          outbox_(outbox),
          clock_(clock) {}

    // Errors: sign_in_failed; sign_in_locked with a field error {path "retryAfter", text: seconds}.
    Result<SignedIn> sign_in(const SignInRequest&);

    // An administrator or the operator ends a lock.
    void unlock(db::UnitOfWork&, const UserId&, const Caller& by);

    // The last 100, newest first.
    static std::vector<SignInAttempt> history(db::Session&, const UserId&);
    // Forgets counters that have not been touched for a day.
    void prune(db::UnitOfWork&);

private:
    struct Attempt;
    Result<void> charge(Attempt&);
    void note_locked(db::UnitOfWork&, const Attempt&);
    Result<SignedIn> refuse(Attempt&, std::string_view result);
    void lock(db::UnitOfWork&, const Attempt&, std::int64_t in_succession, const std::optional<TenantId>& tenant);
    Result<SignedIn> succeed(Attempt&);

    db::UnitsOfWork& units_;
    audit::AuditTrail& trail_;
    const crypto::PasswordHasher& hasher_;
    const crypto::KeyRing& keys_;
    Sessions& sessions_;
    const messaging::MessageOutbox& outbox_;
    const Clock& clock_;
};

}  // namespace portico::identity
