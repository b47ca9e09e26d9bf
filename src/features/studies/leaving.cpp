#include "features/studies/api/leaving.h"

namespace portico::studies {

Result<StudyAccess> open_released(db::Session& session, const access::AccessService& access, const Caller& caller,
                                  const StudyId& study) {
    PORTICO_TRY(auto opened, access.study(session, caller, study, StudyRight::download));
    if (!session.first_value<std::int64_t>("SELECT 1 FROM study WHERE tenant_id = ? AND id = ? AND visible = 1",
                                           opened.scope().tenant(), study))
        return fail(portico::errors::not_found, "not released");
    return opened;
}

std::string patient_of(db::Session& session, const StudyAccess& access) {
    return session
        .first_value<std::optional<std::string>>("SELECT patient_ref FROM study WHERE tenant_id = ? AND id = ?",
                                                 access.scope().tenant(), access.study())
        .value_or(std::nullopt)
        .value_or("");
}

}  // namespace portico::studies
