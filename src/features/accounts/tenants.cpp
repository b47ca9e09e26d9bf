#include "features/accounts/api/tenants.h"

#include <algorithm>
#include <stdexcept>

#include "features/accounts/policy.h"
#include "features/accounts/store.h"
#include "platform/api/context.h"
#include "platform/crypto/random.h"

namespace portico::accounts {
namespace {

// A fresh tenant looks at what nearly every archive needs.
constexpr std::string_view first_checks = "patient_id patient_name birth_date sex accession_number patient_record";
constexpr std::int64_t setup_token_seconds = 30LL * 24 * 3600;

Error invalid(std::string path, std::string code, std::string text) {
    return Error(portico::errors::invalid_input).at(std::move(path), std::move(code), std::move(text));
}

Result<void> check(const NewTenant& in) {
    if (!is_slug(in.slug))
        return fail(invalid("slug", "bad_format", "3 to 40 of a to z, 0 to 9 and '-', and no reserved word."));
    return {};
}

Result<void> check(const TenantSettings& in) {
    auto known = [](const std::string& key) {
        return std::find(tenant_checks().begin(), tenant_checks().end(), key) != tenant_checks().end();
    };
    Error error = portico::errors::invalid_input;
    if (!std::all_of(in.checks.begin(), in.checks.end(), known))
        error.at("checks", "not_a_choice", "There is no such check.");
    if (in.duplicate_policy != "keep_first" && in.duplicate_policy != "keep_last")
        error.at("duplicatePolicy", "not_a_choice", "This is not one of the choices.");
    auto within = [&](std::string path, std::int64_t value, std::int64_t lowest, std::int64_t highest) {
        if (value < lowest) error.at(path, "too_small", "This number is too small.");
        if (value > highest) error.at(path, "too_big", "This number is too big.");
    };
    within("quietSeconds", in.quiet_seconds, 1, 3600);
    within("idleMinutes", in.idle_minutes, 1, 24 * 60);
    within("absoluteHours", in.absolute_hours, 1, 7 * 24);
    if (!error.fields().empty()) return fail(std::move(error));
    return {};
}

std::vector<std::string> in_order(const std::vector<std::string>& checks) {
    std::vector<std::string> ordered;
    for (const auto& key : tenant_checks())
        if (std::find(checks.begin(), checks.end(), key) != checks.end()) ordered.push_back(key);
    return ordered;
}

}  // namespace

Result<CreatedTenant> Tenants::create_in(db::UnitOfWork& work, const Caller& by, const NewTenant& in,
                                         const std::string& hash) {
    auto& session = work.session();
    if (store::slug_exists(session, in.slug))
        return fail(Error(errors::slug_taken).at("slug", "slug_taken", "This short name is taken."));
    CreatedTenant made;
    if (auto known = identity::find_user_by_email(session, in.owner_email); known && by.kind == CallerKind::operator_) {
        made.owner = known->id;  // keeps the own password
    } else {
        identity::NewUser owner{.name = in.owner_name, .email = in.owner_email, .password_hash = hash};
        PORTICO_TRY(made.owner, identity::create_user(work, owner, clock_));
    }
    made.tenant = crypto::new_id<TenantId>(clock_);
    made.membership = crypto::new_id<MembershipId>(clock_);
    auto account = AccountId::trusted(made.tenant.text());
    store::insert_account(session, account, AccountKind::tenant, in.name, in.slug, made.owner, clock_.now());
    store::insert_tenant(session, made.tenant, first_checks);
    store::insert_membership(session, made.membership, account, made.owner, clock_.now());
    AuditEvent event;
    event.code = "tenant.created";
    event.caller = by;
    event.tenant = made.tenant;
    event.object = made.tenant.text();
    event.details = {{"name", in.name}, {"slug", in.slug}, {"owner", in.owner_email}};
    work.audit(std::move(event));
    return made;
}

Result<CreatedTenant> Tenants::create(const Caller& by, const NewTenant& in) {
    if (by.kind != CallerKind::operator_) throw std::logic_error("tenants are made by the operator");
    PORTICO_CHECK(check(in));
    PORTICO_TRY(auto hash, passwords_.hash_new(in.owner_password, {in.owner_name, in.owner_email}, "password"));
    return units_.retrying([&](db::UnitOfWork& work) -> Result<CreatedTenant> {
        auto made = create_in(work, by, in, hash);
        if (made) work.commit_technical();
        return made;
    });
}

bool Tenants::setup_needed(db::Session& session) { return !store::any_tenant(session); }

std::optional<std::string> Tenants::issue_setup_token() {
    auto token = crypto::new_secret();
    return units_.retrying([&](db::UnitOfWork& work) -> std::optional<std::string> {
        auto& session = work.session();
        if (store::any_tenant(session)) return std::nullopt;
        store::delete_confirmations(session, "setup", "");
        auto now = clock_.now();
        store::insert_confirmation(session,
                                   {.id = crypto::new_id_text(clock_),
                                    .purpose = "setup",
                                    .email_folded = {},
                                    .content = {},
                                    .expires_at = now.plus_seconds(setup_token_seconds)},
                                   crypto::hash_secret(token), now);
        work.commit_technical();
        return token;
    });
}

Result<identity::OpenedSession> Tenants::set_up(std::string_view token, const NewTenant& in,
                                                const identity::Peer& peer) {
    auto now = clock_.now();
    auto find = [&](db::Session& session) -> Result<store::Confirmation> {
        if (store::any_tenant(session)) return fail(errors::setup_done);
        auto found = store::confirmation(session, "setup", crypto::hash_secret(token));
        if (!found || found->used || found->expires_at <= now) return fail(errors::setup_token_wrong);
        return std::move(*found);
    };
    {
        // Before a password is hashed for just anybody.
        auto session = units_.database().read();
        PORTICO_CHECK(find(session));
    }
    PORTICO_CHECK(check(in));
    PORTICO_TRY(auto hash, passwords_.hash_new(in.owner_password, {in.owner_name, in.owner_email}, "password"));
    return units_.retrying([&](db::UnitOfWork& work) -> Result<identity::OpenedSession> {
        auto& session = work.session();
        PORTICO_TRY(auto confirmation, find(session));
        if (!store::use_confirmation(session, confirmation.id, now)) return fail(errors::setup_token_wrong);
        Caller by;
        by.name = in.owner_name;
        by.address = peer.address;
        by.device = peer.device;
        PORTICO_TRY(auto made, create_in(work, by, in, hash));
        auto opened = sessions_.open(work, made.owner, made.membership, peer);
        AuditEvent event;
        event.code = "session.started";
        event.caller = by;
        event.caller.kind = CallerKind::user;
        event.caller.user = made.owner;
        event.caller.membership = made.membership;
        event.tenant = made.tenant;
        event.object = opened.session.id.text();
        work.commit(std::move(event));
        return opened;
    });
}

TenantSettings Tenants::settings(db::Session& session, const May& may) const {
    return store::settings(session, may.tenant());
}

Result<void> Tenants::change_settings(const May& may, const TenantSettings& input) {
    PORTICO_CHECK(check(input));
    auto in = input;
    in.checks = in_order(input.checks);
    return units_.retrying([&](db::UnitOfWork& work) -> Result<void> {
        auto& session = work.session();
        store::lock_account(session, may.tenant());
        auto before = store::settings(session, may.tenant());
        if (!store::update_settings(session, may.tenant(), in)) return fail(api::request_errors::precondition_failed);
        AuditEvent event;
        event.code = "settings.changed";
        event.caller = may.caller();
        event.tenant = may.tenant();
        event.object = may.tenant().text();
        auto note = [&](std::string name, std::int64_t a, std::int64_t b) {
            policy::note_change(event.details, std::move(name), std::to_string(a), std::to_string(b));
        };
        policy::note_change(event.details, "name", before.name, in.name);
        note("quietSeconds", before.quiet_seconds, in.quiet_seconds);
        policy::note_change(event.details, "checks", policy::join_keys(before.checks), policy::join_keys(in.checks));
        policy::note_change(event.details, "duplicatePolicy", before.duplicate_policy, in.duplicate_policy);
        policy::note_change(event.details, "defaultIssuer", before.default_issuer, in.default_issuer);
        note("idleMinutes", before.idle_minutes, in.idle_minutes);
        note("absoluteHours", before.absolute_hours, in.absolute_hours);
        work.commit(std::move(event));
        return {};
    });
}

std::optional<TenantId> Tenants::find_by_slug(db::Session& session, std::string_view slug) {
    return store::tenant_by_slug(session, slug);
}

}  // namespace portico::accounts
