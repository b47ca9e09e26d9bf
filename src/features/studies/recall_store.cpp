#include "features/studies/recall_store.h"

#include <algorithm>

#include "platform/db/dialect.h"

namespace portico::studies::store {
namespace {

using Text = std::string;
using Number = std::int64_t;

constexpr std::string_view recall_columns =
    "SELECT r.id, r.study_id, r.whole, r.reason, r.note, r.rejection_uid, r.recalled_by, r.recalled_at, r.told_at,"
    " r.ended_at, COALESCE(r.ended_as, ''), r.ended_by, r.ended_reason,"
    " (SELECT count(*) FROM recalled_instance x WHERE x.recall_id = r.id),"
    " (SELECT count(*) FROM recall_person p WHERE p.recall_id = r.id),"
    " (SELECT count(*) FROM recall_person p WHERE p.recall_id = r.id AND p.told_at IS NOT NULL),"
    " s.header_patient_id, s.header_name, s.description, s.modalities, s.study_date"
    " FROM study_recall r JOIN study s ON s.id = r.study_id WHERE r.tenant_id = ?";

std::vector<Recall> read_recalls(db::Session& session, const db::Sql& sql) {
    std::vector<Recall> all;
    for (auto& row : session.rows<RecallId, StudyId, bool, Text, Text, std::optional<Text>, Text, Timestamp,
                                  std::optional<Timestamp>, std::optional<Timestamp>, Text, Text, Text, Number, Number,
                                  Number, Text, Text, Text, Text, std::optional<Text>>(sql)) {
        Recall one;
        Text reason;
        std::tie(one.id, one.study, one.whole, reason, one.note, one.rejection_uid, one.recalled_by, one.recalled_at,
                 one.told_at, one.ended_at, one.ended_as, one.ended_by, one.ended_reason, one.instances, one.persons,
                 one.told, one.patient_id, one.patient_name, one.description, one.modalities, one.study_date) =
            std::move(row);
        one.reason = recall_reason(reason).value_or(RecallReason::other);
        all.push_back(std::move(one));
    }
    return all;
}

}  // namespace

void insert_recall(db::Session& session, const TenantScope& scope, const RecallId& id, const StudyId& study,
                   const RecallOrder& order, Timestamp now) {
    session.exec(
        "INSERT INTO study_recall (id, tenant_id, study_id, whole, reason, note, rejection_uid, rejection_instance,"
        " recalled_by, recalled_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        id, scope.tenant(), study, order.whole, key_of(order.reason), order.note, order.rejection_uid,
        order.rejection_instance, order.by, now);
}

void end_recall(db::Session& session, const TenantScope& scope, const RecallId& id, std::string_view as,
                const std::string& by, const std::string& reason, Timestamp now) {
    session.exec(
        "UPDATE study_recall SET ended_at = ?, ended_as = ?, ended_by = ?, ended_reason = ?"
        " WHERE tenant_id = ? AND id = ?",
        now, as, by, reason, scope.tenant(), id);
}

bool recall_became_deletion(db::Session& session, const TenantScope& scope, const StudyId& study, const std::string& by,
                            const std::string& reason, Timestamp now) {
    return session.exec(
               "UPDATE study_recall SET ended_at = ?, ended_as = 'deleted', ended_by = ?, ended_reason = ?"
               " WHERE tenant_id = ? AND study_id = ? AND whole = 1 AND ended_at IS NULL",
               now, by, reason, scope.tenant(), study) == 1;
}

void deletion_was_taken_back(db::Session& session, const TenantScope& scope, const StudyId& study) {
    session.exec(
        "UPDATE study_recall SET ended_as = 'undone' WHERE tenant_id = ? AND study_id = ? AND ended_as = 'deleted'",
        scope.tenant(), study);
}

bool is_recalled_whole(db::Session& session, const StudyId& study) {
    return session
        .first_value<RecallId>("SELECT id FROM study_recall WHERE study_id = ? AND whole = 1 AND ended_at IS NULL",
                               study)
        .has_value();
}

void add_recalled(db::Session& session, const TenantScope& scope, const RecallId& id, const StudyId& study,
                  const std::vector<std::string>& sop_instance_uids) {
    for (const auto& uid : sop_instance_uids) {
        session.exec(
            "INSERT INTO recalled_instance (recall_id, tenant_id, study_id, sop_instance_uid) VALUES (?, ?, ?, ?)", id,
            scope.tenant(), study, uid);
    }
}

void hide_recalled(db::Session& session, const TenantScope& scope, const RecallId& id, const StudyId& study,
                   Timestamp now) {
    // What another recall hides already is known by that one's row.
    session.exec(
        "UPDATE recalled_instance SET instance_id = COALESCE("
        "(SELECT i.id FROM instance i WHERE i.tenant_id = ?1 AND i.study_id = ?2"
        " AND i.sop_instance_uid = recalled_instance.sop_instance_uid AND i.superseded_at IS NULL),"
        "(SELECT min(o.instance_id) FROM recalled_instance o JOIN study_recall r ON r.id = o.recall_id"
        " WHERE o.study_id = ?2 AND o.sop_instance_uid = recalled_instance.sop_instance_uid AND o.recall_id <> ?3"
        " AND r.ended_at IS NULL)) WHERE recall_id = ?3",
        scope.tenant(), study, id);
    session.exec(
        "UPDATE instance SET superseded_at = ? WHERE tenant_id = ? AND study_id = ? AND superseded_at IS NULL"
        " AND id IN (SELECT instance_id FROM recalled_instance WHERE recall_id = ? AND instance_id IS NOT NULL)",
        now, scope.tenant(), study, id);
}

void show_recalled(db::Session& session, const TenantScope& scope, const RecallId& id, const StudyId& study) {
    // Another study may have taken the UID meanwhile: then this one stays away.
    session.exec(
        "UPDATE instance SET superseded_at = NULL, validated = 0 WHERE tenant_id = ?1 AND study_id = ?2"
        " AND superseded_at IS NOT NULL AND id IN (SELECT x.instance_id FROM recalled_instance x"
        " WHERE x.recall_id = ?3 AND x.instance_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM recalled_instance o"
        " JOIN study_recall r ON r.id = o.recall_id WHERE o.study_id = x.study_id"
        " AND o.sop_instance_uid = x.sop_instance_uid AND o.recall_id <> ?3 AND r.ended_at IS NULL))"
        " AND NOT EXISTS (SELECT 1 FROM instance l WHERE l.tenant_id = ?1"
        " AND l.sop_instance_uid = instance.sop_instance_uid AND l.superseded_at IS NULL)",
        scope.tenant(), study, id);
}

std::vector<SeriesId> series_of_recalled(db::Session& session, const TenantScope& scope, const RecallId& id) {
    return session.values<SeriesId>(
        "SELECT DISTINCT i.series_id FROM recalled_instance x JOIN instance i ON i.id = x.instance_id"
        " WHERE x.recall_id = ? AND i.tenant_id = ? ORDER BY i.series_id",
        id, scope.tenant());
}

bool has_live_instances(db::Session& session, const TenantScope& scope, const StudyId& study) {
    return session
        .first_value<Number>(
            "SELECT 1 FROM instance WHERE tenant_id = ? AND study_id = ? AND superseded_at IS NULL LIMIT 1",
            scope.tenant(), study)
        .has_value();
}

void to_invisible(db::Session& session, const TenantScope& scope, const StudyId& study) {
    session.exec("UPDATE study SET visible = 0, version = version + 1 WHERE tenant_id = ? AND id = ?", scope.tenant(),
                 study);
}

void receive_again(db::Session& session, const TenantScope& scope, const StudyId& study) {
    // What was corrected meanwhile needs other heads.
    session.exec(
        "UPDATE study SET state = 'receiving', version = version + 1,"
        " heads_due = CASE WHEN corrected = 1 THEN version + 1 ELSE heads_due END"
        " WHERE tenant_id = ? AND id = ? AND state <> 'rejected'",
        scope.tenant(), study);
}

bool has_recalled_parts(db::Session& session, const TenantScope& scope, const StudyId& study) {
    return session
        .first_value<RecallId>(
            "SELECT id FROM study_recall WHERE tenant_id = ? AND study_id = ? AND whole = 0 AND ended_at IS NULL",
            scope.tenant(), study)
        .has_value();
}

std::optional<RecalledInstance> find_recalled(db::Session& session, const TenantScope& scope, const StudyId& study,
                                              const std::string& sop_instance_uid) {
    auto row = session.first<std::optional<InstanceId>>(
        "SELECT x.instance_id FROM recalled_instance x JOIN study_recall r ON r.id = x.recall_id"
        " WHERE x.tenant_id = ? AND x.study_id = ? AND x.sop_instance_uid = ? AND r.ended_at IS NULL",
        scope.tenant(), study, sop_instance_uid);
    if (!row) return std::nullopt;
    return RecalledInstance{std::get<0>(*row)};
}

void recalled_arrived(db::Session& session, const TenantScope& scope, const StudyId& study,
                      const std::string& sop_instance_uid, const InstanceId& instance) {
    session.exec(
        "UPDATE recalled_instance SET instance_id = ? WHERE tenant_id = ? AND study_id = ? AND sop_instance_uid = ?"
        " AND instance_id IS NULL",
        instance, scope.tenant(), study, sop_instance_uid);
}

std::optional<std::string> kept_note(db::Session& session, const TenantScope& scope,
                                     const std::string& sop_instance_uid) {
    return session.first_value<Text>(
        "SELECT i.data_set_sha256 FROM study_recall r JOIN instance i ON i.id = r.rejection_instance"
        " WHERE r.tenant_id = ? AND r.rejection_uid = ?",
        scope.tenant(), sop_instance_uid);
}

std::optional<std::string> digest_of(db::Session& session, const TenantScope& scope, const InstanceId& instance) {
    return session.first_value<Text>("SELECT data_set_sha256 FROM instance WHERE tenant_id = ? AND id = ?",
                                     scope.tenant(), instance);
}

std::vector<std::string> live_of_series(db::Session& session, const TenantScope& scope, const StudyId& study,
                                        const std::vector<std::string>& series_uids) {
    db::Sql sql(
        "SELECT i.sop_instance_uid FROM instance i JOIN series e ON e.id = i.series_id"
        " WHERE i.tenant_id = ? AND i.study_id = ? AND i.superseded_at IS NULL AND ",
        scope.tenant(), study);
    sql.in_list("e.series_instance_uid", series_uids).append(" ORDER BY i.sop_instance_uid");
    return session.map<Text>(sql, [](Text uid) { return uid; });
}

std::vector<std::string> live_among(db::Session& session, const TenantScope& scope, const StudyId& study,
                                    const std::vector<std::string>& sop_instance_uids) {
    db::Sql sql(
        "SELECT i.sop_instance_uid FROM instance i WHERE i.tenant_id = ? AND i.study_id = ?"
        " AND i.superseded_at IS NULL AND ",
        scope.tenant(), study);
    sql.in_list("i.sop_instance_uid", sop_instance_uids).append(" ORDER BY i.sop_instance_uid");
    return session.map<Text>(sql, [](Text uid) { return uid; });
}

std::optional<Recall> find_recall(db::Session& session, const TenantScope& scope, const RecallId& id) {
    auto found = read_recalls(session, db::Sql(recall_columns, scope.tenant()).append(" AND r.id = ?", id));
    if (found.empty()) return std::nullopt;
    return std::move(found.front());
}

std::vector<Recall> recalls_of(db::Session& session, const TenantScope& scope, const StudyId& study) {
    return read_recalls(session, db::Sql(recall_columns, scope.tenant())
                                     .append(" AND r.study_id = ? ORDER BY r.recalled_at DESC, r.id DESC", study));
}

std::vector<Recall> recalls(db::Session& session, const TenantScope& scope,
                            const std::optional<std::pair<Timestamp, RecallId>>& after, std::int64_t limit) {
    db::Sql sql(recall_columns, scope.tenant());
    if (after) sql.append(" AND (r.recalled_at, r.id) < (?, ?)", after->first, after->second);
    return read_recalls(session, sql.append(" ORDER BY r.recalled_at DESC, r.id DESC LIMIT ?", limit));
}

}  // namespace portico::studies::store
