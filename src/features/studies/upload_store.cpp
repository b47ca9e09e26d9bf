#include "features/studies/upload_store.h"

#include "platform/db/sql.h"

namespace portico::studies::store {
namespace {

using Text = std::string;
using Number = std::int64_t;

UploadState state_of(std::string_view key) {
    for (const auto state : {UploadState::released, UploadState::rejected})
        if (key == key_of(state)) return state;
    return UploadState::waiting;
}

}  // namespace

std::optional<UploadRow> upload_of(db::Session& session, const TenantScope& scope, const StudyId& study) {
    auto row = session.first<MembershipId, bool, bool, Text, Text>(
        "SELECT membership_id, mixed, granted, state, decided_by FROM clinician_upload"
        " WHERE tenant_id = ? AND study_id = ?",
        scope.tenant(), study);
    if (!row) return std::nullopt;
    auto& [membership, mixed, granted, state, decided_by] = *row;
    return UploadRow{membership, mixed, granted, state_of(state), decided_by};
}

void note_upload(db::Session& session, const TenantScope& scope, const StudyId& study, const Caller& caller,
                 const Arrival::Study& header, std::int64_t objects, Timestamp now) {
    session.exec(
        "INSERT INTO clinician_upload (study_id, tenant_id, membership_id, uploaded_by, patient_name, study_date,"
        " description, objects, first_at, last_at, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 'waiting')"
        " ON CONFLICT (study_id) DO UPDATE SET objects = clinician_upload.objects + excluded.objects,"
        " uploaded_by = excluded.uploaded_by, last_at = excluded.last_at, state = 'waiting', decided_at = NULL,"
        " decided_by = '', reason = ''",
        study, scope.tenant(), caller.membership, caller.name, header.patient.name, header.date, header.description,
        objects, now, now);
}

void mark_mixed(db::Session& session, const TenantScope& scope, const StudyId& study) {
    session.exec("UPDATE clinician_upload SET mixed = 1 WHERE tenant_id = ? AND study_id = ?", scope.tenant(), study);
}

void mark_granted(db::Session& session, const TenantScope& scope, const StudyId& study) {
    session.exec("UPDATE clinician_upload SET granted = 1 WHERE tenant_id = ? AND study_id = ?", scope.tenant(), study);
}

void upload_waits(db::Session& session, const TenantScope& scope, const StudyId& study) {
    session.exec(
        "UPDATE clinician_upload SET state = 'waiting', decided_at = NULL, decided_by = '', reason = ''"
        " WHERE tenant_id = ? AND study_id = ? AND state <> 'waiting'",
        scope.tenant(), study);
}

void upload_decided(db::Session& session, const TenantScope& scope, const StudyId& study, UploadState state,
                    const std::string& by, const std::string& reason, Timestamp now) {
    session.exec(
        "UPDATE clinician_upload SET state = ?, decided_at = ?, decided_by = ?, reason = ?"
        " WHERE tenant_id = ? AND study_id = ? AND state = 'waiting'",
        key_of(state), now, by, state == UploadState::rejected ? reason : Text(), scope.tenant(), study);
}

void count_referrers(db::Session& session, const TenantScope& scope, const StudyId& study) {
    session.exec("UPDATE study_referrer SET waits = 0 WHERE tenant_id = ? AND study_id = ? AND waits = 1",
                 scope.tenant(), study);
}

void displace(db::Session& session, const TenantScope& scope, const StudyId& study, Timestamp now) {
    session.exec("UPDATE instance SET superseded_at = ? WHERE tenant_id = ? AND study_id = ? AND superseded_at IS NULL",
                 now, scope.tenant(), study);
    // No UID holds a '#', so that this one is in nobody's way.
    session.exec(
        "UPDATE study SET study_instance_uid = study_instance_uid || '#' || id, state = 'rejected', visible = 0,"
        " rejected_at = ?, queued_at = NULL, version = version + 1 WHERE tenant_id = ? AND id = ?",
        now, scope.tenant(), study);
}

std::map<StudyId, Uploader> uploaders(db::Session& session, const TenantScope& scope,
                                      const std::vector<StudyId>& studies) {
    std::map<StudyId, Uploader> all;
    if (studies.empty()) return all;
    db::Sql sql(
        "SELECT u.study_id, u.uploaded_by, a.name FROM clinician_upload u JOIN membership m ON m.id = u.membership_id"
        " JOIN account a ON a.id = m.account_id WHERE u.tenant_id = ? AND ",
        scope.tenant());
    for (auto& [study, name, account] : session.rows<StudyId, Text, Text>(sql.in_list("u.study_id", studies)))
        all.emplace(study, Uploader{name, account});
    return all;
}

std::vector<ClinicianUpload> uploads_of(db::Session& session, const MembershipId& membership,
                                        const std::vector<TenantId>& tenants, const std::optional<UploadKey>& after,
                                        std::int64_t limit) {
    if (tenants.empty()) return {};
    // A study that was deleted while it waited will not be decided about.
    db::Sql sql(
        "SELECT u.study_id, u.tenant_id, a.slug, cp.display_name, u.patient_name, u.study_date, u.description,"
        " u.objects, u.first_at, u.last_at,"
        " CASE WHEN u.state = 'waiting' AND s.state = 'rejected' THEN 'rejected' ELSE u.state END, u.decided_at,"
        " u.reason FROM clinician_upload u JOIN study s ON s.id = u.study_id JOIN account a ON a.id = u.tenant_id"
        " JOIN clinician_portal cp ON cp.tenant_id = u.tenant_id WHERE u.membership_id = ? AND ",
        membership);
    sql.in_list("u.tenant_id", tenants);
    if (after) sql.append(" AND (u.last_at, u.study_id) < (?, ?)", after->first, after->second);
    sql.append(" ORDER BY u.last_at DESC, u.study_id DESC LIMIT ?", limit);
    return session.map<StudyId, TenantId, Text, Text, Text, std::optional<Text>, Text, Number, Timestamp, Timestamp,
                       Text, std::optional<Timestamp>, Text>(
        sql, [](StudyId study, TenantId tenant, Text slug, Text department, Text patient, std::optional<Text> date,
                Text description, Number objects, Timestamp first_at, Timestamp last_at, const Text& state,
                std::optional<Timestamp> decided_at, Text reason) {
            return ClinicianUpload{.study = std::move(study),
                                   .department = {std::move(tenant), std::move(slug), std::move(department)},
                                   .patient_name = std::move(patient),
                                   .study_date = std::move(date).value_or(""),
                                   .description = std::move(description),
                                   .objects = objects,
                                   .first_at = first_at,
                                   .last_at = last_at,
                                   .state = state_of(state),
                                   .decided_at = decided_at,
                                   .reason = std::move(reason)};
        });
}

std::vector<UploadDepartment> departments(db::Session& session, const std::vector<TenantId>& tenants) {
    if (tenants.empty()) return {};
    db::Sql sql(
        "SELECT a.id, a.slug, cp.display_name FROM account a JOIN clinician_portal cp ON cp.tenant_id = a.id WHERE ");
    sql.in_list("a.id", tenants).append(" ORDER BY cp.name_folded, a.id");
    return session.map<TenantId, Text, Text>(sql, [](TenantId tenant, Text slug, Text name) {
        return UploadDepartment{std::move(tenant), std::move(slug), std::move(name)};
    });
}

}  // namespace portico::studies::store
