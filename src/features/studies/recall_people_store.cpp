// Rows of those who saw what was recalled.
#include "features/studies/recall_store.h"
#include "platform/db/dialect.h"

namespace portico::studies::store {
namespace {

using Text = std::string;
using Number = std::int64_t;

}  // namespace

std::vector<UntoldRecall> untold(db::Session& session, std::int64_t limit) {
    return session.map<TenantId, RecallId>(
        "SELECT tenant_id, id FROM study_recall WHERE told_at IS NULL ORDER BY recalled_at, id LIMIT ?",
        [](TenantId tenant, RecallId recall) {
            return UntoldRecall{std::move(tenant), std::move(recall)};
        },
        limit);
}

bool lock_untold(db::Session& session, const TenantScope& scope, const RecallId& id) {
    return session
        .first_value<RecallId>("SELECT id FROM study_recall WHERE tenant_id = ? AND id = ? AND told_at IS NULL " +
                                   std::string(db::for_update(session.dialect())),
                               scope.tenant(), id)
        .has_value();
}

std::optional<Reader> reader(db::Session& session, const std::string& user) {
    auto row = session.first<UserId, Text, Text, Text>(
        "SELECT id, email, name, COALESCE(language, 'en') FROM users WHERE id = ? AND enabled = 1", user);
    if (!row) return std::nullopt;
    return Reader{std::get<0>(*row), std::get<1>(*row), std::get<2>(*row), std::get<3>(*row)};
}

std::vector<MembershipId> memberships_of(db::Session& session, const UserId& user) {
    return session.values<MembershipId>("SELECT id FROM membership WHERE user_id = ? ORDER BY id", user);
}

std::string department_name(db::Session& session, const TenantId& tenant) {
    return session.first_value<Text>("SELECT name FROM account WHERE id = ?", tenant).value_or("");
}

void insert_person(db::Session& session, const TenantScope& scope, const Recall& recall, const audit::Recipient& one,
                   const std::optional<UserId>& user, std::optional<Timestamp> told_at) {
    session.exec(
        "INSERT INTO recall_person (recall_id, tenant_id, study_id, kind, person, name, user_id, first_at, last_at,"
        " views, downloads, sendings, told_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        recall.id, scope.tenant(), recall.study, one.kind, one.id.empty() ? one.name : one.id, one.name, user,
        one.first_at, one.last_at, one.views, one.downloads, one.sendings, told_at);
}

void mark_told(db::Session& session, const TenantScope& scope, const RecallId& id, Timestamp now) {
    session.exec("UPDATE study_recall SET told_at = ? WHERE tenant_id = ? AND id = ?", now, scope.tenant(), id);
}

std::vector<RecallPerson> persons_of(db::Session& session, const TenantScope& scope, const RecallId& id) {
    return session.map<Text, Text, Timestamp, Timestamp, Number, Number, Number, std::optional<Timestamp>>(
        "SELECT kind, name, first_at, last_at, views, downloads, sendings, told_at FROM recall_person"
        " WHERE tenant_id = ? AND recall_id = ? ORDER BY last_at DESC, kind, person",
        [](Text kind, Text name, Timestamp first, Timestamp last, Number views, Number downloads, Number sendings,
           std::optional<Timestamp> told_at) {
            return RecallPerson{std::move(kind), std::move(name), first, last, views, downloads, sendings, told_at};
        },
        scope.tenant(), id);
}

std::vector<RecallNotice> notices_of(db::Session& session, const UserId& user, std::int64_t limit) {
    return session.map<RecallId, Text, Timestamp, Timestamp, Text, bool, Text, std::optional<Text>>(
        "SELECT r.id, a.name, r.recalled_at, p.last_at, r.reason, r.whole, s.modalities, s.study_date"
        " FROM recall_person p JOIN study_recall r ON r.id = p.recall_id JOIN account a ON a.id = r.tenant_id"
        " JOIN study s ON s.id = r.study_id WHERE p.user_id = ? AND (r.ended_as IS NULL OR r.ended_as = 'deleted')"
        " ORDER BY r.recalled_at DESC, r.id DESC LIMIT ?",
        [](RecallId id, Text department, Timestamp at, Timestamp seen, const Text& reason, bool whole, Text modalities,
           std::optional<Text> date) {
            return RecallNotice{std::move(id),
                                std::move(department),
                                at,
                                seen,
                                recall_reason(reason).value_or(RecallReason::other),
                                whole,
                                std::move(modalities),
                                std::move(date)};
        },
        user, limit);
}

}  // namespace portico::studies::store
