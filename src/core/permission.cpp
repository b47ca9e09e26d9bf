#include "core/permission.h"

#include <array>

namespace portico {
namespace {

using P = Permission;
using C = ClinicianPermission;

constexpr std::array tenant_catalogue{
    PermissionInfo<P>{P::view_studies, "view_studies", "studies", "View Studies",
                      "See the list of studies and open their images."},
    PermissionInfo<P>{P::manage_clinician_access, "manage_clinician_access", "studies", "Manage Clinician Access",
                      "See which clinicians can open a study, and why."},
    PermissionInfo<P>{P::share_studies, "share_studies", "studies", "Share Studies",
                      "Share studies with colleagues and outsiders."},
    PermissionInfo<P>{P::manage_shares, "manage_shares", "studies", "Manage Shares",
                      "See and withdraw everyone's shares and unblock recipients."},
    PermissionInfo<P>{P::view_received_shares, "view_received_shares", "studies", "View Received Shares",
                      "See studies that others shared with this department."},
    PermissionInfo<P>{P::validate_studies, "validate_studies", "studies", "Validate Studies",
                      "Work on the validation queue: complete, correct, release and reject studies."},
    PermissionInfo<P>{P::upload_studies, "upload_studies", "studies", "Upload Studies",
                      "Put studies into the archive."},
    PermissionInfo<P>{P::edit_patient_data, "edit_patient_data", "studies", "Edit Patient Data",
                      "Correct the patient data of studies."},
    PermissionInfo<P>{P::restrict_studies, "restrict_studies", "studies", "Restrict Studies",
                      "Withhold a study, protect it, or record a patient's objection."},
    PermissionInfo<P>{P::delete_studies, "delete_studies", "studies", "Delete Studies",
                      "Delete studies with a reason."},
    PermissionInfo<P>{P::view_reports, "view_reports", "reports", "View Reports", "Read reports."},
    PermissionInfo<P>{P::write_reports, "write_reports", "reports", "Write Reports", "Write and change reports."},
    PermissionInfo<P>{P::validate_reports, "validate_reports", "reports", "Validate Reports", "Make a report final."},
    PermissionInfo<P>{P::manage_report_statuses, "manage_report_statuses", "reports", "Manage Report Statuses",
                      "Set up the statuses that a report goes through."},
    PermissionInfo<P>{P::view_orders, "view_orders", "orders", "View Orders", "See imaging requests."},
    PermissionInfo<P>{P::manage_orders, "manage_orders", "orders", "Manage Orders",
                      "Make and change imaging requests."},
    PermissionInfo<P>{P::view_patients, "view_patients", "patients", "View Patients",
                      "Search patients and open their page."},
    PermissionInfo<P>{P::edit_patients, "edit_patients", "patients", "Edit Patients",
                      "Change patient records, merge and separate them."},
    PermissionInfo<P>{P::send_patient_links, "send_patient_links", "patients", "Send Patient Links",
                      "Send patients the link to their images."},
    PermissionInfo<P>{P::manage_clinician_portal, "manage_clinician_portal", "clinician_portal",
                      "Manage Clinician Portal", "Enable the clinician portal and decide which clinicians get in."},
    PermissionInfo<P>{P::explicit_access_grant, "explicit_access_grant", "clinician_portal", "Explicit Access Grant",
                      "Give and take back a clinician's access to a study; needs Manage Clinician Access too."},
    PermissionInfo<P>{P::manage_clinician_roles, "manage_clinician_roles", "clinician_portal", "Manage Clinician Roles",
                      "Define what clinicians may do with this department's studies."},
    PermissionInfo<P>{P::manage_patient_portal, "manage_patient_portal", "patient_portal", "Manage Patient Portal",
                      "Configure the patient portal."},
    PermissionInfo<P>{P::manage_users, "manage_users", "administration", "Manage Users",
                      "Add, change and disable users of this department."},
    PermissionInfo<P>{P::manage_roles, "manage_roles", "administration", "Manage Roles",
                      "Define the roles of this department's users."},
    PermissionInfo<P>{P::manage_settings, "manage_settings", "administration", "Manage Settings",
                      "Change this department's settings."},
    PermissionInfo<P>{P::manage_authentication_settings, "manage_authentication_settings", "administration",
                      "Manage Authentication Settings", "Change how users sign in and how long sessions last."},
    PermissionInfo<P>{P::manage_integrations, "manage_integrations", "administration", "Manage Integrations",
                      "Register DICOM nodes and other systems."},
    PermissionInfo<P>{P::view_audit_logs, "view_audit_logs", "administration", "View Audit Logs",
                      "Read who did and saw what."},
    PermissionInfo<P>{P::manage_api_keys, "manage_api_keys", "administration", "Manage API Keys",
                      "Make and revoke keys for machines."},
};

constexpr std::array clinician_catalogue{
    PermissionInfo<C>{C::access_all_studies, "access_all_studies", "access", "Access All Studies",
                      "Every released study of the department. Give it with care: it needs no referral."},
    PermissionInfo<C>{C::access_referred_studies, "access_referred_studies", "access", "Access Referred Studies",
                      "Studies that the clinician requested or gets a copy of."},
    PermissionInfo<C>{C::access_referred_patients_history, "access_referred_patients_history", "access",
                      "Access Referred Patients' History",
                      "Other recent studies of patients whom the clinician referred."},
    PermissionInfo<C>{C::emergency_access, "emergency_access", "access", "Emergency Access",
                      "Open a named patient's studies for a short time with a stated reason."},
    PermissionInfo<C>{C::view_images, "view_images", "features", "View Images", "Open images in the viewer."},
    PermissionInfo<C>{C::view_reports, "view_reports", "features", "View Reports", "Read final reports."},
    PermissionInfo<C>{C::view_preliminary_reports, "view_preliminary_reports", "features", "View Preliminary Reports",
                      "Read reports that are not final yet."},
    PermissionInfo<C>{C::write_reports, "write_reports", "features", "Write Reports", "Write reports on studies."},
    PermissionInfo<C>{C::download_images, "download_images", "features", "Download Images",
                      "Take the images out of the portal."},
    PermissionInfo<C>{C::download_reports, "download_reports", "features", "Download Reports",
                      "Take reports out of the portal."},
    PermissionInfo<C>{C::share_studies, "share_studies", "features", "Share Studies", "Share studies further."},
    PermissionInfo<C>{C::upload_studies, "upload_studies", "features", "Upload Studies",
                      "Send studies to the department."},
    PermissionInfo<C>{C::view_demographics, "view_demographics", "clinical", "View Demographics",
                      "See the patient's personal data."},
    PermissionInfo<C>{C::view_appointments, "view_appointments", "clinical", "View Appointments",
                      "See the patient's appointments."},
    PermissionInfo<C>{C::view_results, "view_results", "clinical", "View Results", "See results."},
    PermissionInfo<C>{C::acknowledge_results, "acknowledge_results", "clinical", "Acknowledge Results",
                      "Confirm that results were seen."},
    PermissionInfo<C>{C::view_clinical_summary, "view_clinical_summary", "clinical", "View Clinical Summary",
                      "See the patient's clinical summary."},
    PermissionInfo<C>{C::write_notes, "write_notes", "clinical", "Write Notes", "Draft clinical notes."},
    PermissionInfo<C>{C::sign_notes, "sign_notes", "clinical", "Sign Notes", "Sign clinical notes."},
    PermissionInfo<C>{C::draft_orders, "draft_orders", "clinical", "Draft Orders",
                      "Prepare orders that somebody else signs."},
    PermissionInfo<C>{C::place_orders, "place_orders", "clinical", "Place Orders", "Place orders."},
    PermissionInfo<C>{C::carry_out_orders, "carry_out_orders", "clinical", "Carry Out Orders",
                      "Record that orders were carried out."},
};

template <class Info>
auto find_key(std::span<const Info> catalogue, std::string_view key)
    -> std::optional<decltype(catalogue.front().permission)> {
    for (const auto& info : catalogue)
        if (info.key == key) return info.permission;
    return std::nullopt;
}

template <class Set, class Info>
Set set_from_keys(std::span<const Info> catalogue, std::string_view keys) {
    Set set;
    while (!keys.empty()) {
        auto end = std::min(keys.find(' '), keys.size());
        if (auto permission = find_key(catalogue, keys.substr(0, end))) set.add(*permission);
        keys.remove_prefix(std::min(end + 1, keys.size()));
    }
    return set;
}

template <class Set, class Info>
std::string keys_of_set(const Set& set, std::span<const Info> catalogue) {
    std::string keys;
    for (const auto& info : catalogue)
        if (set.has(info.permission)) (keys += keys.empty() ? "" : " ") += info.key;
    return keys;
}

}  // namespace

std::span<const PermissionInfo<Permission>> tenant_permissions() { return tenant_catalogue; }
std::span<const PermissionInfo<ClinicianPermission>> clinician_permissions() { return clinician_catalogue; }

std::optional<Permission> tenant_permission(std::string_view key) { return find_key(tenant_permissions(), key); }
std::optional<ClinicianPermission> clinician_permission(std::string_view key) {
    return find_key(clinician_permissions(), key);
}

// The catalogues stand in the order of the enums, which the unit test holds.
std::string_view key_of(Permission permission) { return tenant_catalogue.at(static_cast<std::size_t>(permission)).key; }
std::string_view key_of(ClinicianPermission permission) {
    return clinician_catalogue.at(static_cast<std::size_t>(permission)).key;
}

template <>
TenantPermissions TenantPermissions::from_keys(std::string_view keys) {
    return set_from_keys<TenantPermissions>(tenant_permissions(), keys);
}
template <>
ClinicianPermissions ClinicianPermissions::from_keys(std::string_view keys) {
    return set_from_keys<ClinicianPermissions>(clinician_permissions(), keys);
}
template <>
std::string TenantPermissions::keys() const {
    return keys_of_set(*this, tenant_permissions());
}
template <>
std::string ClinicianPermissions::keys() const {
    return keys_of_set(*this, clinician_permissions());
}

TenantPermissions all_tenant_permissions() {
    TenantPermissions all;
    for (const auto& info : tenant_permissions()) all.add(info.permission);
    return all;
}

}  // namespace portico
