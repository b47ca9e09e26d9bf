#include "features/studies/validation_store.h"

#include "platform/db/sql.h"
#include "platform/dicom/person_name.h"
#include "platform/text/fold.h"

namespace portico::studies::store {
namespace {

using Text = std::string;
using Number = std::int64_t;

constexpr std::string_view checked_columns =
    "SELECT state, visible, header_conflict, corrected, patient_ref, header_patient_id, header_issuer, header_name,"
    " COALESCE(header_birth_date, ''), header_sex, accession_number, COALESCE(study_date, ''), description,"
    " referring_physician, study_time, study_at, last_received_at, queued_at, instance_count, heads_due, version"
    " FROM study WHERE tenant_id = ? AND id = ? ";

Corrected newest_corrections(db::Session& session, const TenantScope& scope, const StudyId& study) {
    Corrected newest;
    for (auto& entry : corrections(session, scope, study)) newest.try_emplace(entry.field, std::move(entry.value));
    return newest;
}

std::optional<CheckedStudy> read_checked(db::Session& session, const TenantScope& scope, const StudyId& id,
                                         std::string_view lock) {
    auto row = session.first<Text, bool, bool, bool, std::optional<PatientId>, Text, Text, Text, Text, Text, Text, Text,
                             Text, Text, std::optional<Text>, Timestamp, Timestamp, std::optional<Timestamp>, Number,
                             Number, Number>(Text(checked_columns).append(lock), scope.tenant(), id);
    if (!row) return std::nullopt;
    CheckedStudy study;
    auto& h = study.header;
    std::tie(study.state, study.visible, study.header_conflict, study.corrected, study.patient,
             h[CaseField::patient_id], h[CaseField::issuer], h[CaseField::name], h[CaseField::birth_date],
             h[CaseField::sex], h[CaseField::accession_number], h[CaseField::study_date], h[CaseField::description],
             h[CaseField::referring_physician], study.study_time, study.study_at, study.last_received_at,
             study.queued_at, study.instance_count, study.heads_due, study.version) = std::move(*row);
    study.id = id;
    if (study.corrected) study.corrections = newest_corrections(session, scope, id);
    return study;
}

constexpr std::string_view patient_columns =
    "SELECT p.id, p.patient_id, p.issuer, p.name, COALESCE(p.birth_date, ''), p.sex, p.name_sort,"
    " (SELECT count(*) FROM study s WHERE s.tenant_id = p.tenant_id AND s.patient_ref = p.id) FROM patient p"
    " WHERE p.tenant_id = ?";

struct SortedPatient {
    PatientRecord patient;
    Text name_sort;
};
std::vector<SortedPatient> read_patients(db::Session& session, const db::Sql& sql) {
    return session.map<PatientId, Text, Text, Text, Text, Text, Text, Number>(
        sql, [](PatientId id, Text patient_id, Text issuer, Text name, Text birth_date, Text sex, Text name_sort,
                Number studies) {
            SortedPatient sorted{{std::move(id), {}, studies}, std::move(name_sort)};
            auto& data = sorted.patient.data;
            data[CaseField::patient_id] = std::move(patient_id);
            data[CaseField::issuer] = std::move(issuer);
            data[CaseField::name] = std::move(name);
            data[CaseField::birth_date] = std::move(birth_date);
            data[CaseField::sex] = std::move(sex);
            return sorted;
        });
}

std::optional<PatientRecord> first_patient(std::vector<SortedPatient> found) {
    if (found.empty()) return std::nullopt;
    return std::move(found.front().patient);
}

// For LIKE … ESCAPE '!'.
Text containing(std::string_view word) {
    Text pattern = "%";
    for (const char c : word) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + "%";
}

// Above every text that begins with this one.
Text end_of_prefix(const Text& prefix) { return prefix + "\xF4\x8F\xBF\xBF"; }

}  // namespace

std::optional<CheckedStudy> find_checked(db::Session& session, const TenantScope& scope, const StudyId& id) {
    return read_checked(session, scope, id, "");
}

std::optional<CheckedStudy> lock_checked(db::Session& session, const TenantScope& scope, const StudyId& id) {
    return read_checked(session, scope, id, db::for_update(session.dialect()));
}

std::vector<QuietStudy> quiet_studies(db::Session& session, Timestamp now, std::int64_t limit) {
    return session.map<TenantId, StudyId>(
        "SELECT s.tenant_id, s.id FROM study s JOIN tenant t ON t.id = s.tenant_id WHERE s.state = 'receiving'"
        " AND s.last_received_at + t.quiet_seconds * 1000 <= ? ORDER BY s.last_received_at, s.id LIMIT ?",
        [](TenantId tenant, StudyId study) {
            return QuietStudy{std::move(tenant), std::move(study)};
        },
        now, limit);
}

std::int64_t quiet_seconds(db::Session& session, const TenantScope& scope) {
    return session.value<Number>("SELECT quiet_seconds FROM tenant WHERE id = ?", scope.tenant());
}

ValidationRules rules_of(db::Session& session, const TenantScope& scope) {
    auto [checks, issuer] =
        session.one<Text, Text>("SELECT checks, default_issuer FROM tenant WHERE id = ?", scope.tenant());
    return {std::move(checks), std::move(issuer)};
}

std::optional<PatientRecord> patient_by_identifier(db::Session& session, const TenantScope& scope,
                                                   const std::string& patient_id, const std::string& issuer) {
    if (patient_id.empty()) return std::nullopt;
    db::Sql sql(patient_columns, scope.tenant());
    sql.append(" AND p.patient_id = ? AND p.issuer = ?", patient_id, issuer);
    return first_patient(read_patients(session, sql));
}

std::optional<PatientRecord> patient_by_id(db::Session& session, const TenantScope& scope, const PatientId& id) {
    db::Sql sql(patient_columns, scope.tenant());
    return first_patient(read_patients(session, sql.append(" AND p.id = ?", id)));
}

bool insert_patient(db::Session& session, const TenantScope& scope, const PatientRecord& patient, Timestamp now) {
    const auto& data = patient.data;
    const auto& name = data[CaseField::name];
    const auto& birth = data[CaseField::birth_date];
    return session.exec(
               "INSERT INTO patient (id, tenant_id, patient_id, issuer, name, name_normalised, name_sort, birth_date,"
               " sex, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
               patient.id, scope.tenant(), data[CaseField::patient_id], data[CaseField::issuer], name,
               dicom::normalised_name(name), text::sort_key(name),
               birth.empty() ? std::optional<Text>() : std::optional<Text>(birth), data[CaseField::sex], now) == 1;
}

std::vector<PatientRecord> candidates(db::Session& session, const TenantScope& scope, const CaseData& data,
                                      std::int64_t limit) {
    db::Sql sql(patient_columns, scope.tenant());
    sql.append(" AND (1 = 0");
    const auto& identifier = data[CaseField::patient_id];
    if (!identifier.empty()) sql.append(" OR p.patient_id = ?", identifier);
    const auto& name = data[CaseField::name];
    auto family = text::sort_key(name.substr(0, name.find_first_of("^=")));
    if (!family.empty()) {
        // Components are parted by a space in sort keys.
        family += ' ';
        sql.append(" OR (p.name_sort >= ? AND p.name_sort < ?)", family, end_of_prefix(family));
    }
    sql.append(") ORDER BY p.name_sort, p.id LIMIT ?", limit);
    std::vector<PatientRecord> all;
    for (auto& found : read_patients(session, sql)) all.push_back(std::move(found.patient));
    return all;
}

PatientPage patients(db::Session& session, const TenantScope& scope, const PatientQuestion& question) {
    db::Sql sql(patient_columns, scope.tenant());
    for (const auto& word : text::tokens(question.text)) {
        const auto pattern = containing(word);
        sql.append(" AND (p.name_normalised LIKE ? ESCAPE '!' OR lower(p.patient_id) LIKE ? ESCAPE '!')", pattern,
                   pattern);
    }
    if (question.after) {
        const auto& [name, id] = *question.after;
        sql.append(" AND (p.name_sort, p.id) > (?, ?)", name, id);
    }
    auto found = read_patients(session, sql.append(" ORDER BY p.name_sort, p.id LIMIT ?", question.limit + 1));
    PatientPage page;
    if (std::ssize(found) > question.limit) {
        found.resize(static_cast<std::size_t>(question.limit));
        page.next = std::pair{found.back().name_sort, found.back().patient.id};
    }
    for (auto& one : found) page.patients.push_back(std::move(one.patient));
    return page;
}

void replace_reasons(db::Session& session, const TenantScope& scope, const StudyId& study,
                     const std::vector<ValidationReason>& reasons) {
    session.exec("DELETE FROM validation_reason WHERE tenant_id = ? AND study_id = ?", scope.tenant(), study);
    for (const auto& reason : reasons) {
        session.exec(
            "INSERT INTO validation_reason (tenant_id, study_id, code, field, header, record)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            scope.tenant(), study, reason.code, reason.field ? key_of(*reason.field) : std::string_view(),
            reason.header, reason.record);
    }
}

std::map<StudyId, std::vector<ValidationReason>> reasons(db::Session& session, const TenantScope& scope,
                                                         const std::vector<StudyId>& studies) {
    std::map<StudyId, std::vector<ValidationReason>> all;
    db::Sql sql("SELECT study_id, code, field, header, record FROM validation_reason WHERE tenant_id = ? AND ",
                scope.tenant());
    sql.in_list("study_id", studies).append(" ORDER BY study_id, code, field");
    for (auto& [study, code, field, header, record] : session.rows<StudyId, Text, Text, Text, Text>(sql))
        all[study].push_back({code, case_field(field), header, record});
    return all;
}

std::vector<QueuedStudy> queued(db::Session& session, const TenantScope& scope, const QueueQuestion& question) {
    db::Sql sql(
        "SELECT s.id, COALESCE(s.queued_at, s.last_received_at) FROM study s WHERE s.tenant_id = ?"
        " AND s.state = 'queued'",
        scope.tenant());
    for (const auto& word : text::tokens(question.text)) {
        sql.append(" AND EXISTS (SELECT 1 FROM study_token k WHERE k.study_id = s.id AND k.token >= ? AND k.token < ?)",
                   word, end_of_prefix(word));
    }
    if (question.after)
        sql.append(" AND (COALESCE(s.queued_at, s.last_received_at), s.id) > (?, ?)", question.after->first,
                   question.after->second);
    sql.append(" ORDER BY COALESCE(s.queued_at, s.last_received_at), s.id LIMIT ?", question.limit);
    return session.map<StudyId, Timestamp>(sql, [](StudyId study, Timestamp queued_at) {
        return QueuedStudy{std::move(study), queued_at, {}, {}};
    });
}

void add_correction(db::Session& session, const TenantScope& scope, const StudyId& study, const std::string& id,
                    const CorrectionEntry& entry) {
    session.exec(
        "INSERT INTO study_correction (id, tenant_id, study_id, field, value, made_at, made_by)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        id, scope.tenant(), study, key_of(entry.field), entry.value, entry.at, entry.by);
}

std::vector<CorrectionEntry> corrections(db::Session& session, const TenantScope& scope, const StudyId& study) {
    std::vector<CorrectionEntry> all;
    for (auto& [at, by, key, value] : session.rows<Timestamp, Text, Text, Text>(
             "SELECT made_at, made_by, field, value FROM study_correction WHERE tenant_id = ? AND study_id = ?"
             " ORDER BY made_at DESC, id DESC",
             scope.tenant(), study)) {
        if (auto field = case_field(key)) all.push_back({at, by, *field, value});
    }
    return all;
}

void mark_corrected(db::Session& session, const TenantScope& scope, const StudyId& study, bool settled) {
    session.exec(
        "UPDATE study SET corrected = 1, heads_due = version + 1, version = version + 1,"
        " header_conflict = CASE WHEN ? = 1 THEN 0 ELSE header_conflict END WHERE tenant_id = ? AND id = ?",
        settled, scope.tenant(), study);
}

bool lacks_heads(db::Session& session, const TenantScope& scope, const StudyId& study) {
    return session
        .first_value<Number>(
            "SELECT 1 FROM instance WHERE tenant_id = ? AND study_id = ? AND superseded_at IS NULL"
            " AND head_blob_id IS NULL LIMIT 1",
            scope.tenant(), study)
        .has_value();
}

void clear_heads_due(db::Session& session, const TenantScope& scope, const StudyId& study) {
    session.exec("UPDATE study SET heads_due = 0 WHERE tenant_id = ? AND id = ?", scope.tenant(), study);
}

void to_queue(db::Session& session, const TenantScope& scope, const StudyId& study, Timestamp now) {
    session.exec(
        "UPDATE study SET state = 'queued', queued_at = COALESCE(queued_at, ?), version = version + 1"
        " WHERE tenant_id = ? AND id = ?",
        now, scope.tenant(), study);
}

void to_validating(db::Session& session, const TenantScope& scope, const StudyId& study) {
    session.exec(
        "UPDATE study SET state = 'validating', queued_at = NULL, version = version + 1,"
        " heads_due = CASE WHEN heads_due = 0 THEN version + 1 ELSE heads_due END WHERE tenant_id = ? AND id = ?",
        scope.tenant(), study);
}

void to_rejected(db::Session& session, const TenantScope& scope, const StudyId& study, Timestamp now) {
    session.exec(
        "UPDATE study SET state = 'rejected', visible = 0, rejected_at = ?, queued_at = NULL, version = version + 1"
        " WHERE tenant_id = ? AND id = ?",
        now, scope.tenant(), study);
}

}  // namespace portico::studies::store
