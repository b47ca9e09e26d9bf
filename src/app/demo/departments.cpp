#include "app/demo/departments.h"

#include <algorithm>
#include <stdexcept>

#include "app/demo/must.h"

namespace portico::app::demo {
namespace {

constexpr std::int64_t quiet_seconds = 5;  // so that studies are ready while one looks

const identity::Peer no_peer{"", "demonstration"};

template <Permission P>
Authorized<P> proof_of(const People& people, const Caller& caller) {
    return Authorized<P>(must("permission", people.access.prove(caller, P)));
}

Caller member(People& people, const MembershipId& membership) {
    auto session = people.base.database->read();
    auto facts = accounts::membership_facts(session, membership);
    if (!facts) throw std::logic_error("a member who was just made is not there");
    return accounts::caller_of(*facts, {}, no_peer);
}

// One role for each template; those of that name.
std::map<std::string_view, RoleId> make_roles(People& people, const accounts::RoleManager& may) {
    std::map<std::string_view, RoleId> roles;
    for (const auto& known : accounts::role_templates(may.system()))
        roles[known.name] = must("role", people.roles.create(may, {std::string(known.name),
                                                                   std::string(known.description), known.permissions}));
    return roles;
}

void change_settings(People& people, const Caller& owner, const Department& department) {
    auto may = proof_of<Permission::manage_settings>(people, owner);
    auto settings = [&] {
        auto session = people.base.database->read();
        return people.tenants.settings(session, may);
    }();
    settings.quiet_seconds = quiet_seconds;
    settings.checks = accounts::tenant_checks();
    settings.default_issuer = department.issuer;
    must("settings", people.tenants.change_settings(may, settings));
}

void add_staff(People& people, const Caller& owner, const Department& department) {
    auto roles = make_roles(people, accounts::RoleManager(proof_of<Permission::manage_roles>(people, owner)));
    auto may = proof_of<Permission::manage_users>(people, owner);
    for (const auto& [person, role] : department.staff)
        must("staff", people.members.add(may, {std::string(person.name),
                                               std::string(person.email),
                                               std::string(person.password),
                                               {roles.at(role)}}));
}

void enable_portal(People& people, ClinicianPortal& portal, const MadeDepartment& made, const Department& department) {
    auto may = proof_of<Permission::manage_clinician_portal>(people, made.owner);
    auto photo =
        must("photo", portal.portals.upload_photo(may, demonstration::draw_photo(department.photo), std::nullopt));
    must("portal", portal.portals.enable(may, {.password = std::string(department.owner.password),
                                               .photo = photo,
                                               .display_name = std::string(department.display_name),
                                               .description = std::string(department.description)}));
    auto now = [&] {
        auto session = people.base.database->read();
        return portal.portals.find(session, may);
    }();
    must("portal", portal.portals.change(may, now.version,
                                         {.display_name = now.display_name,
                                          .description = now.description,
                                          .photo = std::nullopt,
                                          .default_role = made.clinician_roles.at(department.default_clinician_role),
                                          .history_months = now.history_months,
                                          .emergency_access = now.emergency_access,
                                          .emergency_hours = now.emergency_hours}));
}

accounts::RegisteredIndividual register_clinician(People& people, const Clinician& clinician) {
    return must("clinician", people.registrations.create_confirmed(Foundation::operator_caller(),
                                                                   {.name = std::string(clinician.person.name),
                                                                    .family_name = std::string(clinician.family_name),
                                                                    .given_name = std::string(clinician.given_name),
                                                                    .email = std::string(clinician.person.email),
                                                                    .password = std::string(clinician.person.password),
                                                                    .profession = std::string(clinician.profession),
                                                                    .speciality = std::string(clinician.speciality),
                                                                    .language = "en",
                                                                    .numbers = {clinician.number}}));
}

// The link of an account that has asked, as staff see it.
clinician_portal::AccessLink link_of(People& people, ClinicianPortal& portal,
                                     const clinician_portal::AccessControl::May& may, const AccountId& account) {
    auto session = people.base.database->read();
    auto links = portal.access_control.list(session, may, {});
    auto found = std::find_if(links.begin(), links.end(), [&](const auto& link) { return link.account == account; });
    if (found == links.end()) throw std::logic_error("a request that was just made is not there");
    return std::move(*found);
}

void answer(People& people, ClinicianPortal& portal, const MadeDepartment& department, const Clinician& clinician,
            const AccountId& account) {
    if (clinician.answer == Answer::none_yet) return;
    auto may = proof_of<Permission::manage_clinician_portal>(people, department.owner);
    auto link = link_of(people, portal, may, account);
    if (clinician.answer == Answer::declined) {
        must("answer", portal.access_control.decline(may, link.id, std::string(clinician.note)));
        return;
    }
    std::vector<ProfessionalNumberId> confirmed;
    if (clinician.number_confirmed)
        for (const auto& number : link.numbers) confirmed.push_back(number.id);
    must("answer", portal.access_control.change(may, link.id, link.version,
                                                {.role = department.clinician_roles.at(clinician.role),
                                                 .allow_access = true,
                                                 .confirmed_numbers = confirmed,
                                                 .notes = std::string(clinician.note)}));
}

}  // namespace

MadeDepartment make_department(People& people, ClinicianPortal& portal, const Department& department) {
    auto created =
        must("department", people.tenants.create(Foundation::operator_caller(),
                                                 {.name = std::string(department.name),
                                                  .slug = std::string(department.slug),
                                                  .owner_name = std::string(department.owner.name),
                                                  .owner_email = std::string(department.owner.email),
                                                  .owner_password = std::string(department.owner.password)}));
    MadeDepartment made{.tenant = created.tenant, .owner = member(people, created.membership), .clinician_roles = {}};
    change_settings(people, made.owner, department);
    add_staff(people, made.owner, department);
    made.clinician_roles =
        make_roles(people, accounts::RoleManager(proof_of<Permission::manage_clinician_roles>(people, made.owner)));
    enable_portal(people, portal, made, department);
    return made;
}

std::vector<MadeClinician> make_clinicians(People& people, ClinicianPortal& portal, const MadeDepartment& department) {
    std::vector<MadeClinician> made;
    for (const auto& clinician : clinicians()) {
        auto registered = register_clinician(people, clinician);
        must("request", portal.directory.request(member(people, registered.membership), department.tenant,
                                                 std::string(clinician.message)));
        answer(people, portal, department, clinician, registered.account);
        made.push_back({&clinician, registered.membership});
    }
    return made;
}

}  // namespace portico::app::demo
