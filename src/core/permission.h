// The words for what people may do (ACC-11, ACC-13): tenant permissions for staff, clinician permissions for what a
// tenant lets a clinician do with its studies. Each has one stable key, used in SQL, JSON and translations.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

namespace portico {

enum class Permission : std::uint8_t {
    view_studies,
    manage_clinician_access,
    share_studies,
    manage_shares,
    view_received_shares,
    validate_studies,
    upload_studies,
    edit_patient_data,
    restrict_studies,
    delete_studies,
    view_reports,
    write_reports,
    validate_reports,
    manage_report_statuses,
    view_orders,
    manage_orders,
    view_patients,
    edit_patients,
    send_patient_links,
    manage_clinician_portal,
    explicit_access_grant,
    manage_clinician_roles,
    manage_patient_portal,
    manage_users,
    manage_roles,
    manage_settings,
    manage_authentication_settings,
    manage_integrations,
    view_audit_logs,
    manage_api_keys,
};

enum class ClinicianPermission : std::uint8_t {
    access_all_studies,
    access_referred_studies,
    access_referred_patients_history,
    emergency_access,
    view_images,
    view_reports,
    view_preliminary_reports,
    write_reports,
    download_images,
    download_reports,
    share_studies,
    upload_studies,
    view_demographics,
    view_appointments,
    view_results,
    acknowledge_results,
    view_clinical_summary,
    write_notes,
    sign_notes,
    draft_orders,
    place_orders,
    carry_out_orders,
};

template <class P>
struct PermissionInfo {
    P permission;
    std::string_view key;
    std::string_view category;     // key of the category, as on the screen
    std::string_view name;         // English name
    std::string_view explanation;  // one English sentence
};

// In the order of the screen. The spans live for ever.
std::span<const PermissionInfo<Permission>> tenant_permissions();
std::span<const PermissionInfo<ClinicianPermission>> clinician_permissions();

std::optional<Permission> tenant_permission(std::string_view key);
std::optional<ClinicianPermission> clinician_permission(std::string_view key);
std::string_view key_of(Permission permission);
std::string_view key_of(ClinicianPermission permission);

// A set of permissions of one kind; a value, cheap to copy. Stored as keys with spaces between.
template <class P>
class PermissionSet {
public:
    PermissionSet() = default;
    PermissionSet(std::initializer_list<P> permissions) {
        for (P p : permissions) add(p);
    }
    static PermissionSet from_keys(std::string_view keys);  // unknown keys are left out
    std::string keys() const;                               // catalogue order, spaces between

    bool has(P permission) const { return (bits_ >> static_cast<unsigned>(permission)) & 1U; }
    void add(P permission) { bits_ |= std::uint64_t{1} << static_cast<unsigned>(permission); }
    PermissionSet operator|(PermissionSet other) const {
        PermissionSet both;
        both.bits_ = bits_ | other.bits_;
        return both;
    }
    bool contains(PermissionSet other) const { return (other.bits_ & ~bits_) == 0; }
    bool empty() const { return bits_ == 0; }
    bool operator==(const PermissionSet&) const = default;

private:
    std::uint64_t bits_ = 0;
};

using TenantPermissions = PermissionSet<Permission>;
using ClinicianPermissions = PermissionSet<ClinicianPermission>;

TenantPermissions all_tenant_permissions();

}  // namespace portico
