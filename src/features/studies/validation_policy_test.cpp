#include "features/studies/validation_policy.h"

#include <gtest/gtest.h>

namespace portico::studies {
namespace {

CaseData complete() {
    CaseData data;
    data[CaseField::patient_id] = "P-1";
    data[CaseField::name] = "Doe^Jane";
    data[CaseField::birth_date] = "19700203";
    data[CaseField::sex] = "F";
    data[CaseField::accession_number] = "A1";
    return data;
}
PatientRecord record_of(CaseData data) {
    return {PatientId::trusted("01jd5ykz3wq8x7v6t5r4p3n2u1"), std::move(data), 1};
}
ValidationRules all_checks(std::string issuer = "") {
    return {"patient_id patient_name birth_date sex accession_number issuer patient_record", std::move(issuer)};
}
ValidationFacts facts_of(CaseData data) {
    return {.data = std::move(data), .two_patients = false, .issuer_chosen = false, .record = {}};
}
std::vector<std::string> codes(const std::vector<ValidationReason>& reasons) {
    std::vector<std::string> all;
    for (const auto& reason : reasons) all.push_back(reason.code);
    return all;
}
using Codes = std::vector<std::string>;

// STU-10
TEST(ValidationPolicy, complete_data_have_no_reasons) {
    EXPECT_TRUE(find_reasons(all_checks(), facts_of(complete())).empty());
}

// STU-11
TEST(ValidationPolicy, gives_all_reasons_at_once) {
    EXPECT_EQ(codes(find_reasons(all_checks(), facts_of({}))),
              (Codes{"patient_id_missing", "patient_name_missing", "birth_date_missing", "sex_missing",
                     "accession_number_missing"}));
}

TEST(ValidationPolicy, checks_only_what_the_tenant_wants) {
    EXPECT_EQ(codes(find_reasons({"patient_name", ""}, facts_of({}))), Codes{"patient_name_missing"});
    EXPECT_TRUE(find_reasons({"", ""}, facts_of({})).empty());
}

TEST(ValidationPolicy, an_absent_issuer_is_the_tenants_own_and_another_is_unknown) {
    auto facts = facts_of(complete());
    EXPECT_TRUE(find_reasons(all_checks("NORTH"), facts).empty());
    facts.data[CaseField::issuer] = "NORTH";
    EXPECT_TRUE(find_reasons(all_checks("NORTH"), facts).empty());
    facts.data[CaseField::issuer] = "ELSEWHERE";
    EXPECT_EQ(codes(find_reasons(all_checks("NORTH"), facts)), Codes{"issuer_unknown"});
    EXPECT_TRUE(find_reasons(all_checks(""), facts).empty());  // this tenant does not work with issuers
    facts.issuer_chosen = true;
    EXPECT_TRUE(find_reasons(all_checks("NORTH"), facts).empty());
}

TEST(ValidationPolicy, names_are_compared_normalised_and_differences_told_by_field) {
    auto facts = facts_of(complete());
    auto other = complete();
    other[CaseField::name] = "DOE^Jáne";
    facts.record = record_of(other);
    EXPECT_TRUE(find_reasons(all_checks(), facts).empty());
    other[CaseField::name] = "Doe^John";
    other[CaseField::sex] = "M";
    other[CaseField::birth_date] = "";
    facts.record = record_of(other);
    auto reasons = find_reasons(all_checks(), facts);
    ASSERT_EQ(codes(reasons), (Codes{"patient_data_differ", "patient_data_differ"}));
    EXPECT_EQ(reasons[0].field, CaseField::name);
    EXPECT_EQ(reasons[0].header, "Doe^Jane");
    EXPECT_EQ(reasons[0].record, "Doe^John");
    EXPECT_EQ(reasons[1].field, CaseField::sex);
}

// STU-5
TEST(ValidationPolicy, two_patients_are_a_reason_whatever_the_tenant_checks) {
    auto facts = facts_of(complete());
    facts.two_patients = true;
    EXPECT_EQ(codes(find_reasons({"", ""}, facts)), Codes{"study_under_two_patients"});
}

TEST(ValidationPolicy, typed_values_become_dicoms) {
    EXPECT_EQ(typed_value(CaseField::name, "Peeters, Ann"), "Peeters^Ann");
    EXPECT_EQ(typed_value(CaseField::name, "Peeters^Ann^M"), "Peeters^Ann^M");
    EXPECT_EQ(typed_value(CaseField::birth_date, "1970-02-03"), "19700203");
    EXPECT_EQ(typed_value(CaseField::birth_date, ""), "");
    EXPECT_EQ(typed_value(CaseField::birth_date, "1970-02-31"), std::nullopt);
    EXPECT_EQ(typed_value(CaseField::sex, "X"), std::nullopt);
    EXPECT_EQ(typed_value(CaseField::patient_id, "A\\B"), std::nullopt);
}

TEST(ValidationPolicy, every_field_has_its_key) {
    for (auto field : case_fields) EXPECT_EQ(case_field(key_of(field)), field);
    EXPECT_EQ(case_field("nonsense"), std::nullopt);
}

}  // namespace
}  // namespace portico::studies
