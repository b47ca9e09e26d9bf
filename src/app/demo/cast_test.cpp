#include "app/demo/cast.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

#include "app/demo/demonstration.h"
#include "features/accounts/accounts.h"
#include "platform/crypto/password.h"

namespace portico::app::demo {
namespace {

std::set<std::string_view> template_names(accounts::RoleSystem system) {
    std::set<std::string_view> names;
    for (const auto& known : accounts::role_templates(system)) names.insert(known.name);
    return names;
}

// OPS-1
TEST(Demonstration, everybody_signs_in_with_an_address_and_a_password_of_their_own) {
    std::set<std::string_view> addresses, passwords;
    for (const auto& one : demo_sign_ins()) {
        addresses.insert(one.email);
        passwords.insert(one.password);
        EXPECT_TRUE(one.email.ends_with(".example")) << one.email;
        EXPECT_GE(crypto::password_strength(one.password, {"portico", std::string(one.email)}),
                  identity::password_min_strength)
            << one.email;
    }
    EXPECT_EQ(addresses.size(), demo_sign_ins().size());
    EXPECT_EQ(passwords.size(), demo_sign_ins().size());
}

TEST(Demonstration, its_departments_can_be_made) {
    const auto staff_roles = template_names(accounts::RoleSystem::tenant);
    const auto clinician_roles = template_names(accounts::RoleSystem::clinician);
    for (const auto* department : {&riverside(), &lakeside()}) {
        EXPECT_TRUE(accounts::is_slug(department->slug));
        EXPECT_TRUE(clinician_roles.contains(department->default_clinician_role));
        for (const auto& member : department->staff) EXPECT_TRUE(staff_roles.contains(member.role)) << member.role;
    }
}

// ACC-3
TEST(Demonstration, its_clinicians_can_register) {
    for (const auto& clinician : clinicians()) {
        EXPECT_TRUE(identity::check_number(clinician.number)) << clinician.number.value;
        EXPECT_EQ(std::ranges::count(identity::professions(), clinician.profession), 1) << clinician.profession;
        EXPECT_EQ(std::ranges::count(identity::specialities(), clinician.speciality), 1) << clinician.speciality;
        if (clinician.answer == Answer::allowed) {
            EXPECT_TRUE(template_names(accounts::RoleSystem::clinician).contains(clinician.role)) << clinician.role;
        }
    }
}

TEST(Demonstration, has_a_clinician_in_every_state_of_a_request) {
    std::set<Answer> answers;
    for (const auto& clinician : clinicians()) answers.insert(clinician.answer);
    EXPECT_EQ(answers, (std::set{Answer::none_yet, Answer::allowed, Answer::declined}));
}

// CLA-11, CLA-12, CLA-13, STU-11, GEN-2
TEST(Demonstration, has_a_study_for_every_kind_of_access) {
    const auto& all = examinations();
    auto count = [&](auto is_so) { return std::ranges::count_if(all, is_so); };
    EXPECT_EQ(count([](const Examination& e) { return e.accession_number.empty() && e.patient.birth_date.empty(); }),
              1);
    EXPECT_EQ(count([](const Examination& e) { return e.also_at_lakeside; }), 1);
    EXPECT_GE(count([](const Examination& e) { return e.referrer == Referrer::by_name; }), 2);
    // History: not referred itself, and the same patient has a referred one.
    EXPECT_GE(count([&](const Examination& e) {
                  return e.referrer != Referrer::by_number && std::ranges::any_of(all, [&](const Examination& other) {
                             return other.patient.id == e.patient.id && other.referrer == Referrer::by_number;
                         });
              }),
              1);
    for (const auto& examination : all) {
        if (examination.granted_to.empty()) continue;
        auto clinician = std::ranges::find_if(
            clinicians(), [&](const Clinician& one) { return one.person.email == examination.granted_to; });
        ASSERT_NE(clinician, clinicians().end());
        EXPECT_EQ(clinician->answer, Answer::allowed);
    }
    EXPECT_TRUE(clinicians().front().number_confirmed);
}

TEST(Demonstration, has_every_kind_of_phantom) {
    for (const auto& phantom : demonstration::phantom_studies())
        EXPECT_TRUE(std::ranges::any_of(examinations(), [&](const Examination& e) { return e.kind == phantom.kind; }))
            << phantom.key;
}

}  // namespace
}  // namespace portico::app::demo
