// Keys of machines (ACC-26): named, of one tenant, with permissions and an end; shown once, stored hashed.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/authorized.h"
#include "core/clock.h"
#include "features/identity/api/errors.h"
#include "platform/db/unit_of_work.h"

namespace portico::identity {

struct ApiKey {
    ApiKeyId id;
    std::string name;
    TenantPermissions permissions;
    Timestamp created_at;
    std::string created_by;
    std::optional<Timestamp> expires_at, last_used_at, revoked_at;
};

struct NewApiKey {
    std::string name;
    TenantPermissions permissions;
    std::optional<Timestamp> expires_at;
};

struct IssuedApiKey {
    ApiKey key;
    std::string secret;  // what the machine sends: Authorization: Bearer <secret>
};

// Thread-safe.
class ApiKeys {
public:
    using May = Authorized<Permission::manage_api_keys>;

    ApiKeys(db::UnitsOfWork& units, const Clock& clock) : units_(units), clock_(clock) {}

    // errors::permission_not_held for what the caller does not hold; invalid_input for an end in the past.
    Result<IssuedApiKey> issue(const May&, const NewApiKey&);
    // Newest first, revoked ones too.
    std::vector<ApiKey> list(db::Session&, const May&, const std::optional<ApiKeyId>& after, std::int64_t limit) const;
    Result<void> revoke(const May&, const ApiKeyId&);

    // The caller that a bearer secret stands for; nothing when the key is unknown, expired or revoked. The last use is
    // noted once a minute.
    std::optional<Caller> resolve(std::string_view secret, const Peer&);

private:
    db::UnitsOfWork& units_;
    const Clock& clock_;
};

}  // namespace portico::identity
