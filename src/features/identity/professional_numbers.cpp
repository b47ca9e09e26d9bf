#include "features/identity/api/professional_numbers.h"

#include <algorithm>
#include <array>

#include "platform/text/fold.h"

namespace portico::identity {
namespace {

enum class Verdict { right, wrong_form, wrong_check };
using Check = Verdict (*)(std::string_view);

int digit(char c) { return c - '0'; }

bool is_digits(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}
bool is_digits(std::string_view text, std::size_t count) { return text.size() == count && is_digits(text); }

std::int64_t number(std::string_view digits) {
    std::int64_t value = 0;
    for (char c : digits) value = value * 10 + digit(c);
    return value;
}

Verdict verdict(bool check_is_right) { return check_is_right ? Verdict::right : Verdict::wrong_check; }

// ISO/IEC 7812-1, annex B.
bool luhn(std::string_view digits) {
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) {
        int value = digit(digits[digits.size() - 1 - i]);
        if (i % 2 == 1) value = value > 4 ? value * 2 - 9 : value * 2;
        sum += value;
    }
    return sum % 10 == 0;
}

// The sum of the digits, each with its weight in turn.
template <std::size_t N>
int weighted(std::string_view digits, const std::array<int, N>& weights) {
    int sum = 0;
    for (std::size_t i = 0; i < digits.size(); ++i) sum += digit(digits[i]) * weights[i % N];
    return sum;
}

// Belgium: profession (1), number (5), check (2), and, often left out, qualification (3).
Verdict check_riziv(std::string_view value) {
    if (!is_digits(value, 8) && !is_digits(value, 11)) return Verdict::wrong_form;
    return verdict(97 - number(value.substr(0, 6)) % 97 == number(value.substr(6, 2)));
}

Verdict check_big(std::string_view value) { return is_digits(value, 11) ? Verdict::right : Verdict::wrong_form; }
Verdict check_gmc(std::string_view value) { return is_digits(value, 7) ? Verdict::right : Verdict::wrong_form; }

Verdict check_rpps(std::string_view value) {
    if (!is_digits(value, 11)) return Verdict::wrong_form;
    return verdict(luhn(value));
}

// United States: the check runs over the card issuer's prefix 80840 too (45 CFR 162.406).
Verdict check_npi(std::string_view value) {
    if (!is_digits(value, 10) || (value[0] != '1' && value[0] != '2')) return Verdict::wrong_form;
    return verdict(luhn("80840" + std::string(value)));
}

// GS1 General Specifications, 7.9.
Verdict check_gln(std::string_view value) {
    if (!is_digits(value, 13)) return Verdict::wrong_form;
    return verdict(weighted(value, std::array{1, 3}) % 10 == 0);
}

// Germany: number (6), check (1), speciality (2).
Verdict check_lanr(std::string_view value) {
    if (!is_digits(value, 9)) return Verdict::wrong_form;
    return verdict((10 - weighted(value.substr(0, 6), std::array{4, 9}) % 10) % 10 == digit(value[6]));
}

// Bulgaria: a remainder of ten counts as zero.
Verdict check_ucgn(std::string_view value) {
    if (!is_digits(value, 10)) return Verdict::wrong_form;
    return verdict(weighted(value.substr(0, 9), std::array{2, 4, 8, 5, 10, 9, 7, 3, 6}) % 11 % 10 == digit(value[9]));
}

// France: thirteen places and a key of two; the departments 2A and 2B of Corsica count as 19 and 18.
Verdict check_insee(std::string_view value) {
    if (value.size() != 15) return Verdict::wrong_form;
    std::string digits(value);
    if (digits.substr(5, 2) == "2A") digits.replace(5, 2, "19");
    if (digits.substr(5, 2) == "2B") digits.replace(5, 2, "18");
    if (!is_digits(digits)) return Verdict::wrong_form;
    return verdict(97 - number(std::string_view(digits).substr(0, 13)) % 97 ==
                   number(std::string_view(digits).substr(13)));
}

Verdict check_nothing(std::string_view value) {
    bool usable = value.size() >= 2 && value.size() <= 40;
    return usable ? Verdict::right : Verdict::wrong_form;
}

constexpr std::array types{
    NumberType{"RIZIV", "RIZIV/INAMI (Belgium)", true, false},
    NumberType{"BIG", "BIG (Netherlands)", true, false},
    NumberType{"RPPS", "RPPS (France)", true, false},
    NumberType{"INSEE", "INSEE (France)", true, false},
    NumberType{"HIN", "HIN (Switzerland)", false, false},
    NumberType{"GLN", "GLN", true, false},
    NumberType{"NPI", "NPI (United States)", true, false},
    NumberType{"GMC", "GMC (United Kingdom)", true, false},
    NumberType{"LANR", "LANR (Germany)", true, false},
    NumberType{"UCGN", "UCGN (Bulgaria)", true, false},
    NumberType{"PNB", "PNB", false, false},
    NumberType{"other", "Other", false, true},
};
constexpr std::array<Check, types.size()> checks{check_riziv,   check_big,  check_rpps,    check_insee,
                                                 check_nothing, check_gln,  check_npi,     check_gmc,
                                                 check_lanr,    check_ucgn, check_nothing, check_nothing};

}  // namespace

std::span<const NumberType> number_types() { return types; }

Result<std::string> check_number(const ProfessionalNumber& number) {
    Error error = portico::errors::invalid_input;
    auto type = std::find_if(types.begin(), types.end(), [&](const NumberType& t) { return t.type == number.type; });
    if (type == types.end()) {
        error.at("type", "number_type_unknown", "There is no such kind of number.");
        return fail(std::move(error));
    }
    if (type->needs_issuer && text::normalise_identifier(number.issuer).empty())
        error.at("issuer", "issuer_required", "Say who issued this number.");
    auto normalised = text::normalise_identifier(number.value);
    switch (checks[static_cast<std::size_t>(type - types.begin())](normalised)) {
        case Verdict::right:
            break;
        case Verdict::wrong_form:
            error.at("value", "number_wrong_form", "This is not how such a number is written.");
            break;
        case Verdict::wrong_check:
            error.at("value", "number_wrong_check",
                     "The check digits of this number do not fit. Is there a typing mistake?");
            break;
    }
    if (!error.fields().empty()) return fail(std::move(error));
    return normalised;
}

}  // namespace portico::identity
