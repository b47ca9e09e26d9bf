// The data of patient and study that validation looks at and staff may correct. All values are texts as DICOM has them:
// names PN, dates YYYYMMDD, UTF-8; empty: not there.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace portico::studies {

enum class CaseField : std::uint8_t {
    patient_id,
    issuer,
    name,
    birth_date,
    sex,
    accession_number,
    study_date,
    description,
    referring_physician,
};

inline constexpr std::array case_fields{CaseField::patient_id, CaseField::issuer,      CaseField::name,
                                        CaseField::birth_date, CaseField::sex,         CaseField::accession_number,
                                        CaseField::study_date, CaseField::description, CaseField::referring_physician};
inline constexpr std::array patient_fields{CaseField::patient_id, CaseField::issuer, CaseField::name,
                                           CaseField::birth_date, CaseField::sex};

// As in JSON and in study_correction.field: "patientId", "issuer", "name" …
std::string_view key_of(CaseField field);
std::optional<CaseField> case_field(std::string_view key);

class CaseData {
public:
    std::string& operator[](CaseField field) { return values_[static_cast<std::size_t>(field)]; }
    const std::string& operator[](CaseField field) const { return values_[static_cast<std::size_t>(field)]; }
    bool operator==(const CaseData&) const = default;

private:
    std::array<std::string, case_fields.size()> values_;
};

}  // namespace portico::studies
