// Ready-made roles that an empty page of roles offers (ACC-14).
#include "features/accounts/policy.h"

namespace portico::accounts {
namespace {

using P = Permission;
using C = ClinicianPermission;

template <class Permissions>
RoleTemplate make(std::string_view name, std::string_view description, Permissions permissions) {
    return {name, description, policy::split_keys(permissions.keys())};
}

std::vector<RoleTemplate> for_tenants() {
    return {
        make("Radiologist", "Reads studies and makes reports final.",
             TenantPermissions{P::view_studies, P::manage_clinician_access, P::share_studies, P::view_received_shares,
                               P::view_reports, P::write_reports, P::validate_reports, P::view_orders,
                               P::view_patients}),
        make("Resident", "Drafts reports; somebody else makes them final.",
             TenantPermissions{P::view_studies, P::view_received_shares, P::view_reports, P::write_reports,
                               P::view_orders, P::view_patients}),
        make("Technologist", "Puts studies in and works on the validation queue.",
             TenantPermissions{P::view_studies, P::validate_studies, P::upload_studies, P::edit_patient_data,
                               P::view_orders, P::view_patients}),
        make("Front desk", "Helps patients; sees no images and no reports.",
             TenantPermissions{P::view_orders, P::manage_orders, P::view_patients, P::edit_patients,
                               P::send_patient_links}),
        make("Administrator", "May do everything.", all_tenant_permissions()),
    };
}

std::vector<RoleTemplate> for_clinicians() {
    return {
        make("Attending physician", "Sees referred studies with reports, the patients' history, and may share.",
             ClinicianPermissions{C::access_referred_studies, C::access_referred_patients_history, C::emergency_access,
                                  C::view_images, C::view_reports, C::view_preliminary_reports, C::download_images,
                                  C::download_reports, C::share_studies, C::view_demographics, C::view_appointments,
                                  C::view_results, C::acknowledge_results, C::view_clinical_summary, C::write_notes,
                                  C::sign_notes, C::place_orders}),
        make("Resident", "Like the attending physician; notes and orders are drafts.",
             ClinicianPermissions{C::access_referred_studies, C::access_referred_patients_history, C::view_images,
                                  C::view_reports, C::view_preliminary_reports, C::download_reports,
                                  C::view_demographics, C::view_appointments, C::view_results, C::view_clinical_summary,
                                  C::write_notes, C::draft_orders}),
        make("Nurse", "Sees referred studies and reports, and carries out orders.",
             ClinicianPermissions{C::access_referred_studies, C::view_images, C::view_reports, C::view_demographics,
                                  C::view_appointments, C::view_results, C::view_clinical_summary, C::write_notes,
                                  C::carry_out_orders}),
        make("Allied health", "Sees referred studies and final reports.",
             ClinicianPermissions{C::access_referred_studies, C::view_images, C::view_reports, C::view_demographics,
                                  C::view_appointments, C::view_clinical_summary}),
        make("Front desk", "Sees names and appointments only.",
             ClinicianPermissions{C::view_demographics, C::view_appointments}),
        make("Billing", "Sees reports only.", ClinicianPermissions{C::access_referred_studies, C::view_reports}),
    };
}

}  // namespace

std::vector<RoleTemplate> role_templates(RoleSystem system) {
    return system == RoleSystem::tenant ? for_tenants() : for_clinicians();
}

}  // namespace portico::accounts
