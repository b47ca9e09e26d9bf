#include "features/studies/list_store.h"

#include <algorithm>

#include "features/studies/api/case_data.h"
#include "features/studies/receive_policy.h"
#include "platform/text/fold.h"

namespace portico::studies::store {
namespace {

using Text = std::string;
using Number = std::int64_t;

std::vector<Text> split(std::string_view list, char separator) {
    std::vector<Text> words;
    while (!list.empty()) {
        const auto end = list.find(separator);
        if (end != 0) words.emplace_back(list.substr(0, end));
        if (end == std::string_view::npos) break;
        list.remove_prefix(end + 1);
    }
    return words;
}

// Above every text that begins with this one.
Text end_of_prefix(const Text& prefix) { return prefix + "\xF4\x8F\xBF\xBF"; }

// A word of the list, for LIKE … ESCAPE '!' against ' CT MR '.
Text as_word(std::string_view word) {
    Text pattern = "% ";
    for (const char c : word) {
        if (c == '%' || c == '_' || c == '!') pattern += '!';
        pattern += c;
    }
    return pattern + " %";
}

void apply(StudyRow& row, CaseField field, Text value) {
    switch (field) {
        case CaseField::patient_id:
            row.patient_id = std::move(value);
            break;
        case CaseField::issuer:
            row.issuer = std::move(value);
            break;
        case CaseField::name:
            row.patient_name = std::move(value);
            break;
        case CaseField::birth_date:
            row.birth_date = std::move(value);
            break;
        case CaseField::sex:
            row.sex = std::move(value);
            break;
        case CaseField::accession_number:
            row.accession_number = std::move(value);
            break;
        case CaseField::study_date:
            row.study_date = std::move(value);
            break;
        case CaseField::description:
            row.description = std::move(value);
            break;
        case CaseField::referring_physician:
            row.referring_physician = std::move(value);
            break;
    }
}

void apply_corrections(db::Session& session, std::map<StudyId, StudyRow>& rows, const std::vector<StudyId>& corrected) {
    if (corrected.empty()) return;
    db::Sql sql("SELECT study_id, field, value FROM study_correction WHERE ");
    sql.in_list("study_id", corrected).append(" ORDER BY made_at, id");
    for (auto& [study, key, value] : session.rows<StudyId, Text, Text>(sql))
        if (auto field = case_field(key)) apply(rows[study], *field, std::move(value));
}

constexpr std::string_view study_columns =
    "SELECT s.id, s.tenant_id, COALESCE(a.slug, ''), a.name, s.study_instance_uid, s.patient_ref, s.header_patient_id,"
    " COALESCE(p.issuer, s.header_issuer), s.header_name, COALESCE(s.header_birth_date, ''), s.header_sex,"
    " COALESCE(s.study_date, ''), COALESCE(s.study_time, ''), s.study_at, s.description, s.modalities, s.body_parts,"
    " s.accession_number, s.referring_physician, s.series_count, s.instance_count, s.state, s.received_at,"
    " s.released_at, r.read_at, s.corrected FROM study s JOIN account a ON a.id = s.tenant_id"
    " LEFT JOIN patient p ON p.id = s.patient_ref LEFT JOIN study_read r ON r.study_id = s.id AND r.user_id = ?"
    " WHERE ";

}  // namespace

std::map<StudyId, StudyRow> study_rows(db::Session& session, const std::vector<StudyId>& ids, const UserId& reader) {
    std::map<StudyId, StudyRow> all;
    if (ids.empty()) return all;
    std::vector<StudyId> corrected;
    db::Sql sql(study_columns, reader);
    sql.in_list("s.id", ids);
    for (auto& found : session.rows<StudyId, TenantId, Text, Text, Text, std::optional<PatientId>, Text, Text, Text,
                                    Text, Text, Text, Text, Timestamp, Text, Text, Text, Text, Text, Number, Number,
                                    Text, Timestamp, std::optional<Timestamp>, std::optional<Timestamp>, bool>(sql)) {
        StudyRow row;
        Text modalities, body_parts;
        std::optional<Timestamp> read_at;
        bool is_corrected = false;
        std::tie(row.id, row.tenant, row.tenant_slug, row.tenant_name, row.study_instance_uid, row.patient,
                 row.patient_id, row.issuer, row.patient_name, row.birth_date, row.sex, row.study_date, row.study_time,
                 row.study_at, row.description, modalities, body_parts, row.accession_number, row.referring_physician,
                 row.series_count, row.instance_count, row.state, row.received_at, row.released_at, read_at,
                 is_corrected) = std::move(found);
        row.modalities = split(modalities, ' ');
        row.body_parts = split(body_parts, '|');
        row.unread = !reader.empty() && !read_at;
        if (is_corrected) corrected.push_back(row.id);
        all.emplace(row.id, std::move(row));
    }
    apply_corrections(session, all, corrected);
    return all;
}

std::vector<SeriesRow> series_rows(db::Session& session, const TenantScope& scope, const StudyId& study) {
    return session.map<SeriesId, Text, Text, std::optional<Number>, Text, Text, Number, Number>(
        "SELECT id, series_instance_uid, modality, number, description, body_part, instance_count, frame_count"
        " FROM series WHERE tenant_id = ? AND study_id = ? AND instance_count > 0"
        " ORDER BY COALESCE(number, 2147483647), series_instance_uid",
        [](SeriesId id, Text uid, Text modality, std::optional<Number> number, Text description, Text body_part,
           Number instances, Number frames) {
            return SeriesRow{std::move(id),          std::move(uid),       std::move(modality), number,
                             std::move(description), std::move(body_part), instances,           frames};
        },
        scope.tenant(), study);
}

bool not_for_primary_diagnosis(db::Session& session, const TenantId& tenant) {
    return session.value<bool>("SELECT not_for_primary_diagnosis FROM tenant WHERE id = ?", tenant);
}

db::Sql list_filter(const Caller& caller, const StudyQuestion& question) {
    db::Sql filter;
    for (const auto& word : text::tokens(question.text)) {
        filter.append(
            " AND EXISTS (SELECT 1 FROM study_token k WHERE k.study_id = s.id AND k.token >= ? AND k.token < ?)", word,
            end_of_prefix(word));
    }
    if (auto from = study_moment(column_date(question.from_date), {})) filter.append(" AND s.study_at >= ?", *from);
    if (auto to = study_moment(column_date(question.to_date), {}))
        filter.append(" AND s.study_at < ?", to->plus_seconds(86'400));
    if (!question.modalities.empty()) {
        filter.append(" AND (1 = 0");
        for (const auto& modality : question.modalities)
            filter.append(" OR ' ' || s.modalities || ' ' LIKE ? ESCAPE '!'", as_word(modality));
        filter.append(")");
    }
    if (question.state.empty())
        filter.append(" AND s.state <> 'rejected'");
    else
        filter.append(" AND s.state = ?", question.state);
    if (question.unread)
        filter.append(" AND NOT EXISTS (SELECT 1 FROM study_read r WHERE r.user_id = ? AND r.study_id = s.id)",
                      caller.user);
    if (auto record = PatientId::parse(question.patient))
        filter.append(" AND s.patient_ref = ?", *record);
    else if (!question.patient.empty())
        filter.append(
            " AND (s.header_patient_id = ? OR s.patient_ref IN (SELECT p.id FROM patient p"
            " WHERE p.tenant_id = s.tenant_id AND p.patient_id = ?))",
            question.patient, question.patient);
    return filter;
}

void mark_read(db::Session& session, const UserId& user, const StudyId& study, Timestamp now) {
    session.exec("INSERT INTO study_read (user_id, study_id, read_at) VALUES (?, ?, ?) ON CONFLICT DO NOTHING", user,
                 study, now);
}

std::optional<PatientId> patient_of(db::Session& session, const TenantScope& scope, const StudyId& study) {
    auto row = session.first<std::optional<PatientId>>("SELECT patient_ref FROM study WHERE tenant_id = ? AND id = ?",
                                                       scope.tenant(), study);
    return row ? std::get<0>(*row) : std::nullopt;
}

std::map<MembershipId, Clinician> clinicians(db::Session& session, const TenantScope& scope,
                                             const std::vector<MembershipId>& memberships) {
    std::map<MembershipId, Clinician> all;
    if (memberships.empty()) return all;
    db::Sql sql(
        "SELECT m.id, u.name, a.name, u.profession, u.speciality, COALESCE(mr.name, lr.name, ''), u.email"
        " FROM membership m JOIN users u ON u.id = m.user_id JOIN account a ON a.id = m.account_id"
        " JOIN access_link l ON l.account_id = m.account_id AND l.tenant_id = ?"
        " LEFT JOIN access_link_member lm ON lm.link_id = l.id AND lm.membership_id = m.id"
        " LEFT JOIN role mr ON mr.id = lm.role_id LEFT JOIN role lr ON lr.id = l.role_id WHERE ",
        scope.tenant());
    sql.in_list("m.id", memberships);
    for (auto& [id, name, account, profession, speciality, role, email] :
         session.rows<MembershipId, Text, Text, Text, Text, Text, Text>(sql))
        all.emplace(id, Clinician{id, name, account, profession, speciality, role, email});
    return all;
}

}  // namespace portico::studies::store
