#include "features/identity/api/sign_in.h"

#include "features/identity/mails.h"
#include "features/identity/policy.h"
#include "features/identity/store.h"
#include "platform/crypto/random.h"

namespace portico::identity {
namespace {

constexpr int kept_attempts = 100;
constexpr std::int64_t locked_attempts_noted_every_seconds = 60;
constexpr std::int64_t mails_again_after_failures = 25;

std::string mail_subject(const crypto::KeyRing& keys, std::string_view email_folded) {
    return "mail:" + keys.keyed_hash("sign-in.mail", email_folded);
}

}  // namespace

// One try on its way. `user` is what was found before the password was looked at.
struct SignIn::Attempt {
    const SignInRequest& request;
    Timestamp now;
    std::string email_folded;
    std::string device_hash;      // empty without a device cookie
    std::string address_subject;  // what is counted
    std::string person_subject;
    std::optional<store::Credentials> user;
    bool known_device = false;
    std::int64_t failures = 0;  // with this try counted

    policy::Counted counted() const {
        return known_device ? policy::Counted::known_device : policy::Counted::unknown_device;
    }
    UserId user_id() const { return user ? user->user : UserId(); }
    AuditEvent event(std::string code) const {
        AuditEvent event;
        event.code = std::move(code);
        event.caller.address = request.peer.address;
        event.caller.device = request.peer.device;
        event.object = user_id().text();
        return event;
    }
    SignInAttempt as(std::string result) const {
        return {now, request.peer.address, request.peer.device, std::move(result)};
    }
};

Result<SignedIn> SignIn::sign_in(const SignInRequest& request) {
    Attempt attempt{.request = request, .now = clock_.now(), .email_folded = fold_email(request.email)};
    if (!request.device_secret.empty()) attempt.device_hash = crypto::hash_secret(request.device_secret);
    attempt.address_subject = "address:" + policy::counted_network(request.peer.address);
    PORTICO_CHECK(charge(attempt));

    // The same work whoever it is and whatever is wrong.
    const auto& user = attempt.user;
    bool right = user && user->password_hash ? hasher_.verify(*user->password_hash, request.password)
                                             : hasher_.verify_dummy(request.password);
    if (!right || !user->enabled || !user->confirmed) return refuse(attempt, right ? "disabled" : "wrong_password");
    return succeed(attempt);
}

Result<void> SignIn::charge(Attempt& attempt) {
    return units_.retrying([&](db::UnitOfWork& work) -> Result<void> {
        auto& session = work.session();
        attempt.user = store::credentials(session, attempt.email_folded);
        attempt.known_device = store::is_known_device(session, attempt.user_id(), attempt.device_hash);
        attempt.person_subject = mail_subject(keys_, attempt.email_folded);
        if (attempt.known_device) attempt.person_subject += ":" + attempt.device_hash;

        auto by_address =
            policy::settled(policy::Counted::address, store::lock_tries(session, attempt.address_subject), attempt.now);
        auto by_person =
            policy::settled(attempt.counted(), store::lock_tries(session, attempt.person_subject), attempt.now);
        auto blocked_until = std::max(by_address.blocked_until, by_person.blocked_until);
        if (attempt.user && !attempt.known_device) blocked_until = std::max(blocked_until, attempt.user->locked_until);
        if (blocked_until > attempt.now) {
            note_locked(work, attempt);
            work.commit_technical();
            auto seconds = (blocked_until.milliseconds - attempt.now.milliseconds + 999) / 1000;
            return fail(Error(errors::sign_in_locked).at("retryAfter", "seconds", std::to_string(seconds)));
        }
        store::save_tries(session, attempt.address_subject,
                          policy::charged(policy::Counted::address, by_address, attempt.now));
        auto charged = policy::charged(attempt.counted(), by_person, attempt.now);
        attempt.failures = charged.failures;
        store::save_tries(session, attempt.person_subject, charged);
        work.commit_technical();
        return {};
    });
}

// A flood of tries neither fills the trail nor pushes the person's history away.
void SignIn::note_locked(db::UnitOfWork& work, const Attempt& attempt) {
    auto event = attempt.event("session.refused");
    event.reason = "locked";
    trail_.refused(work, std::move(event));
    if (!attempt.user) return;
    auto& session = work.session();
    auto last = store::last_attempt(session, attempt.user->user);
    bool noted =
        last && last->result == "locked" && last->at.plus_seconds(locked_attempts_noted_every_seconds) > attempt.now;
    if (noted) return;
    store::insert_attempt(session, crypto::new_id_text(clock_), attempt.user->user, attempt.as("locked"));
    store::keep_last_attempts(session, attempt.user->user, kept_attempts);
}

Result<SignedIn> SignIn::refuse(Attempt& attempt, std::string_view result) {
    units_.retrying([&](db::UnitOfWork& work) {
        auto& session = work.session();
        auto event = attempt.event("session.refused");
        event.outcome = Outcome::refused;
        event.reason = attempt.user ? std::string(result) : "unknown";
        if (attempt.user) {
            const auto& user = *attempt.user;
            if (auto membership = store::first_membership(session, user.user))
                event.tenant = store::tenant_of_membership(session, *membership);
            event.details.emplace_back("name", user.name);
            store::insert_attempt(session, crypto::new_id_text(clock_), user.user, attempt.as(std::string(result)));
            store::keep_last_attempts(session, user.user, kept_attempts);
            auto in_succession = store::count_failure(session, user.user);
            bool locks = !attempt.known_device && attempt.failures == policy::tries_before_lock;
            if (locks) lock(work, attempt, in_succession, event.tenant);
        }
        work.commit(std::move(event));
    });
    return fail(errors::sign_in_failed);
}

void SignIn::lock(db::UnitOfWork& work, const Attempt& attempt, std::int64_t in_succession,
                  const std::optional<TenantId>& tenant) {
    const auto& user = *attempt.user;
    store::set_locked_until(work.session(), user.user, attempt.now.plus_seconds(policy::lock_seconds));
    auto event = attempt.event("user.locked");
    event.tenant = tenant;
    work.audit(std::move(event));
    // Somebody who goes on for days must not fill the person's mailbox.
    bool first = in_succession <= policy::tries_before_lock;
    if (user.enabled && (first || in_succession % mails_again_after_failures == 0))
        outbox_.enqueue(work.session(), mails::sign_in_locked(user.email, user.name, user.language));
}

Result<SignedIn> SignIn::succeed(Attempt& attempt) {
    const auto& request = attempt.request;
    const auto user = *attempt.user;
    std::optional<std::string> rehashed;
    if (hasher_.needs_rehash(*user.password_hash)) rehashed = hasher_.hash(request.password);

    auto signed_in = units_.retrying([&](db::UnitOfWork& work) -> std::optional<SignedIn> {
        auto& session = work.session();
        auto latest = store::credentials(session, user.user);
        auto membership = store::first_membership(session, user.user);
        bool unchanged = latest && latest->enabled && latest->password_hash == user.password_hash;
        if (!unchanged || !membership) return std::nullopt;

        SignedIn out;
        auto by_address = store::lock_tries(session, attempt.address_subject);
        by_address.failures = std::max<std::int64_t>(0, by_address.failures - 1);
        store::save_tries(session, attempt.address_subject, by_address);
        store::save_tries(session, attempt.person_subject, {0, {}, attempt.now});
        if (!attempt.known_device) store::set_locked_until(session, user.user, {});

        out.failed_attempts = store::tell_failed_attempts(session, user.user);
        store::insert_attempt(session, crypto::new_id_text(clock_), user.user, attempt.as("success"));
        store::keep_last_attempts(session, user.user, kept_attempts);
        store::note_success(session, user.user, attempt.now);
        if (rehashed) store::replace_password(session, user.user, *user.password_hash, *rehashed);

        // One browser has one device secret, also when several people sign in with it.
        bool keep_device = !attempt.device_hash.empty() && store::is_device(session, attempt.device_hash);
        out.device_secret = keep_device ? request.device_secret : crypto::new_secret();
        store::remember_device(session, user.user, crypto::hash_secret(out.device_secret), attempt.now);

        out.opened = sessions_.open(work, user.user, *membership, request.peer);
        auto event = attempt.event("session.started");
        event.caller.kind = CallerKind::user;
        event.caller.user = user.user;
        event.caller.membership = *membership;
        event.caller.name = user.name;
        event.tenant = store::tenant_of_membership(session, *membership);
        event.object = out.opened.session.id.text();
        work.commit(std::move(event));
        return out;
    });
    if (!signed_in) return refuse(attempt, "disabled");
    return std::move(*signed_in);
}

void SignIn::unlock(db::UnitOfWork& work, const UserId& user, const Caller& by) {
    auto& session = work.session();
    auto found = store::credentials(session, user);
    if (!found) return;
    store::set_locked_until(session, user, {});
    auto subject = mail_subject(keys_, fold_email(found->email));
    store::lock_tries(session, subject);
    store::save_tries(session, subject, {0, {}, clock_.now()});
    AuditEvent event;
    event.code = "user.unlocked";
    event.caller = by;
    event.tenant = by.tenant;
    event.object = user.text();
    work.audit(std::move(event));
}

std::vector<SignInAttempt> SignIn::history(db::Session& session, const UserId& user) {
    return store::attempts(session, user, kept_attempts);
}

void SignIn::prune(db::UnitOfWork& work) { store::forget_tries(work.session(), clock_.now().plus_seconds(-24 * 3600)); }

}  // namespace portico::identity
