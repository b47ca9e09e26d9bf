#include "features/studies/keeping_store.h"

#include "features/studies/recall_store.h"
#include "platform/db/dialect.h"

namespace portico::studies::store {
namespace {

using Text = std::string;
using Number = std::int64_t;

constexpr std::int64_t kept_seconds = 30LL * 86'400;

}  // namespace

std::optional<KeptStudy> lock_kept(db::Session& session, const TenantScope& scope, const StudyId& study) {
    auto row = session.first<Text, Text, std::optional<PatientId>>(
        "SELECT state, study_instance_uid, patient_ref FROM study WHERE tenant_id = ? AND id = ? " +
            std::string(db::for_update(session.dialect())),
        scope.tenant(), study);
    if (!row) return std::nullopt;
    KeptStudy kept{std::get<0>(*row), std::get<1>(*row), std::get<2>(*row), false, false, false};
    kept.on_hold = find_hold(session, scope, study).has_value();
    kept.deleted =
        session.first_value<StudyId>("SELECT study_id FROM study_deletion WHERE study_id = ?", study).has_value();
    kept.recalled = is_recalled_whole(session, study);
    return kept;
}

void insert_deletion(db::Session& session, const TenantScope& scope, const StudyId& study, const std::string& reason,
                     const std::string& by, Timestamp now) {
    session.exec(
        "INSERT INTO study_deletion (study_id, tenant_id, reason, deleted_by, deleted_at) VALUES (?, ?, ?, ?, ?)",
        study, scope.tenant(), reason, by, now);
}

void take_back(db::Session& session, const TenantScope& scope, const StudyId& study) {
    session.exec("DELETE FROM study_deletion WHERE tenant_id = ? AND study_id = ?", scope.tenant(), study);
    session.exec(
        "UPDATE study SET state = 'receiving', rejected_at = NULL, version = version + 1 WHERE tenant_id = ? AND id = "
        "?",
        scope.tenant(), study);
}

std::vector<DeletedStudy> deleted_studies(db::Session& session, const TenantScope& scope,
                                          const std::optional<std::pair<Timestamp, StudyId>>& after,
                                          std::int64_t limit) {
    db::Sql sql(
        "SELECT s.id, s.study_instance_uid, s.header_patient_id, s.header_name, s.description, s.modalities,"
        " s.study_date, COALESCE(d.reason, ''), COALESCE(d.deleted_by, ''), s.rejected_at,"
        " CASE WHEN d.study_id IS NULL THEN 1 ELSE 0 END, CASE WHEN h.study_id IS NULL THEN 0 ELSE 1 END"
        " FROM study s LEFT JOIN study_deletion d ON d.study_id = s.id LEFT JOIN legal_hold h ON h.study_id = s.id"
        " WHERE s.tenant_id = ? AND s.state = 'rejected' AND NOT EXISTS (SELECT 1 FROM study_recall r"
        " WHERE r.study_id = s.id AND r.whole = 1 AND r.ended_at IS NULL)",
        scope.tenant());
    if (after) sql.append(" AND (s.rejected_at, s.id) < (?, ?)", after->first, after->second);
    sql.append(" ORDER BY s.rejected_at DESC, s.id DESC LIMIT ?", limit);
    return session.map<StudyId, Text, Text, Text, Text, Text, std::optional<Text>, Text, Text, Timestamp, bool, bool>(
        sql, [](StudyId study, Text uid, Text patient_id, Text name, Text description, Text modalities,
                std::optional<Text> date, Text reason, Text by, Timestamp at, bool rejected, bool held) {
            return DeletedStudy{std::move(study),
                                std::move(uid),
                                std::move(patient_id),
                                std::move(name),
                                std::move(description),
                                std::move(modalities),
                                std::move(date),
                                std::move(reason),
                                std::move(by),
                                at,
                                at.plus_seconds(kept_seconds),
                                rejected,
                                held};
        });
}

void insert_hold(db::Session& session, const TenantScope& scope, const StudyId& study, const std::string& reason,
                 const std::string& by, Timestamp now) {
    session.exec(
        "INSERT INTO legal_hold (study_id, tenant_id, reason, held_by, held_at) VALUES (?, ?, ?, ?, ?)"
        " ON CONFLICT (study_id) DO UPDATE SET reason = excluded.reason, held_by = excluded.held_by,"
        " held_at = excluded.held_at",
        study, scope.tenant(), reason, by, now);
}

bool remove_hold(db::Session& session, const TenantScope& scope, const StudyId& study) {
    return session.exec("DELETE FROM legal_hold WHERE tenant_id = ? AND study_id = ?", scope.tenant(), study) == 1;
}

std::optional<LegalHold> find_hold(db::Session& session, const TenantScope& scope, const StudyId& study) {
    auto row = session.first<Text, Text, Timestamp>(
        "SELECT reason, held_by, held_at FROM legal_hold WHERE tenant_id = ? AND study_id = ?", scope.tenant(), study);
    if (!row) return std::nullopt;
    return LegalHold{std::get<0>(*row), std::get<1>(*row), std::get<2>(*row)};
}

Retention find_retention(db::Session& session, const TenantId& tenant) {
    Retention retention;
    if (auto row = session.first<std::optional<Number>, Number>(
            "SELECT quota_bytes, version FROM retention WHERE tenant_id = ?", tenant))
        std::tie(retention.quota_bytes, retention.version) = *row;
    retention.rules = session.map<Text, Number>(
        "SELECT modality, days FROM retention_rule WHERE tenant_id = ? ORDER BY modality",
        [](Text modality, Number days) {
            return RetentionRule{std::move(modality), days};
        },
        tenant);
    return retention;
}

bool replace_rules(db::Session& session, const TenantId& tenant, const std::vector<RetentionRule>& rules,
                   std::int64_t version) {
    session.exec("INSERT INTO retention (tenant_id) VALUES (?) ON CONFLICT DO NOTHING", tenant);
    if (session.exec("UPDATE retention SET version = version + 1 WHERE tenant_id = ? AND version = ?", tenant,
                     version) != 1)
        return false;
    session.exec("DELETE FROM retention_rule WHERE tenant_id = ?", tenant);
    for (const auto& rule : rules)
        session.exec("INSERT INTO retention_rule (tenant_id, modality, days) VALUES (?, ?, ?)", tenant, rule.modality,
                     rule.days);
    return true;
}

void set_quota(db::Session& session, const TenantId& tenant, const std::optional<std::int64_t>& bytes) {
    session.exec(
        "INSERT INTO retention (tenant_id, quota_bytes) VALUES (?, ?)"
        " ON CONFLICT (tenant_id) DO UPDATE SET quota_bytes = excluded.quota_bytes",
        tenant, bytes);
}

Usage usage(db::Session& session, const TenantId& tenant) {
    auto [studies, bytes] = session.one<Number, Number>(
        "SELECT count(*), CAST(COALESCE(SUM(size_bytes), 0) AS bigint) FROM study WHERE tenant_id = ?", tenant);
    auto instances = session.value<Number>("SELECT count(*) FROM instance WHERE tenant_id = ?", tenant);
    return {studies, instances, bytes};
}

bool quota_is_used_up(db::Session& session, const TenantId& tenant) {
    auto quota =
        session.first_value<std::optional<Number>>("SELECT quota_bytes FROM retention WHERE tenant_id = ?", tenant);
    if (!quota || !*quota) return false;
    return session.value<Number>("SELECT CAST(COALESCE(SUM(size_bytes), 0) AS bigint) FROM study WHERE tenant_id = ?",
                                 tenant) >= **quota;
}

std::vector<ExpiredStudy> expired_studies(db::Session& session, Timestamp now, std::int64_t limit) {
    // The rule of each modality of the study, else the one for all others; a modality without either keeps it for ever.
    return session.map<TenantId, StudyId>(
        "SELECT s.tenant_id, s.id FROM study s WHERE s.state = 'ready' AND s.tenant_id IN"
        " (SELECT tenant_id FROM retention_rule)"
        " AND NOT EXISTS (SELECT 1 FROM legal_hold h WHERE h.study_id = s.id)"
        " AND s.last_received_at < ?1 - 86400000 * COALESCE("
        "(SELECT MAX(r.days) FROM retention_rule r WHERE r.tenant_id = s.tenant_id AND r.modality <> ''"
        " AND ' ' || s.modalities || ' ' LIKE '% ' || r.modality || ' %'),"
        "(SELECT r.days FROM retention_rule r WHERE r.tenant_id = s.tenant_id AND r.modality = ''), 10000000)"
        " ORDER BY s.id LIMIT ?2",
        [](TenantId tenant, StudyId study) {
            return ExpiredStudy{std::move(tenant), std::move(study)};
        },
        now, limit);
}

}  // namespace portico::studies::store
