#include "features/studies/receive_store.h"

namespace portico::studies::store {

TenantRules tenant_rules(db::Session& session, const TenantScope& scope) {
    auto [policy, issuer] = session.one<std::string, std::string>(
        "SELECT duplicate_policy, default_issuer FROM tenant WHERE id = ?", scope.tenant());
    return {policy == "keep_last", issuer};
}

StudyRow lock_study(db::Session& session, const TenantScope& scope, const StudyId& fresh, const Arrival::Study& study,
                    Timestamp study_at, Timestamp now) {
    StudyRow row;
    row.created =
        session.exec(
            "INSERT INTO study (id, tenant_id, study_instance_uid, state, study_at, study_date, study_time, "
            "description,"
            " accession_number, study_id_text, referring_physician, header_patient_id, header_issuer, header_name,"
            " header_birth_date, header_sex, received_at, last_received_at)"
            " VALUES (?, ?, ?, 'receiving', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (tenant_id, study_instance_uid) DO NOTHING",
            fresh, scope.tenant(), study.uid, study_at, study.date, study.time, study.description,
            study.accession_number, study.id_text, study.referring_physician, study.patient.patient_id,
            study.patient.issuer, study.patient.name, study.birth_date, study.sex, now, now) == 1;
    std::string lock(db::for_update(session.dialect()));
    std::tie(row.id, row.state, row.visible, row.header_conflict, row.patient_ref, row.patient.patient_id,
             row.patient.issuer, row.patient.name, row.birth_date, row.date, row.sex, row.description,
             row.accession_number, row.referring_physician, row.modalities, row.body_parts, row.study_at,
             row.last_received_at) =
        session.one<StudyId, std::string, bool, bool, std::optional<PatientId>, std::string, std::string, std::string,
                    std::optional<std::string>, std::optional<std::string>, std::string, std::string, std::string,
                    std::string, std::string, std::string, Timestamp, Timestamp>(
            "SELECT id, state, visible, header_conflict, patient_ref, header_patient_id, header_issuer, header_name,"
            " header_birth_date, study_date, header_sex, description, accession_number, referring_physician,"
            " modalities, body_parts, study_at, last_received_at FROM study"
            " WHERE tenant_id = ? AND study_instance_uid = ? " +
                lock,
            scope.tenant(), study.uid);
    return row;
}

void update_study(db::Session& session, const TenantScope& scope, const StudyRow& row, bool state_changed) {
    session.exec(
        "UPDATE study SET state = ?, header_conflict = ?, patient_ref = ?, header_birth_date = ?, header_sex = ?,"
        " description = ?, accession_number = ?, referring_physician = ?, modalities = ?, body_parts = ?,"
        " last_received_at = ?, size_bytes = size_bytes + ?, version = version + ? WHERE tenant_id = ? AND id = ?",
        row.state, row.header_conflict, row.patient_ref, row.birth_date, row.sex, row.description, row.accession_number,
        row.referring_physician, row.modalities, row.body_parts, row.last_received_at, row.added_bytes,
        state_changed ? 1 : 0, scope.tenant(), row.id);
}

void remove_empty_study(db::Session& session, const TenantScope& scope, const StudyId& study) {
    session.exec("DELETE FROM study WHERE tenant_id = ? AND id = ?", scope.tenant(), study);
}

std::optional<PatientId> find_patient(db::Session& session, const TenantScope& scope, const HeaderPatient& patient,
                                      std::string_view default_issuer) {
    if (patient.patient_id.empty()) return std::nullopt;
    return session.first_value<PatientId>(
        "SELECT id FROM patient WHERE tenant_id = ? AND patient_id = ? AND issuer = ?", scope.tenant(),
        patient.patient_id, patient.issuer.empty() ? default_issuer : std::string_view(patient.issuer));
}

SeriesRow find_or_make_series(db::Session& session, const TenantScope& scope, const StudyId& study,
                              const SeriesId& fresh, const Arrival::Series& series) {
    auto found = session.first_value<SeriesId>(
        "SELECT id FROM series WHERE tenant_id = ? AND study_id = ? AND series_instance_uid = ?", scope.tenant(), study,
        series.uid);
    if (found) return {*found, false};
    session.exec(
        "INSERT INTO series (id, tenant_id, study_id, series_instance_uid, modality, number, description, body_part,"
        " laterality, series_date, series_time, station_name, manufacturer, institution_name)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        fresh, scope.tenant(), study, series.uid, series.modality, series.number, series.description, series.body_part,
        series.laterality, series.date, series.time, series.station_name, series.manufacturer, series.institution_name);
    return {fresh, true};
}

std::optional<InstanceRow> find_instance(db::Session& session, const TenantScope& scope,
                                         const std::string& sop_instance_uid) {
    auto row = session.first<InstanceId, StudyId, SeriesId, std::string, std::string, std::int64_t, bool>(
        "SELECT i.id, i.study_id, i.series_id, s.state, i.data_set_sha256, i.condition,"
        " CASE WHEN i.validated = 0 AND u.state <> 'released' AND u.mixed = 0 THEN 1 ELSE 0 END FROM instance i"
        " JOIN study s ON s.id = i.study_id LEFT JOIN clinician_upload u ON u.study_id = i.study_id"
        " WHERE i.tenant_id = ? AND i.sop_instance_uid = ? AND i.superseded_at IS NULL",
        scope.tenant(), sop_instance_uid);
    if (!row) return std::nullopt;
    auto& [id, study, series, state, data_set_sha256, condition, waits] = *row;
    return InstanceRow{id, study, series, state, data_set_sha256, condition == 0, waits};
}

void replace_content(db::Session& session, const TenantScope& scope, const InstanceId& instance, const BlobId& blob,
                     const Arrival& arrival) {
    session.exec(
        "UPDATE instance SET blob_id = ?, size_bytes = ?, file_crc32 = ?, data_set_offset = ?, tail_offset = ?,"
        " frame_index = ?, head_crc32 = CASE WHEN head_blob_id IS NULL THEN ? ELSE head_crc32 END, "
        " condition = CASE WHEN head_blob_id IS NULL THEN 0 ELSE condition END WHERE tenant_id = ? AND id = ?",
        blob, arrival.size, arrival.file_crc32, arrival.data_set_offset, arrival.tail_offset, arrival.frame_index,
        arrival.head_crc32, scope.tenant(), instance);
}

void supersede(db::Session& session, const TenantScope& scope, const InstanceId& instance, Timestamp now) {
    session.exec("UPDATE instance SET superseded_at = ? WHERE tenant_id = ? AND id = ?", now, scope.tenant(), instance);
}

void insert_instance(db::Session& session, const TenantScope& scope, const NewInstance& made, const Arrival& arrival) {
    session.exec(
        "INSERT INTO instance (id, tenant_id, study_id, series_id, sop_instance_uid, sop_class_uid,"
        " transfer_syntax_uid, number, rows_count, columns_count, frame_count, bits_allocated, photometric, blob_id,"
        " size_bytes, file_crc32, data_set_offset, data_set_sha256, tail_offset, head_crc32, tail_crc32, frame_index, "
        "received_at, received_from)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        made.id, scope.tenant(), made.study, made.series, arrival.sop_instance_uid, arrival.sop_class_uid,
        arrival.transfer_syntax_uid, arrival.number, arrival.rows, arrival.columns, arrival.frame_count,
        arrival.bits_allocated, arrival.photometric, made.blob, arrival.size, arrival.file_crc32,
        arrival.data_set_offset, arrival.data_set_sha256, arrival.tail_offset, arrival.head_crc32, arrival.tail_crc32,
        arrival.frame_index, made.now, made.received_from);
}

void add_referrers(db::Session& session, const TenantScope& scope, const StudyId& study,
                   const std::vector<Arrival::Referrer>& referrers, Timestamp study_at, bool waits) {
    for (const auto& referrer : referrers) {
        session.exec(
            "INSERT INTO study_referrer (tenant_id, study_id, role, identifier, issuer, name, name_normalised,"
            " study_at, waits) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            scope.tenant(), study, referrer.role, referrer.identifier, referrer.issuer, referrer.name,
            referrer.name_normalised, study_at, waits);
    }
}

void add_tokens(db::Session& session, const TenantScope& scope, const StudyId& study,
                const std::vector<std::string>& tokens, Timestamp study_at) {
    for (const auto& token : tokens) {
        session.exec(
            "INSERT INTO study_token (tenant_id, token, study_id, study_at) VALUES (?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            scope.tenant(), token, study, study_at);
    }
}

void recount_series(db::Session& session, const TenantScope& scope, const SeriesId& series) {
    auto [instances, frames] = session.one<std::int64_t, std::int64_t>(
        "SELECT count(*), CAST(coalesce(sum(i.frame_count), 0) AS bigint) FROM instance i"
        " JOIN study s ON s.id = i.study_id"
        " WHERE i.tenant_id = ? AND i.series_id = ? AND i.superseded_at IS NULL"
        " AND (i.validated = 1 OR s.visible = 0)",
        scope.tenant(), series);
    session.exec(
        "UPDATE series SET instance_count = ?, frame_count = ?, revision = revision + 1 WHERE tenant_id = ? AND id = ?",
        instances, frames, scope.tenant(), series);
}

void recount_study(db::Session& session, const TenantScope& scope, const StudyId& study) {
    auto [instances, series] = session.one<std::int64_t, std::int64_t>(
        "SELECT count(*), count(DISTINCT i.series_id) FROM instance i JOIN study s ON s.id = i.study_id"
        " WHERE i.tenant_id = ? AND i.study_id = ? AND i.superseded_at IS NULL"
        " AND (i.validated = 1 OR s.visible = 0)",
        scope.tenant(), study);
    session.exec("UPDATE study SET instance_count = ?, series_count = ? WHERE tenant_id = ? AND id = ?", instances,
                 series, scope.tenant(), study);
}

void add_to_series(db::Session& session, const TenantScope& scope, const SeriesId& series, std::int64_t instances,
                   std::int64_t frames) {
    session.exec(
        "UPDATE series SET instance_count = instance_count + ?, frame_count = frame_count + ?, revision = revision + 1"
        " WHERE tenant_id = ? AND id = ?",
        instances, frames, scope.tenant(), series);
}

void add_to_study(db::Session& session, const TenantScope& scope, const StudyId& study, std::int64_t instances,
                  std::int64_t series) {
    session.exec(
        "UPDATE study SET instance_count = instance_count + ?, series_count = series_count + ?"
        " WHERE tenant_id = ? AND id = ?",
        instances, series, scope.tenant(), study);
}

}  // namespace portico::studies::store
