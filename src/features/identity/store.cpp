// People, passwords and tries.
#include "features/identity/store.h"

#include "platform/text/fold.h"

namespace portico::identity::store {
namespace {

using Text = std::string;
using Number = std::int64_t;
template <class T>
using Maybe = std::optional<T>;

constexpr std::string_view user_columns =
    "SELECT id, email, name, family_name, given_name, language, enabled, last_sign_in_at FROM users";

std::optional<User> to_user(
    const std::optional<std::tuple<UserId, Text, Text, Text, Text, Maybe<Text>, bool, Maybe<Timestamp>>>& row) {
    if (!row) return std::nullopt;
    const auto& [id, email, name, family, given, language, enabled, seen] = *row;
    return User{id, email, name, family, given, language, enabled, seen};
}

constexpr std::string_view credential_columns =
    "SELECT id, email, name, COALESCE(language, 'en'), password_hash, enabled, email_confirmed_at, locked_until FROM "
    "users";

using CredentialRow = std::tuple<UserId, Text, Text, Text, Maybe<Text>, bool, Maybe<Timestamp>, Timestamp>;

std::optional<Credentials> to_credentials(const std::optional<CredentialRow>& row) {
    if (!row) return std::nullopt;
    const auto& [id, email, name, language, hash, enabled, confirmed, locked] = *row;
    return Credentials{id, email, name, language, hash, enabled, confirmed.has_value(), locked};
}

}  // namespace

std::optional<User> find_user(db::Session& session, const UserId& id) {
    return to_user(session.first<UserId, Text, Text, Text, Text, Maybe<Text>, bool, Maybe<Timestamp>>(
        Text(user_columns) + " WHERE id = ?", id));
}

std::optional<User> find_user_by_email(db::Session& session, std::string_view email_folded) {
    return to_user(session.first<UserId, Text, Text, Text, Text, Maybe<Text>, bool, Maybe<Timestamp>>(
        Text(user_columns) + " WHERE email_folded = ?", email_folded));
}

void insert_user(db::Session& session, const UserId& id, const NewUser& in, Timestamp now) {
    session.exec(
        "INSERT INTO users (id, email, email_folded, name, family_name, given_name, name_folded, language, profession,"
        " speciality, password_hash, email_confirmed_at, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id, in.email, fold_email(in.email), in.name, in.family_name, in.given_name, text::fold(in.name), in.language,
        in.profession, in.speciality, in.password_hash, now, now);
}

void insert_number(db::Session& session, const ProfessionalNumberId& id, const UserId& user,
                   const ProfessionalNumber& number, std::string_view normalised) {
    session.exec(
        "INSERT INTO professional_number (id, user_id, type, issuer, value, normalised) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (user_id, type, issuer, normalised) DO NOTHING",
        id, user, number.type, number.issuer, number.value, normalised);
}

void update_name(db::Session& session, const UserId& user, std::string_view name) {
    session.exec("UPDATE users SET name = ?, name_folded = ?, version = version + 1 WHERE id = ?", name,
                 text::fold(name), user);
    session.exec("UPDATE account SET name = ? WHERE owner_user_id = ? AND kind = 'individual'", name, user);
}

void update_language(db::Session& session, const UserId& user, std::string_view language) {
    session.exec("UPDATE users SET language = ?, version = version + 1 WHERE id = ?", language, user);
}

std::optional<Credentials> credentials(db::Session& session, std::string_view email_folded) {
    return to_credentials(session.first<UserId, Text, Text, Text, Maybe<Text>, bool, Maybe<Timestamp>, Timestamp>(
        Text(credential_columns) + " WHERE email_folded = ?", email_folded));
}

std::optional<Credentials> credentials(db::Session& session, const UserId& user) {
    return to_credentials(session.first<UserId, Text, Text, Text, Maybe<Text>, bool, Maybe<Timestamp>, Timestamp>(
        Text(credential_columns) + " WHERE id = ?", user));
}

std::vector<std::string> password_hashes(db::Session& session, const UserId& user, int limit) {
    return session.values<Text>(
        "SELECT password_hash FROM password_history WHERE user_id = ? ORDER BY set_at DESC LIMIT ?", user, limit);
}

bool replace_password(db::Session& session, const UserId& user, std::string_view expected, std::string_view hash) {
    return session.exec("UPDATE users SET password_hash = ?, version = version + 1 WHERE id = ? AND password_hash = ?",
                        hash, user, expected) > 0;
}

void remember_password(db::Session& session, const UserId& user, std::string_view hash, Timestamp now, int keep) {
    session.exec(
        "INSERT INTO password_history (user_id, password_hash, set_at) VALUES (?, ?, ?)"
        " ON CONFLICT (user_id, set_at, password_hash) DO NOTHING",
        user, hash, now);
    session.exec(
        "DELETE FROM password_history WHERE user_id = ?1 AND set_at < (SELECT min(set_at) FROM (SELECT set_at FROM"
        " password_history WHERE user_id = ?1 ORDER BY set_at DESC LIMIT ?2) newest)",
        user, keep);
}

policy::Tries lock_tries(db::Session& session, std::string_view subject) {
    session.exec(
        "INSERT INTO sign_in_throttle (subject, failures, blocked_until, updated_at) VALUES (?, 0, 0, 0)"
        " ON CONFLICT (subject) DO NOTHING",
        subject);
    auto [failures, blocked_until, updated_at] = session.one<Number, Timestamp, Timestamp>(
        "SELECT failures, blocked_until, updated_at FROM sign_in_throttle WHERE subject = ?" +
            Text(db::for_update(session.dialect())),
        subject);
    return {failures, blocked_until, updated_at};
}

void save_tries(db::Session& session, std::string_view subject, const policy::Tries& tries) {
    session.exec("UPDATE sign_in_throttle SET failures = ?, blocked_until = ?, updated_at = ? WHERE subject = ?",
                 tries.failures, tries.blocked_until, tries.updated_at, subject);
}

void forget_tries(db::Session& session, Timestamp not_touched_since) {
    session.exec("DELETE FROM sign_in_throttle WHERE updated_at < ?1 AND blocked_until < ?1", not_touched_since);
}

bool is_known_device(db::Session& session, const UserId& user, std::string_view device_hash) {
    return session
        .first_value<Number>("SELECT 1 FROM known_device WHERE user_id = ? AND device_hash = ?", user, device_hash)
        .has_value();
}

bool is_device(db::Session& session, std::string_view device_hash) {
    return session.first_value<Number>("SELECT 1 FROM known_device WHERE device_hash = ? LIMIT 1", device_hash)
        .has_value();
}

void remember_device(db::Session& session, const UserId& user, std::string_view device_hash, Timestamp now) {
    session.exec(
        "INSERT INTO known_device (user_id, device_hash, seen_at) VALUES (?, ?, ?)"
        " ON CONFLICT (user_id, device_hash) DO UPDATE SET seen_at = excluded.seen_at",
        user, device_hash, now);
}

void insert_attempt(db::Session& session, std::string_view id, const UserId& user, const SignInAttempt& attempt) {
    session.exec(
        "INSERT INTO sign_in_attempt (id, user_id, at, address, device, result, told) VALUES (?, ?, ?, ?, ?, ?, ?)", id,
        user, attempt.at, attempt.address, attempt.device, attempt.result, attempt.result == "success");
}

std::vector<SignInAttempt> attempts(db::Session& session, const UserId& user, int limit) {
    return session.map<Timestamp, Text, Text, Text>(
        "SELECT at, address, device, result FROM sign_in_attempt WHERE user_id = ? ORDER BY at DESC, id DESC LIMIT ?",
        [](Timestamp at, Text address, Text device, Text result) {
            return SignInAttempt{at, std::move(address), std::move(device), std::move(result)};
        },
        user, limit);
}

std::optional<SignInAttempt> last_attempt(db::Session& session, const UserId& user) {
    auto last = attempts(session, user, 1);
    if (last.empty()) return std::nullopt;
    return last.front();
}

void keep_last_attempts(db::Session& session, const UserId& user, int keep) {
    session.exec(
        "DELETE FROM sign_in_attempt WHERE user_id = ?1 AND id NOT IN (SELECT id FROM sign_in_attempt WHERE user_id = "
        "?1"
        " ORDER BY at DESC, id DESC LIMIT ?2)",
        user, keep);
}

std::int64_t tell_failed_attempts(db::Session& session, const UserId& user) {
    return session.exec("UPDATE sign_in_attempt SET told = 1 WHERE user_id = ? AND told = 0", user);
}

std::int64_t count_failure(db::Session& session, const UserId& user) {
    return session.value<Number>(
        "UPDATE users SET failed_sign_ins = failed_sign_ins + 1 WHERE id = ? RETURNING failed_sign_ins", user);
}

void note_success(db::Session& session, const UserId& user, Timestamp now) {
    session.exec("UPDATE users SET failed_sign_ins = 0, last_sign_in_at = ? WHERE id = ?", now, user);
}

void set_locked_until(db::Session& session, const UserId& user, Timestamp until) {
    session.exec("UPDATE users SET locked_until = ? WHERE id = ?", until, user);
}

std::optional<MembershipId> first_membership(db::Session& session, const UserId& user) {
    return session.first_value<MembershipId>(
        "SELECT id FROM membership WHERE user_id = ? AND enabled = 1 ORDER BY created_at, id LIMIT 1", user);
}

std::optional<TenantId> tenant_of_membership(db::Session& session, const MembershipId& membership) {
    return session.first_value<TenantId>(
        "SELECT a.id FROM membership m JOIN account a ON a.id = m.account_id WHERE m.id = ? AND a.kind = 'tenant'",
        membership);
}

std::optional<std::string> preferences(db::Session& session, const UserId& user) {
    return session.first_value<Text>("SELECT content FROM preference WHERE user_id = ?", user);
}

void save_preferences(db::Session& session, const UserId& user, std::string_view json) {
    session.exec(
        "INSERT INTO preference (user_id, content) VALUES (?, ?)"
        " ON CONFLICT (user_id) DO UPDATE SET content = excluded.content",
        user, json);
}

std::vector<StudyFilter> study_filters(db::Session& session, const UserId& user) {
    return session.map<Text, Text, Text>(
        "SELECT id, name, query FROM study_filter WHERE user_id = ? ORDER BY id",
        [](Text id, Text name, Text query) {
            return StudyFilter{std::move(id), std::move(name), std::move(query)};
        },
        user);
}

void insert_study_filter(db::Session& session, const UserId& user, const StudyFilter& filter, Timestamp now) {
    session.exec("INSERT INTO study_filter (id, user_id, name, query, created_at) VALUES (?, ?, ?, ?, ?)", filter.id,
                 user, filter.name, filter.query, now);
}

bool delete_study_filter(db::Session& session, const UserId& user, std::string_view id) {
    return session.exec("DELETE FROM study_filter WHERE user_id = ? AND id = ?", user, id) > 0;
}

}  // namespace portico::identity::store
