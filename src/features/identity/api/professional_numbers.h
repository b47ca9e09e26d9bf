// Numbers by which professionals are registered, with the check digits of those types that have them (ACC-3). Pure.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/result.h"

namespace portico::identity {

struct NumberType {
    std::string_view type;  // stable key: "RIZIV", "NPI" …
    std::string_view name;  // as on the screen
    bool checked;           // has check digits, or at least a fixed form
    bool needs_issuer;
};

// In the order of the screen.
std::span<const NumberType> number_types();

// A claim until a tenant confirms it.
struct ProfessionalNumber {
    std::string type;
    std::string issuer;  // only where the type needs one
    std::string value;   // as typed
};

// What is stored and matched: upper case, without blanks, dots, dashes and slashes.
// errors::invalid_input with the paths "type", "issuer" and "value": number_type_unknown, issuer_required,
// number_wrong_form, number_wrong_check.
Result<std::string> check_number(const ProfessionalNumber& number);

}  // namespace portico::identity
