#include "features/identity/api/passwords.h"

#include "features/identity/policy.h"
#include "features/identity/store.h"

namespace portico::identity {
namespace {

std::string tries_subject(const Caller& caller) { return "password:" + caller.user.text(); }

AuditEvent event_about(const Caller& caller, std::string code) {
    AuditEvent event;
    event.code = std::move(code);
    event.caller = caller;
    event.tenant = caller.tenant;
    event.object = caller.user.text();
    return event;
}

}  // namespace

Result<std::string> Passwords::hash_new(std::string_view password, const PasswordOwner& owner,
                                        std::string_view field) const {
    PORTICO_CHECK(policy::check_new_password(password, owner, field));
    return hasher_.hash(password);
}

// Counted before it is looked at, as at sign-in.
Result<void> Passwords::check_current(const Caller& caller, std::string_view password) {
    constexpr auto counted = policy::Counted::password_check;
    auto now = clock_.now();
    auto credentials = units_.retrying([&](db::UnitOfWork& work) -> std::optional<store::Credentials> {
        auto& session = work.session();
        auto tries = policy::settled(counted, store::lock_tries(session, tries_subject(caller)), now);
        if (tries.blocked_until > now) return std::nullopt;
        store::save_tries(session, tries_subject(caller), policy::charged(counted, tries, now));
        auto found = store::credentials(session, caller.user);
        work.commit_technical();
        return found;
    });
    if (!credentials) return fail(portico::errors::too_many_requests);
    if (!credentials->password_hash || !hasher_.verify(*credentials->password_hash, password)) {
        auto event = event_about(caller, "password.refused");
        event.outcome = Outcome::refused;
        units_.begin().commit(std::move(event));
        return fail(errors::wrong_password);
    }
    auto work = units_.begin();
    store::save_tries(work.session(), tries_subject(caller), {0, {}, now});
    if (!caller.session.empty()) store::set_reauthenticated(work.session(), caller.session, now);
    work.commit_technical();
    return {};
}

Result<void> Passwords::reauthenticate(const Caller& caller, std::string_view password) {
    return check_current(caller, password);
}

Result<void> Passwords::change(const Caller& caller, std::string_view current, std::string_view next) {
    PORTICO_CHECK(check_current(caller, current));
    auto [credentials, hashes] = [&] {
        auto session = units_.database().read();
        return std::pair{store::credentials(session, caller.user),
                         store::password_hashes(session, caller.user, remembered_passwords)};
    }();
    if (!credentials || !credentials->password_hash) return fail(errors::wrong_password);
    PORTICO_CHECK(policy::check_new_password(next, {credentials->name, credentials->email}, "newPassword"));
    hashes.insert(hashes.begin(), *credentials->password_hash);
    for (const auto& hash : hashes) {
        if (hasher_.verify(hash, next))
            return fail(Error(portico::errors::invalid_input)
                            .at("newPassword", "password_used_before", "You have used this password before."));
    }
    auto hash = hasher_.hash(next);
    return units_.retrying([&, &credentials = credentials](db::UnitOfWork& work) -> Result<void> {
        auto& session = work.session();
        if (!store::replace_password(session, caller.user, *credentials->password_hash, hash))
            return fail(errors::wrong_password, "changed in the meantime");
        store::remember_password(session, caller.user, hash, clock_.now(), remembered_passwords);
        sessions_.end_others(work, caller, "password changed");
        work.commit(event_about(caller, "password.changed"));
        return {};
    });
}

}  // namespace portico::identity
