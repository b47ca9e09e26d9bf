// Departments and clinicians of the demonstration.
#pragma once

#include <map>
#include <string_view>

#include "app/demo/cast.h"
#include "app/wiring/clinician_portal.h"
#include "app/wiring/people.h"

namespace portico::app::demo {

struct MadeDepartment {
    TenantId tenant;
    Caller owner;  // as signed in
    std::map<std::string_view, RoleId> clinician_roles;
};
// With its settings, roles, staff and an enabled clinician portal.
MadeDepartment make_department(People&, ClinicianPortal&, const Department&);

struct MadeClinician {
    const Clinician* person;
    MembershipId membership;
};
// Registered, with their requests to the department and its answers.
std::vector<MadeClinician> make_clinicians(People&, ClinicianPortal&, const MadeDepartment&);

}  // namespace portico::app::demo
