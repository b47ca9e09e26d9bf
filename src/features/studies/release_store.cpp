#include "features/studies/release_store.h"

#include "features/studies/receive_policy.h"
#include "features/studies/receive_store.h"
#include "platform/dicom/person_name.h"
#include "platform/text/fold.h"

namespace portico::studies::store {
namespace {

std::vector<std::string> search_words(const CaseData& data) {
    std::vector<std::string> all;
    for (auto field : {CaseField::name, CaseField::patient_id, CaseField::accession_number, CaseField::description}) {
        for (auto& token : text::tokens(data[field]))
            if (token.size() <= 100) all.push_back(std::move(token));
    }
    return all;
}

void replace_tokens(db::Session& session, const TenantScope& scope, const StudyId& study, const ReleasedStudy& row) {
    session.exec("DELETE FROM study_token WHERE tenant_id = ? AND study_id = ?", scope.tenant(), study);
    add_tokens(session, scope, study, search_words(row.data), row.study_at);
}

// A corrected name stands in place of all that the header said about who referred, identifiers included.
void replace_referring(db::Session& session, const TenantScope& scope, const StudyId& study, const ReleasedStudy& row) {
    session.exec("DELETE FROM study_referrer WHERE tenant_id = ? AND study_id = ? AND role = 'referring'",
                 scope.tenant(), study);
    const auto& name = row.data[CaseField::referring_physician];
    auto normalised = dicom::normalised_name(name);
    if (normalised.empty()) return;
    add_referrers(session, scope, study, {{"referring", "", "", name, normalised}}, row.study_at);
}

std::optional<std::string> unless_empty(const std::string& text) {
    if (text.empty()) return std::nullopt;
    return text;
}

// A study that was recalled whole stays until the recall has ended.
constexpr std::string_view goes =
    " AND NOT EXISTS (SELECT 1 FROM legal_hold h WHERE h.study_id = study.id) AND NOT EXISTS (SELECT 1"
    " FROM study_recall r WHERE r.study_id = study.id AND r.whole = 1 AND r.ended_at IS NULL) ";

}  // namespace

void collect_series_words(db::Session& session, const TenantScope& scope, const StudyId& study) {
    std::string modalities, body_parts;
    for (const auto& [modality, body_part] : session.rows<std::string, std::string>(
             "SELECT modality, body_part FROM series WHERE tenant_id = ? AND study_id = ? AND instance_count > 0"
             " ORDER BY number, id",
             scope.tenant(), study)) {
        modalities = with_word(modalities, modality, ' ');
        body_parts = with_word(body_parts, body_part, '|');
    }
    session.exec("UPDATE study SET modalities = ?, body_parts = ? WHERE tenant_id = ? AND id = ?", modalities,
                 body_parts, scope.tenant(), study);
}

void to_ready(db::Session& session, const TenantScope& scope, const StudyId& study, const ReleasedStudy& row,
              Timestamp now) {
    const auto& data = row.data;
    session.exec(
        "UPDATE study SET state = 'ready', visible = CASE WHEN EXISTS (SELECT 1 FROM instance i"
        " WHERE i.study_id = study.id AND i.superseded_at IS NULL) THEN 1 ELSE 0 END, released_at = "
        "COALESCE(released_at, ?), queued_at = NULL,"
        " patient_ref = ?, study_at = ?, study_date = ?, accession_number = ?, description = ?,"
        " referring_physician = ?, version = version + 1 WHERE tenant_id = ? AND id = ?",
        now, row.patient, row.study_at, unless_empty(data[CaseField::study_date]), data[CaseField::accession_number],
        data[CaseField::description], data[CaseField::referring_physician], scope.tenant(), study);
    if (!row.corrected) return;
    replace_tokens(session, scope, study, row);
    if (row.other_referrer) replace_referring(session, scope, study, row);
    session.exec("UPDATE study_referrer SET study_at = ? WHERE tenant_id = ? AND study_id = ?", row.study_at,
                 scope.tenant(), study);
}

std::vector<SeriesId> validate_instances(db::Session& session, const TenantScope& scope, const StudyId& study) {
    auto changed = session.values<SeriesId>(
        "SELECT DISTINCT series_id FROM instance WHERE tenant_id = ? AND study_id = ? AND validated = 0"
        " AND superseded_at IS NULL",
        scope.tenant(), study);
    session.exec(
        "UPDATE instance SET validated = 1 WHERE tenant_id = ? AND study_id = ? AND validated = 0"
        " AND superseded_at IS NULL",
        scope.tenant(), study);
    for (const auto& series : changed) recount_series(session, scope, series);
    recount_study(session, scope, study);
    collect_series_words(session, scope, study);
    return changed;
}

std::vector<RejectedStudy> rejected_before(db::Session& session, Timestamp moment, std::int64_t limit) {
    return session.map<TenantId, StudyId, std::string>(
        "SELECT tenant_id, id, study_instance_uid FROM study WHERE state = 'rejected' AND rejected_at <= ?" +
            std::string(goes) + "ORDER BY rejected_at, id LIMIT ?",
        [](TenantId tenant, StudyId study, std::string uid) {
            return RejectedStudy{std::move(tenant), std::move(study), std::move(uid)};
        },
        moment, limit);
}

bool lock_rejected(db::Session& session, const TenantScope& scope, const StudyId& study, Timestamp before) {
    const std::string lock(db::for_update(session.dialect()));
    return session
        .first_value<StudyId>(
            "SELECT id FROM study WHERE tenant_id = ? AND id = ? AND state = 'rejected' AND rejected_at <= ?" +
                std::string(goes) + lock,
            scope.tenant(), study, before)
        .has_value();
}

std::vector<BlobId> blobs_of(db::Session& session, const TenantScope& scope, const StudyId& study) {
    return session.values<BlobId>(
        "SELECT blob_id FROM instance WHERE tenant_id = ?1 AND study_id = ?2"
        " UNION SELECT head_blob_id FROM instance WHERE tenant_id = ?1 AND study_id = ?2 AND head_blob_id IS NOT NULL"
        " UNION SELECT metadata_blob FROM series WHERE tenant_id = ?1 AND study_id = ?2 AND metadata_blob IS NOT NULL",
        scope.tenant(), study);
}

void delete_study(db::Session& session, const TenantScope& scope, const StudyId& study) {
    session.exec("DELETE FROM study_read WHERE study_id = ?", study);
    for (std::string_view table : {"recall_person", "recalled_instance", "study_recall"}) {
        session.exec("DELETE FROM " + std::string(table) + " WHERE tenant_id = ? AND study_id = ?", scope.tenant(),
                     study);
    }
    for (std::string_view table :
         {"study_access", "explicit_grant", "validation_reason", "study_correction", "study_token", "study_referrer",
          "study_deletion", "legal_hold", "study_sending", "clinician_upload", "instance", "series"}) {
        session.exec("DELETE FROM " + std::string(table) + " WHERE tenant_id = ? AND study_id = ?", scope.tenant(),
                     study);
    }
    session.exec("DELETE FROM study WHERE tenant_id = ? AND id = ?", scope.tenant(), study);
}

}  // namespace portico::studies::store
