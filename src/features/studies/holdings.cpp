#include "features/studies/api/holdings.h"

namespace portico::studies {

std::map<std::string, Holding> holdings(db::Session& session, const TenantScope& scope,
                                        std::span<const std::string> study_uids) {
    std::map<std::string, Holding> found;
    for (const auto& uid : study_uids) {
        auto row = session.first<StudyId, std::string>(
            "SELECT id, state FROM study WHERE tenant_id = ? AND study_instance_uid = ?", scope.tenant(), uid);
        if (!row) continue;
        auto& [id, state] = *row;
        const auto instances = session.value<std::int64_t>(
            "SELECT count(*) FROM instance WHERE tenant_id = ? AND study_id = ? AND superseded_at IS NULL",
            scope.tenant(), id);
        found.emplace(uid, Holding{std::move(id), instances, state == "rejected"});
    }
    return found;
}

std::optional<StudyPatient> patient_in_study(db::Session& session, const TenantScope& scope, const StudyId& study) {
    auto row = session.first<std::string, std::string, std::string>(
        "SELECT s.study_instance_uid, COALESCE(p.patient_id, s.header_patient_id, ''),"
        " COALESCE(p.issuer, s.header_issuer, '') FROM study s LEFT JOIN patient p ON p.id = s.patient_ref"
        " WHERE s.tenant_id = ? AND s.id = ?",
        scope.tenant(), study);
    if (!row) return std::nullopt;
    return StudyPatient{std::get<0>(*row), std::get<1>(*row), std::get<2>(*row)};
}

}  // namespace portico::studies
