#include "features/clinician_portal/api/portal.h"

#include "features/clinician_portal/portal_store.h"
#include "platform/api/context.h"
#include "platform/crypto/random.h"

namespace portico::clinician_portal {
namespace {

AuditEvent event_of(const Portals::May& may, std::string code) {
    AuditEvent event;
    event.code = std::move(code);
    event.caller = may.caller();
    event.tenant = may.tenant();
    event.object = may.tenant().text();
    return event;
}

Result<void> check_default_role(db::Session& session, const TenantId& tenant, const std::optional<RoleId>& role) {
    if (!role) return {};
    auto permissions = store::clinician_role(session, tenant, *role);
    if (!permissions) return fail(Error(errors::role_unknown).at("defaultRoleId", "role_unknown", "Choose a role."));
    if (permissions->has(ClinicianPermission::access_all_studies) ||
        permissions->has(ClinicianPermission::emergency_access))
        return fail(Error(errors::role_only_for_persons)
                        .at("defaultRoleId", "role_only_for_persons", "Choose a role without these permissions."));
    return {};
}

// What a change of settings changed, old and new.
void add_changes(AuditEvent& event, const Portal& old, const PortalSettings& now) {
    auto add = [&](std::string name, const std::string& before, const std::string& after) {
        if (before != after) event.details.emplace_back(std::move(name), before + " → " + after);
    };
    auto id = [](const auto& maybe) { return maybe ? maybe->text() : std::string("none"); };
    add("displayName", old.display_name, now.display_name);
    add("description", old.description, now.description);
    if (now.photo) add("photo", id(old.photo), id(now.photo));
    add("defaultRole", id(old.default_role), id(now.default_role));
    add("historyMonths", std::to_string(old.history_months), std::to_string(now.history_months));
    add("emergencyAccess", old.emergency_access ? "on" : "off", now.emergency_access ? "on" : "off");
    add("emergencyHours", std::to_string(old.emergency_hours), std::to_string(now.emergency_hours));
}

}  // namespace

Portal Portals::find(db::Session& session, const May& may) const { return store::find_portal(session, may.tenant()); }

bool Portals::has_photo(db::Session& session, const May& may, const BlobId& photo) const {
    return store::has_photo(session, may.tenant(), photo);
}

Result<void> Portals::check_stays_enabled(const std::optional<bool>& enabled) {
    if (enabled.value_or(true)) return {};
    return fail(errors::cannot_be_disabled);
}

Result<BlobId> Portals::upload_photo(const May& may, std::string_view file, const std::optional<Crop>& crop) {
    PORTICO_TRY(auto photo, square_photo(file, crop));
    PORTICO_TRY(auto blob, blobs_.put(photo));
    auto work = units_.begin();
    store::keep_photo(work.session(), may.tenant(), blob, clock_.now());
    auto event = event_of(may, "clinician_portal.photo_uploaded");
    event.object = blob.text();
    work.commit(std::move(event));
    return blob;
}

Result<void> Portals::enable(const May& may, const EnablePortal& portal) {
    // The password first, outside of the transaction: it takes its time, and a wrong one changes nothing (CLA-1).
    PORTICO_CHECK(passwords_.reauthenticate(may.caller(), portal.password));
    auto work = units_.begin();
    if (store::find_portal(work.session(), may.tenant()).enabled_at) return fail(errors::already_enabled);
    if (!store::has_photo(work.session(), may.tenant(), portal.photo))
        return fail(Error(errors::photo_unknown).at("photoId", "photo_unknown", "Choose a photo first."));
    store::enable_portal(work.session(), may.tenant(), portal, clock_.now());
    auto event = event_of(may, "clinician_portal.enabled");
    event.details = {{"displayName", portal.display_name}};
    work.emit({"clinician_portal.changed", may.tenant(), "{}"});
    work.commit(std::move(event));
    return {};
}

Result<void> Portals::change(const May& may, std::int64_t version, const PortalSettings& settings) {
    auto work = units_.begin();
    auto& session = work.session();
    auto old = store::find_portal(session, may.tenant());
    if (!old.enabled_at) return fail(access::errors::portal_not_enabled);
    if (settings.photo && !store::has_photo(session, may.tenant(), *settings.photo))
        return fail(Error(errors::photo_unknown).at("photoId", "photo_unknown", "Choose a photo first."));
    PORTICO_CHECK(check_default_role(session, may.tenant(), settings.default_role));
    if (!store::change_portal(session, may.tenant(), version, settings))
        return fail(api::request_errors::precondition_failed);
    auto event = event_of(may, "clinician_portal.settings_changed");
    add_changes(event, old, settings);
    // Another window of history shows other studies to those who have it.
    if (old.history_months != settings.history_months) access_.tenant_changed(work, may.tenant());
    work.emit({"clinician_portal.changed", may.tenant(), "{}"});
    work.commit(std::move(event));
    return {};
}

std::vector<BlobId> named_photos(db::Session& session, const std::vector<BlobId>& blobs) {
    return store::named_photos(session, blobs);
}

}  // namespace portico::clinician_portal
