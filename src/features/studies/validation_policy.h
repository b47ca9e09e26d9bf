// The checks of a study (STU-10): pure, from facts to reasons.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "features/studies/api/validation.h"

namespace portico::studies {

struct ValidationRules {
    std::string checks;  // the tenant's setting: keys of checks, spaces between
    std::string default_issuer;
    bool applies(std::string_view check) const;
};

struct ValidationFacts {
    CaseData data;                        // the header with corrections above it
    bool two_patients = false;            // objects of two patients under one UID
    bool by_clinician = false;            // a clinician uploaded it, and nobody has released it
    bool issuer_chosen = false;           // staff entered the issuer, so it is known
    std::optional<PatientRecord> record;  // with this identifier and issuer
};

// All reasons why the study cannot be released by itself; none: it is ready.
std::vector<ValidationReason> find_reasons(const ValidationRules&, const ValidationFacts&);

// An absent issuer is the tenant's own.
std::string issuer_of(const CaseData&, std::string_view default_issuer);
CaseData with_corrections(CaseData header, const std::map<CaseField, std::string>& corrected);

// A value as it was typed, made what DICOM wants: "Peeters, Ann" -> "Peeters^Ann", "2024-01-31" -> "20240131".
// Nothing when it cannot be that: no day, a sex that is none of F, M, O.
std::optional<std::string> typed_value(CaseField field, std::string_view text);

}  // namespace portico::studies
