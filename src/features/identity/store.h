// SQL of the identity feature; decides nothing. Private to this room.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "features/identity/identity.h"
#include "features/identity/policy.h"
#include "platform/db/database.h"

namespace portico::identity::store {

// --- people ---
std::optional<User> find_user(db::Session&, const UserId&);
std::optional<User> find_user_by_email(db::Session&, std::string_view email_folded);
void insert_user(db::Session&, const UserId&, const NewUser&, Timestamp now);
void insert_number(db::Session&, const ProfessionalNumberId&, const UserId&, const ProfessionalNumber&,
                   std::string_view normalised);
void update_name(db::Session&, const UserId&, std::string_view name);  // also of the person's individual account
void update_language(db::Session&, const UserId&, std::string_view language);

// --- passwords ---
struct Credentials {
    UserId user;
    std::string email;
    std::string name;
    std::string language;
    std::optional<std::string> password_hash;
    bool enabled = false;
    bool confirmed = false;
    Timestamp locked_until;
};
std::optional<Credentials> credentials(db::Session&, std::string_view email_folded);
std::optional<Credentials> credentials(db::Session&, const UserId&);
// The present one and the ones before, newest first.
std::vector<std::string> password_hashes(db::Session&, const UserId&, int limit);
// False when the password is not `expected` any more.
bool replace_password(db::Session&, const UserId&, std::string_view expected, std::string_view hash);
void remember_password(db::Session&, const UserId&, std::string_view hash, Timestamp now, int keep);

// --- tries ---
// The row is locked until the end of the transaction; made when there is none.
policy::Tries lock_tries(db::Session&, std::string_view subject);
void save_tries(db::Session&, std::string_view subject, const policy::Tries&);
void forget_tries(db::Session&, Timestamp not_touched_since);
bool is_known_device(db::Session&, const UserId&, std::string_view device_hash);
bool is_device(db::Session&, std::string_view device_hash);  // of anybody
void remember_device(db::Session&, const UserId&, std::string_view device_hash, Timestamp now);

void insert_attempt(db::Session&, std::string_view id, const UserId&, const SignInAttempt&);
std::optional<SignInAttempt> last_attempt(db::Session&, const UserId&);
std::vector<SignInAttempt> attempts(db::Session&, const UserId&, int limit);
void keep_last_attempts(db::Session&, const UserId&, int keep);
std::int64_t tell_failed_attempts(db::Session&, const UserId&);  // how many had not been told
std::int64_t count_failure(db::Session&, const UserId&);         // failures in succession, this one included
void note_success(db::Session&, const UserId&, Timestamp now);
void set_locked_until(db::Session&, const UserId&, Timestamp until);

// --- memberships, as far as sessions need them ---
std::optional<MembershipId> first_membership(db::Session&, const UserId&);
std::optional<TenantId> tenant_of_membership(db::Session&, const MembershipId&);

// --- sessions ---
struct SessionLimits {
    std::int64_t idle_seconds = 0;
    std::int64_t absolute_seconds = 0;
};
SessionLimits limits_of(db::Session&, const MembershipId&);

struct StoredSession {
    LiveSession session;
    Timestamp last_seen_at;
    bool enabled = false;  // person and membership
};
std::optional<StoredSession> find_session(db::Session&, std::string_view secret_hash);
void insert_session(db::Session&, const LiveSession&, std::string_view secret_hash, const Peer&);
void touch_session(db::Session&, const SessionId&, Timestamp seen, Timestamp idle_ends_at);
void set_reauthenticated(db::Session&, const SessionId&, Timestamp now);
std::vector<OwnSession> sessions_of(db::Session&, const UserId&);

struct SessionOwner {
    SessionId id;
    UserId user;
    MembershipId membership;
    std::string user_name;
    std::optional<TenantId> tenant;
};
std::vector<SessionOwner> owners_of_user(db::Session&, const UserId&);
std::vector<SessionOwner> owners_of_membership(db::Session&, const MembershipId&);
std::vector<SessionOwner> owners_of_over(db::Session&, Timestamp now, Timestamp idle_before, std::int64_t limit);
void delete_session(db::Session&, const SessionId&);

// --- API keys ---
void insert_api_key(db::Session&, const TenantId&, const ApiKey&, std::string_view secret_hash);
std::vector<ApiKey> api_keys(db::Session&, const TenantId&, const std::optional<ApiKeyId>& after, std::int64_t limit);
std::optional<ApiKey> api_key(db::Session&, const TenantId&, const ApiKeyId&);
void revoke_api_key(db::Session&, const TenantId&, const ApiKeyId&, Timestamp now);
struct FoundApiKey {
    TenantId tenant;
    ApiKey key;
};
std::optional<FoundApiKey> api_key_by_hash(db::Session&, std::string_view secret_hash);
void touch_api_key(db::Session&, const ApiKeyId&, Timestamp now);

// --- preferences and saved filters ---
std::optional<std::string> preferences(db::Session&, const UserId&);
void save_preferences(db::Session&, const UserId&, std::string_view json);
struct StudyFilter {
    std::string id;
    std::string name;
    std::string query;  // JSON
};
std::vector<StudyFilter> study_filters(db::Session&, const UserId&);
void insert_study_filter(db::Session&, const UserId&, const StudyFilter&, Timestamp now);
bool delete_study_filter(db::Session&, const UserId&, std::string_view id);

}  // namespace portico::identity::store
