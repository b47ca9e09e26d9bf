#include "features/identity/api/api_keys.h"

#include "features/identity/store.h"
#include "platform/crypto/random.h"

namespace portico::identity {
namespace {

constexpr std::string_view prefix = "portico_";  // so that a leaked key is recognised for what it is
constexpr std::int64_t use_noted_every_seconds = 60;

AuditEvent event_about(const ApiKeys::May& may, std::string code, const ApiKey& key) {
    AuditEvent event;
    event.code = std::move(code);
    event.caller = may.caller();
    event.tenant = may.tenant();
    event.object = key.id.text();
    event.details = {{"name", key.name}, {"permissions", key.permissions.keys()}};
    return event;
}

}  // namespace

Result<IssuedApiKey> ApiKeys::issue(const May& may, const NewApiKey& in) {
    auto now = clock_.now();
    if (!may.caller().permissions.contains(in.permissions) && may.caller().kind != CallerKind::operator_)
        return fail(errors::permission_not_held);
    if (in.expires_at && *in.expires_at <= now)
        return fail(Error(portico::errors::invalid_input).at("expiresAt", "in_the_past", "This lies in the past."));
    IssuedApiKey issued;
    issued.secret = std::string(prefix) + crypto::new_secret();
    issued.key = {.id = crypto::new_id<ApiKeyId>(clock_),
                  .name = in.name,
                  .permissions = in.permissions,
                  .created_at = now,
                  .created_by = may.caller().name,
                  .expires_at = in.expires_at,
                  .last_used_at = {},
                  .revoked_at = {}};
    auto work = units_.begin();
    store::insert_api_key(work.session(), may.tenant(), issued.key, crypto::hash_secret(issued.secret));
    work.commit(event_about(may, "api_key.created", issued.key));
    return issued;
}

std::vector<ApiKey> ApiKeys::list(db::Session& session, const May& may, const std::optional<ApiKeyId>& after,
                                  std::int64_t limit) const {
    return store::api_keys(session, may.tenant(), after, limit);
}

Result<void> ApiKeys::revoke(const May& may, const ApiKeyId& id) {
    auto work = units_.begin();
    auto key = store::api_key(work.session(), may.tenant(), id);
    if (!key) return fail(portico::errors::not_found);
    if (key->revoked_at) return {};
    store::revoke_api_key(work.session(), may.tenant(), id, clock_.now());
    work.commit(event_about(may, "api_key.revoked", *key));
    return {};
}

std::optional<Caller> ApiKeys::resolve(std::string_view secret, const Peer& peer) {
    if (!secret.starts_with(prefix) || secret.size() > 100) return std::nullopt;
    auto found = [&] {
        auto session = units_.database().read();
        return store::api_key_by_hash(session, crypto::hash_secret(secret));
    }();
    auto now = clock_.now();
    if (!found || found->key.revoked_at || (found->key.expires_at && *found->key.expires_at <= now))
        return std::nullopt;
    if (!found->key.last_used_at || found->key.last_used_at->plus_seconds(use_noted_every_seconds) <= now) {
        try {
            auto work = units_.begin();
            store::touch_api_key(work.session(), found->key.id, now);
            work.commit_technical();
        } catch (const db::DbError&) {
            // The database is busy; a later request writes it down.
        }
    }
    Caller caller;
    caller.kind = CallerKind::api_key;
    caller.account = AccountId::trusted(found->tenant.text());
    caller.account_kind = AccountKind::tenant;
    caller.tenant = found->tenant;
    caller.permissions = found->key.permissions;
    caller.api_key = found->key.id;
    caller.name = found->key.name;
    caller.address = peer.address;
    caller.device = peer.device;
    return caller;
}

}  // namespace portico::identity
