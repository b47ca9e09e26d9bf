#include "features/annotations/annotation_store.h"

namespace portico::annotations::store {

std::optional<OwnRow> find_own(db::Session& session, const StudyAccess& access) {
    auto row = session.first<std::string, std::int64_t, std::optional<std::int64_t>, std::optional<Timestamp>>(
        "SELECT body, version, published_version, published_at FROM study_annotation"
        " WHERE tenant_id = ? AND study_id = ? AND user_id = ?",
        access.scope().tenant(), access.study(), access.caller().user);
    if (!row) return std::nullopt;
    auto& [body, version, published_version, published_at] = *row;
    return OwnRow{std::move(body), version, published_version, published_at};
}

std::vector<PublishedRow> published(db::Session& session, const StudyAccess& access, std::int64_t limit) {
    return session.map<std::string, std::string, Timestamp>(
        "SELECT author, published_body, published_at FROM study_annotation"
        " WHERE tenant_id = ? AND study_id = ? AND user_id <> ? AND published_at IS NOT NULL"
        " ORDER BY published_at DESC, user_id LIMIT ?",
        [](std::string author, std::string body, Timestamp at) {
            return PublishedRow{std::move(author), std::move(body), at};
        },
        access.scope().tenant(), access.study(), access.caller().user, limit);
}

bool save(db::Session& session, const StudyAccess& access, std::string_view body, std::int64_t version, Timestamp now) {
    if (version == 0)
        return session.exec(
                   "INSERT INTO study_annotation (study_id, tenant_id, user_id, author, body, version, changed_at)"
                   " VALUES (?, ?, ?, ?, ?, 1, ?) ON CONFLICT (study_id, user_id) DO NOTHING",
                   access.study(), access.scope().tenant(), access.caller().user, access.caller().name, body, now) == 1;
    return session.exec(
               "UPDATE study_annotation SET body = ?, author = ?, version = version + 1, changed_at = ?"
               " WHERE tenant_id = ? AND study_id = ? AND user_id = ? AND version = ?",
               body, access.caller().name, now, access.scope().tenant(), access.study(), access.caller().user,
               version) == 1;
}

bool publish(db::Session& session, const StudyAccess& access, std::int64_t version, Timestamp now) {
    return session.exec(
               "UPDATE study_annotation SET published_body = body, published_version = version, published_at = ?"
               " WHERE tenant_id = ? AND study_id = ? AND user_id = ? AND version = ?",
               now, access.scope().tenant(), access.study(), access.caller().user, version) == 1;
}

bool withdraw(db::Session& session, const StudyAccess& access) {
    return session.exec(
               "UPDATE study_annotation SET published_body = NULL, published_version = NULL, published_at = NULL"
               " WHERE tenant_id = ? AND study_id = ? AND user_id = ? AND published_at IS NOT NULL",
               access.scope().tenant(), access.study(), access.caller().user) == 1;
}

bool clear(db::Session& session, const StudyAccess& access, std::string_view empty_body, Timestamp now) {
    return session.exec(
               "UPDATE study_annotation SET body = ?, version = version + 1, changed_at = ?, published_body = NULL,"
               " published_version = NULL, published_at = NULL WHERE tenant_id = ? AND study_id = ? AND user_id = ?",
               empty_body, now, access.scope().tenant(), access.study(), access.caller().user) == 1;
}

std::string patient_of(db::Session& session, const StudyAccess& access) {
    auto patient = session.first_value<std::optional<std::string>>(
        "SELECT patient_ref FROM study WHERE tenant_id = ? AND id = ?", access.scope().tenant(), access.study());
    return patient.value_or(std::nullopt).value_or("");
}

std::string study_uid(db::Session& session, const StudyAccess& access) {
    return session.value<std::string>("SELECT study_instance_uid FROM study WHERE tenant_id = ? AND id = ?",
                                      access.scope().tenant(), access.study());
}

}  // namespace portico::annotations::store
