// Telephone numbers: from what people type to E.164 (ITU-T E.164), by libphonenumber.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace portico::phone {

struct PhoneNumber {
    std::string e164;     // "+32475123456": what is stored, compared and sent to
    std::string country;  // ISO 3166-1 alpha-2, "BE"
    bool mobile = false;  // a text message may arrive there (where mobile and fixed look alike: true)
};

// Reads what a person typed; a number without "+" or "00" is one of `default_country` ("BE"; empty: refused). Nothing
// when it cannot be a number of that country's plan. Thread-safe; of at most 100 bytes, longer ones are no number.
std::optional<PhoneNumber> parse(std::string_view typed, std::string_view default_country);

// "+32 475 12 34 56"; what is no number is given back as it is.
std::string shown(std::string_view e164);
// For pages that strangers may reach: country and the last two digits, "+32 … 56".
std::string masked(std::string_view e164);

// True for an ISO 3166-1 alpha-2 code that has a numbering plan.
bool is_country(std::string_view country);

}  // namespace portico::phone
