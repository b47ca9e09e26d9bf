#include "features/studies/few_studies.h"

#include "platform/db/sql.h"

namespace portico::studies::store {
namespace {

FewStudies few(db::Session& session, db::Sql sql) {
    sql.append(" LIMIT " + std::to_string(most_few + 1));
    auto found = session.map<StudyId>(sql, [](StudyId study) { return study; });
    if (std::ssize(found) > most_few) return std::nullopt;
    return found;
}

FewStudies few_by_uid(db::Session& session, const char* select, const char* column, const TenantId& tenant,
                      const std::string& uids) {
    db::Sql sql(select, tenant);
    return few(session, sql.append(" AND ").in_list(column, split_uids(uids)));
}

FewStudies few_by_condition(db::Session& session, const TenantId& tenant, const Condition& condition) {
    const auto tag = condition.attribute->tag;
    const auto& value = condition.value;
    if (tag == dicom::tags::study_instance_uid)
        return few_by_uid(session, "SELECT id FROM study WHERE tenant_id = ?", "study_instance_uid", tenant, value);
    if (tag == dicom::tags::series_instance_uid)
        return few_by_uid(session, "SELECT study_id FROM series WHERE instance_count >= 0 AND tenant_id = ?",
                          "series_instance_uid", tenant, value);
    if (tag == dicom::tags::sop_instance_uid)
        return few_by_uid(session, "SELECT study_id FROM instance WHERE superseded_at IS NULL AND tenant_id = ?",
                          "sop_instance_uid", tenant, value);
    if (has_wildcard(value)) return std::nullopt;
    if (tag == dicom::tags::patient_id) return few_with_patient_id(session, tenant, value);
    if (tag == dicom::tags::accession_number)
        return few(session,
                   db::Sql("SELECT id FROM study WHERE tenant_id = ? AND accession_number = ?", tenant, value));
    return std::nullopt;
}

}  // namespace

// CROSS JOIN: SQLite reads in this order; without statistics it would read all studies of the tenant first.
FewStudies few_with_patient_id(db::Session& session, const TenantId& tenant, std::string_view patient_id) {
    return few(session,
               db::Sql("SELECT s.id FROM patient p CROSS JOIN study s WHERE p.tenant_id = ? AND p.patient_id = ?"
                       " AND s.tenant_id = p.tenant_id AND s.patient_ref = p.id UNION ALL SELECT id FROM study"
                       " WHERE tenant_id = ? AND patient_ref IS NULL AND header_patient_id = ?",
                       tenant, patient_id, tenant, patient_id));
}

FewStudies few_of_patient(db::Session& session, const TenantId& tenant, const PatientId& patient) {
    return few(session, db::Sql("SELECT id FROM study WHERE tenant_id = ? AND patient_ref = ?", tenant, patient));
}

FewStudies few_with_word(db::Session& session, const TenantId& tenant, std::string_view word) {
    return few(session,
               db::Sql("SELECT DISTINCT study_id FROM study_token WHERE tenant_id = ? AND token >= ? AND token < ?",
                       tenant, word, std::string(word) + "\xF4\x8F\xBF\xBF"));
}

FewStudies few_by_conditions(db::Session& session, const TenantId& tenant, const SearchQuery& query) {
    for (const auto& condition : query.conditions)
        if (auto found = few_by_condition(session, tenant, condition)) return found;
    return std::nullopt;
}

}  // namespace portico::studies::store
