#include "features/studies/validation_policy.h"

#include <algorithm>

#include "features/studies/receive_policy.h"
#include "platform/dicom/person_name.h"

namespace portico::studies {
namespace {

struct FieldKey {
    CaseField field;
    std::string_view key;
};
constexpr std::array field_keys{FieldKey{CaseField::patient_id, "patientId"},
                                FieldKey{CaseField::issuer, "issuer"},
                                FieldKey{CaseField::name, "name"},
                                FieldKey{CaseField::birth_date, "birthDate"},
                                FieldKey{CaseField::sex, "sex"},
                                FieldKey{CaseField::accession_number, "accessionNumber"},
                                FieldKey{CaseField::study_date, "studyDate"},
                                FieldKey{CaseField::description, "description"},
                                FieldKey{CaseField::referring_physician, "referringPhysician"}};

// A check that wants a value to be there.
struct Presence {
    std::string_view check;
    CaseField field;
    std::string_view code;
};
constexpr std::array presences{Presence{"patient_id", CaseField::patient_id, "patient_id_missing"},
                               Presence{"patient_name", CaseField::name, "patient_name_missing"},
                               Presence{"birth_date", CaseField::birth_date, "birth_date_missing"},
                               Presence{"sex", CaseField::sex, "sex_missing"},
                               Presence{"accession_number", CaseField::accession_number, "accession_number_missing"}};

struct ReasonText {
    std::string_view code, text;
};
constexpr std::array reason_texts{
    ReasonText{"uploaded_by_clinician", "A clinician uploaded this study."},
    ReasonText{"patient_id_missing", "The patient ID is missing."},
    ReasonText{"patient_name_missing", "The patient's name is missing."},
    ReasonText{"birth_date_missing", "The birth date is missing."},
    ReasonText{"sex_missing", "The sex is missing."},
    ReasonText{"accession_number_missing", "The accession number is missing."},
    ReasonText{"issuer_unknown", "The patient ID comes from an institution that is not known here."},
    ReasonText{"patient_data_differ", "The images and the patient record do not agree."},
    ReasonText{"study_under_two_patients", "Images of two patients arrived under this study."}};

// What is missing on one side is no disagreement; whether it may be missing is another check.
bool agree(CaseField field, const std::string& header, const std::string& record) {
    if (header.empty() || record.empty()) return true;
    if (field == CaseField::name) return dicom::normalised_name(header) == dicom::normalised_name(record);
    return header == record;
}

}  // namespace

std::string_view key_of(CaseField field) { return std::ranges::find(field_keys, field, &FieldKey::field)->key; }

std::optional<CaseField> case_field(std::string_view key) {
    const auto* found = std::ranges::find(field_keys, key, &FieldKey::key);
    if (found == field_keys.end()) return std::nullopt;
    return found->field;
}

std::string_view text_of_reason(std::string_view code) {
    const auto* found = std::ranges::find(reason_texts, code, &ReasonText::code);
    return found == reason_texts.end() ? code : found->text;
}

bool ValidationRules::applies(std::string_view check) const {
    return (' ' + checks + ' ').find(' ' + std::string(check) + ' ') != std::string::npos;
}

std::string issuer_of(const CaseData& data, std::string_view default_issuer) {
    const auto& issuer = data[CaseField::issuer];
    return issuer.empty() ? std::string(default_issuer) : issuer;
}

CaseData with_corrections(CaseData header, const std::map<CaseField, std::string>& corrected) {
    for (const auto& [field, value] : corrected) header[field] = value;
    return header;
}

std::vector<ValidationReason> find_reasons(const ValidationRules& rules, const ValidationFacts& facts) {
    std::vector<ValidationReason> reasons;
    // Whatever checks there are (STU-3).
    if (facts.by_clinician) reasons.push_back({"uploaded_by_clinician", std::nullopt, "", ""});
    if (facts.two_patients) reasons.push_back({"study_under_two_patients", std::nullopt, "", ""});
    for (const auto& presence : presences) {
        if (!rules.applies(presence.check) || !facts.data[presence.field].empty()) continue;
        reasons.push_back({std::string(presence.code), presence.field, "", ""});
    }
    const auto& issuer = facts.data[CaseField::issuer];
    const bool works_with_issuers = rules.applies("issuer") && !rules.default_issuer.empty();
    if (works_with_issuers && !issuer.empty() && issuer != rules.default_issuer && !facts.issuer_chosen)
        reasons.push_back({"issuer_unknown", CaseField::issuer, issuer, ""});
    if (!rules.applies("patient_record") || !facts.record) return reasons;
    for (auto field : {CaseField::name, CaseField::birth_date, CaseField::sex}) {
        const auto& header = facts.data[field];
        const auto& record = facts.record->data[field];
        if (!agree(field, header, record)) reasons.push_back({"patient_data_differ", field, header, record});
    }
    return reasons;
}

std::optional<std::string> typed_value(CaseField field, std::string_view text) {
    auto value = column_text(text, field == CaseField::name || field == CaseField::referring_physician ? 300 : 200);
    switch (field) {
        case CaseField::birth_date:
        case CaseField::study_date: {
            if (value.empty()) return value;
            std::erase(value, '-');
            return column_date(value);
        }
        case CaseField::sex:
            if (value.empty() || value == "F" || value == "M" || value == "O") return value;
            return std::nullopt;
        case CaseField::name:
        case CaseField::referring_physician: {
            const auto comma = value.find(',');
            if (value.find('^') != std::string::npos || comma == std::string::npos) return value;
            return column_text(value.substr(0, comma)) + '^' + column_text(value.substr(comma + 1));
        }
        default:
            // '\' parts values in DICOM.
            return value.find('\\') == std::string::npos ? std::optional(value) : std::nullopt;
    }
}

}  // namespace portico::studies
