#include "platform/phone/phone_number.h"

#include <phonenumbers/phonenumberutil.h>

#include <set>

namespace portico::phone {
namespace {

using i18n::phonenumbers::PhoneNumberUtil;
using LibraryNumber = i18n::phonenumbers::PhoneNumber;

constexpr std::size_t longest = 100;

const PhoneNumberUtil& library() { return *PhoneNumberUtil::GetInstance(); }

std::optional<LibraryNumber> read(std::string_view text, const std::string& country) {
    if (text.empty() || text.size() > longest) return std::nullopt;
    LibraryNumber number;
    const auto error = library().Parse(std::string(text), country.empty() ? "ZZ" : country, &number);
    if (error != PhoneNumberUtil::NO_PARSING_ERROR || !library().IsValidNumber(number)) return std::nullopt;
    return number;
}

bool takes_messages(PhoneNumberUtil::PhoneNumberType type) {
    return type == PhoneNumberUtil::MOBILE || type == PhoneNumberUtil::FIXED_LINE_OR_MOBILE;
}

}  // namespace

std::optional<PhoneNumber> parse(std::string_view typed, std::string_view default_country) {
    const auto number = read(typed, std::string(default_country));
    if (!number || number->has_extension()) return std::nullopt;
    PhoneNumber result;
    library().Format(*number, PhoneNumberUtil::E164, &result.e164);
    library().GetRegionCodeForNumber(*number, &result.country);
    result.mobile = takes_messages(library().GetNumberType(*number));
    return result;
}

std::string shown(std::string_view e164) {
    const auto number = read(e164, "");
    if (!number) return std::string(e164);
    std::string text;
    library().Format(*number, PhoneNumberUtil::INTERNATIONAL, &text);
    return text;
}

std::string masked(std::string_view e164) {
    const auto number = read(e164, "");
    if (!number) return "…";
    return "+" + std::to_string(number->country_code()) + " … " + std::string(e164.substr(e164.size() - 2));
}

bool is_country(std::string_view country) {
    std::set<std::string> regions;
    library().GetSupportedRegions(&regions);
    return regions.contains(std::string(country));
}

}  // namespace portico::phone
