#include "features/studies/receive_policy.h"

#include <charconv>
#include <chrono>

#include "platform/dicom/person_name.h"
#include "platform/text/fold.h"

namespace portico::studies {
namespace {

bool is_digits(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

int number_at(std::string_view digits, std::size_t offset, std::size_t length) {
    int value = 0;
    for (const char c : digits.substr(offset, length)) value = value * 10 + (c - '0');
    return value;
}

std::string without(std::string_view text, char removed) {
    std::string kept;
    for (const char c : text)
        if (c != removed && c != ' ') kept += c;
    return kept;
}

}  // namespace

std::string column_text(std::string_view text, std::size_t longest) {
    std::string clean = text::valid_utf8(text);
    for (char& c : clean)
        if (static_cast<unsigned char>(c) < 0x20 || c == 0x7F) c = ' ';
    if (clean.size() > longest) {
        std::size_t end = longest;
        while (end > 0 && (static_cast<unsigned char>(clean[end]) & 0xC0) == 0x80) --end;
        clean.resize(end);
    }
    const auto begin = clean.find_first_not_of(' ');
    if (begin == std::string::npos) return {};
    return clean.substr(begin, clean.find_last_not_of(' ') - begin + 1);
}

std::optional<std::string> column_date(std::string_view text) {
    auto digits = without(text, '.');
    if (digits.size() != 8 || !is_digits(digits)) return std::nullopt;
    const std::chrono::year_month_day day{std::chrono::year(number_at(digits, 0, 4)),
                                          std::chrono::month(static_cast<unsigned>(number_at(digits, 4, 2))),
                                          std::chrono::day(static_cast<unsigned>(number_at(digits, 6, 2)))};
    if (!day.ok() || number_at(digits, 0, 4) == 0) return std::nullopt;
    return digits;
}

std::optional<std::string> column_time(std::string_view text) {
    auto time = without(text, ':');
    const auto point = time.find('.');
    const std::string_view whole = std::string_view(time).substr(0, point);
    const std::string_view fraction = point == std::string::npos ? "" : std::string_view(time).substr(point + 1);
    if (!is_digits(whole) || (whole.size() != 2 && whole.size() != 4 && whole.size() != 6)) return std::nullopt;
    if (point != std::string::npos && (whole.size() != 6 || fraction.size() > 6 || !is_digits(fraction)))
        return std::nullopt;
    if (number_at(whole, 0, 2) > 23) return std::nullopt;
    if (whole.size() >= 4 && number_at(whole, 2, 2) > 59) return std::nullopt;
    if (whole.size() == 6 && number_at(whole, 4, 2) > 60) return std::nullopt;  // 60: leap second
    return time;
}

std::optional<std::int64_t> column_number(std::string_view text) {
    auto digits = without(text, ' ');
    std::string_view rest = digits;
    if (rest.starts_with('+')) rest.remove_prefix(1);
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(rest.data(), rest.data() + rest.size(), value);
    if (error != std::errc() || end != rest.data() + rest.size()) return std::nullopt;
    return value;
}

std::optional<Timestamp> study_moment(const std::optional<std::string>& date, const std::optional<std::string>& time) {
    if (!date) return std::nullopt;
    const std::chrono::sys_days day = std::chrono::year_month_day{
        std::chrono::year(number_at(*date, 0, 4)), std::chrono::month(static_cast<unsigned>(number_at(*date, 4, 2))),
        std::chrono::day(static_cast<unsigned>(number_at(*date, 6, 2)))};
    std::int64_t milliseconds = std::chrono::milliseconds(day.time_since_epoch()).count();
    if (!time) return Timestamp{milliseconds};
    const auto& text = *time;
    milliseconds += std::int64_t{number_at(text, 0, 2)} * 3'600'000;
    if (text.size() >= 4) milliseconds += std::int64_t{number_at(text, 2, 2)} * 60'000;
    if (text.size() >= 6) milliseconds += std::int64_t{number_at(text, 4, 2)} * 1000;
    if (text.size() > 7) milliseconds += number_at((text.substr(7) + "00").substr(0, 3), 0, 3);
    return Timestamp{milliseconds};
}

bool is_same_patient(const HeaderPatient& a, const HeaderPatient& b, std::string_view default_issuer) {
    if (a.patient_id.empty() && b.patient_id.empty())
        return dicom::normalised_name(a.name) == dicom::normalised_name(b.name);
    auto issuer = [&](const HeaderPatient& patient) {
        return patient.issuer.empty() ? default_issuer : std::string_view(patient.issuer);
    };
    return a.patient_id == b.patient_id && issuer(a) == issuer(b);
}

std::string with_word(const std::string& list, std::string_view word, char separator) {
    if (word.empty()) return list;
    if (list.empty()) return std::string(word);
    std::string_view rest = list;
    while (true) {
        const auto end = rest.find(separator);
        if (rest.substr(0, end) == word) return list;
        if (end == std::string_view::npos) break;
        rest.remove_prefix(end + 1);
    }
    return list + separator + std::string(word);
}

}  // namespace portico::studies
