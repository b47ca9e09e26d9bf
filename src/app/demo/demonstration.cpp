#include "app/demo/demonstration.h"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <stdexcept>
#include <system_error>

#include "app/demo/cast.h"
#include "app/demo/departments.h"
#include "app/demo/examinations.h"
#include "app/demo/must.h"
#include "app/wiring/clinician_portal.h"
#include "app/wiring/people.h"
#include "features/nodes/nodes.h"
#include "platform/crypto/random.h"

namespace portico::app {
namespace {

using namespace demo;

// A folder that goes away again.
class ScratchFolder {
public:
    explicit ScratchFolder(const Foundation& base)
        : path_(base.settings.data / ("demonstration-" + crypto::new_id_text(base.clock))) {}
    ~ScratchFolder() {
        std::error_code ignored;
        std::filesystem::remove_all(path_, ignored);
    }
    ScratchFolder(const ScratchFolder&) = delete;
    ScratchFolder& operator=(const ScratchFolder&) = delete;
    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

// The second department is made last, so that it tells a finished demonstration from one that was interrupted.
bool is_there(Foundation& base) {
    auto session = base.database->read();
    if (accounts::Tenants::find_by_slug(session, lakeside().slug)) return true;
    if (!accounts::Tenants::find_by_slug(session, riverside().slug)) return false;
    throw std::runtime_error("there is a department '" + std::string(riverside().slug) +
                             "' of a demonstration that was not finished; begin with an empty data folder");
}

// Explicit access of single studies (CLA-13), given by the department's owner.
void give_access(People& people, const MadeDepartment& department, const std::vector<MadeClinician>& made,
                 const std::vector<WrittenExamination>& written) {
    const Authorized<Permission::explicit_access_grant> may_grant(
        must("permission", people.access.prove(department.owner, Permission::explicit_access_grant)));
    const Authorized<Permission::manage_clinician_access> may_manage(
        must("permission", people.access.prove(department.owner, Permission::manage_clinician_access)));
    for (const auto& [examination, uid] : written) {
        auto clinician = std::find_if(made.begin(), made.end(), [&](const MadeClinician& one) {
            return one.person->person.email == examination->granted_to;
        });
        if (clinician == made.end()) continue;
        auto work = people.base.units.begin();
        auto study = must("study", people.access.study_by_uid(work.session(), department.owner, department.tenant, uid,
                                                              StudyRight::view_images));
        must("access", people.access.grant(work, may_grant, may_manage,
                                           {.studies = {study.study()},
                                            .memberships = {clinician->membership},
                                            .ends_at = std::nullopt,
                                            .note = "For the treatment of the knee."}));
        work.commit_technical();  // grant() has added the entry of the audit trail
    }
}

// A node that may send: DCMTK's storescu calls itself so.
void let_a_node_in(Foundation& base, const TenantId& tenant) {
    nodes::AeTitles titles(base.units, base.clock);
    must("AE title", titles.add(access::SystemScopes::for_operator<Permission::manage_integrations>(
                                    Foundation::operator_caller(), tenant),
                                {.called = "RIVERSIDE",
                                 .calling = "STORESCU",
                                 .host = std::nullopt,
                                 .port = std::nullopt,
                                 .description = "Trying out: storescu from DCMTK"}));
}

std::size_t width_of(std::string_view DemoSignIn::*column, std::string_view heading) {
    std::size_t width = heading.size();
    for (const auto& one : demo_sign_ins()) width = std::max(width, (one.*column).size());
    return width;
}

}  // namespace

std::vector<DemoSignIn> demo_sign_ins() {
    std::vector<DemoSignIn> all;
    auto add = [&](const Person& person) { all.push_back({person.who, person.sees, person.email, person.password}); };
    add(riverside().owner);
    for (const auto& member : riverside().staff) add(member.person);
    for (const auto& clinician : clinicians()) add(clinician.person);
    add(lakeside().owner);
    return all;
}

std::string demo_sign_ins_text(std::string_view indent) {
    auto who = width_of(&DemoSignIn::who, "who"), email = width_of(&DemoSignIn::email, "mail"),
         password = width_of(&DemoSignIn::password, "password");
    auto line = [&](const DemoSignIn& one) {
        return fmt::format("{}{:<{}}  {:<{}}  {:<{}}  {}", indent, one.who, who, one.email, email, one.password,
                           password, one.sees);
    };
    std::string text = line({"who", "sees", "mail", "password"});
    for (const auto& one : demo_sign_ins()) text += '\n' + line(one);
    return text;
}

DemoContent fill_demonstration(Foundation& base, const std::function<void(const std::string&)>& tell) {
    if (is_there(base)) return {};
    // What takes long and can fail for want of space comes first, while nothing is in the database yet.
    ScratchFolder scratch(base);
    auto written = write_examinations(scratch.path(), base.clock.now(), tell);
    if (tell) tell("making departments, people and requests");
    People people(base, [] { return std::string(); });
    ClinicianPortal portal(people);
    studies::Receiver receiver(base.units, *base.blobs, base.clock);
    auto by_the_operator = [](const TenantId& tenant) {
        return access::SystemScopes::for_operator_scope(Foundation::operator_caller(), tenant);
    };
    DemoContent content{.made = true};
    auto department = make_department(people, portal, riverside());
    content.instances += take_in(receiver, by_the_operator(department.tenant), written.riverside);
    auto made = make_clinicians(people, portal, department);
    give_access(people, department, made, written.examinations);
    let_a_node_in(base, department.tenant);
    auto other = make_department(people, portal, lakeside());
    content.instances += take_in(receiver, by_the_operator(other.tenant), written.lakeside);
    content.studies =
        std::ssize(written.examinations) +
        std::ranges::count_if(written.examinations, [](const auto& one) { return one.examination->also_at_lakeside; });
    return content;
}

}  // namespace portico::app
