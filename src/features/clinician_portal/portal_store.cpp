#include "features/clinician_portal/portal_store.h"

#include "platform/text/fold.h"

namespace portico::clinician_portal::store {

Portal find_portal(db::Session& session, const TenantId& tenant) {
    using Number = std::int64_t;
    auto row = session.first<std::optional<Timestamp>, std::optional<BlobId>, std::string, std::string,
                             std::optional<RoleId>, Number, Number, Number, Number>(
        "SELECT enabled_at, photo_blob, display_name, description, default_role_id, history_months, emergency_access,"
        " emergency_hours, version FROM clinician_portal WHERE tenant_id = ?",
        tenant);
    Portal portal;
    if (!row) return portal;
    Number emergency = 0;
    std::tie(portal.enabled_at, portal.photo, portal.display_name, portal.description, portal.default_role,
             portal.history_months, emergency, portal.emergency_hours, portal.version) = std::move(*row);
    portal.emergency_access = emergency != 0;
    return portal;
}

void keep_photo(db::Session& session, const TenantId& tenant, const BlobId& photo, Timestamp now) {
    session.exec("INSERT INTO portal_photo (blob_id, tenant_id, uploaded_at) VALUES (?, ?, ?)", photo, tenant, now);
}

bool has_photo(db::Session& session, const TenantId& tenant, const BlobId& photo) {
    return session
        .first_value<std::string>("SELECT blob_id FROM portal_photo WHERE tenant_id = ? AND blob_id = ?", tenant, photo)
        .has_value();
}

void enable_portal(db::Session& session, const TenantId& tenant, const EnablePortal& portal, Timestamp now) {
    session.exec(
        "INSERT INTO clinician_portal (tenant_id, enabled_at, photo_blob, display_name, name_folded, description)"
        " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (tenant_id) DO UPDATE SET enabled_at = excluded.enabled_at,"
        " photo_blob = excluded.photo_blob, display_name = excluded.display_name, name_folded = excluded.name_folded,"
        " description = excluded.description, version = clinician_portal.version + 1",
        tenant, now, portal.photo, portal.display_name, text::fold(portal.display_name), portal.description);
}

bool change_portal(db::Session& session, const TenantId& tenant, std::int64_t version, const PortalSettings& settings) {
    return session.exec(
               "UPDATE clinician_portal SET display_name = ?, name_folded = ?, description = ?,"
               " photo_blob = COALESCE(?, photo_blob), default_role_id = ?, history_months = ?, history_days = ?,"
               " emergency_access = ?, emergency_hours = ?, version = version + 1 WHERE tenant_id = ? AND version = ?",
               settings.display_name, text::fold(settings.display_name), settings.description, settings.photo,
               settings.default_role, settings.history_months, settings.history_months * 365 / 12,
               settings.emergency_access, settings.emergency_hours, tenant, version) == 1;
}

std::optional<ClinicianPermissions> clinician_role(db::Session& session, const TenantId& tenant, const RoleId& role) {
    auto keys = session.first_value<std::string>(
        "SELECT permissions FROM role WHERE account_id = ? AND system = 'clinician' AND id = ?", tenant, role);
    if (!keys) return std::nullopt;
    return ClinicianPermissions::from_keys(*keys);
}

std::vector<BlobId> named_photos(db::Session& session, const std::vector<BlobId>& blobs) {
    std::vector<BlobId> named;
    if (blobs.empty()) return named;
    for (const auto& [table, column] : {std::pair("portal_photo", "blob_id"), {"clinician_portal", "photo_blob"}}) {
        db::Sql sql(std::string("SELECT ") + column + " FROM " + table + " WHERE ");
        for (auto& row : session.rows<BlobId>(sql.in_list(column, blobs))) named.push_back(std::get<0>(row));
    }
    return named;
}

}  // namespace portico::clinician_portal::store
