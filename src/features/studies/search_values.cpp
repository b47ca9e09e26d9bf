#include "features/studies/api/search.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace portico::studies {
namespace {

using M = Matching;
constexpr auto study = Level::study;
constexpr auto series = Level::series;
constexpr auto instance = Level::instance;

// PS3.18 tables 10.6.3-3 to 10.6.3-5, and what the index holds beyond them. Patient data come from the patient record
// where there is one.
constexpr std::array table{
    Attribute{{0x0008, 0x0020}, study, "DA", "s.study_date", M::date, true},
    Attribute{{0x0008, 0x0030}, study, "TM", "s.study_time", M::time, true},
    Attribute{{0x0008, 0x0050}, study, "SH", "s.accession_number", M::text, true},
    Attribute{{0x0008, 0x0061}, study, "CS", "s.modalities", M::modalities, true},
    Attribute{{0x0008, 0x0090}, study, "PN", "s.referring_physician", M::person_name, true},
    Attribute{{0x0008, 0x1030}, study, "LO", "s.description", M::text, true},
    Attribute{{0x0010, 0x0010}, study, "PN", "COALESCE(p.name, s.header_name)", M::person_name, true},
    Attribute{{0x0010, 0x0020}, study, "LO", "COALESCE(p.patient_id, s.header_patient_id)", M::text, true},
    Attribute{{0x0010, 0x0021}, study, "LO", "COALESCE(p.issuer, s.header_issuer)", M::text, false},
    Attribute{{0x0010, 0x0030}, study, "DA", "COALESCE(p.birth_date, s.header_birth_date)", M::date, true},
    Attribute{{0x0010, 0x0040}, study, "CS", "COALESCE(p.sex, s.header_sex)", M::text, true},
    Attribute{{0x0020, 0x000D}, study, "UI", "s.study_instance_uid", M::uid, true},
    Attribute{{0x0020, 0x0010}, study, "SH", "s.study_id_text", M::text, true},
    Attribute{{0x0020, 0x1206}, study, "IS", "s.series_count", M::none, true},
    Attribute{{0x0020, 0x1208}, study, "IS", "s.instance_count", M::none, true},

    Attribute{{0x0008, 0x0021}, series, "DA", "e.series_date", M::date, false},
    Attribute{{0x0008, 0x0031}, series, "TM", "e.series_time", M::time, false},
    Attribute{{0x0008, 0x0060}, series, "CS", "e.modality", M::text, true},
    Attribute{{0x0008, 0x0070}, series, "LO", "e.manufacturer", M::text, false},
    Attribute{{0x0008, 0x0080}, series, "LO", "e.institution_name", M::text, false},
    Attribute{{0x0008, 0x1010}, series, "SH", "e.station_name", M::text, false},
    Attribute{{0x0008, 0x103E}, series, "LO", "e.description", M::text, true},
    Attribute{{0x0018, 0x0015}, series, "CS", "e.body_part", M::text, false},
    Attribute{{0x0020, 0x000E}, series, "UI", "e.series_instance_uid", M::uid, true},
    Attribute{{0x0020, 0x0011}, series, "IS", "e.number", M::number, true},
    Attribute{{0x0020, 0x0060}, series, "CS", "e.laterality", M::text, false},
    Attribute{{0x0020, 0x1209}, series, "IS", "e.instance_count", M::none, true},

    Attribute{{0x0008, 0x0016}, instance, "UI", "i.sop_class_uid", M::uid, true},
    Attribute{{0x0008, 0x0018}, instance, "UI", "i.sop_instance_uid", M::uid, true},
    Attribute{{0x0008, 0x3002}, instance, "UI", "i.transfer_syntax_uid", M::uid, false},
    Attribute{{0x0020, 0x0013}, instance, "IS", "i.number", M::number, true},
    Attribute{{0x0028, 0x0004}, instance, "CS", "i.photometric", M::text, false},
    Attribute{{0x0028, 0x0008}, instance, "IS", "i.frame_count", M::number, true},
    Attribute{{0x0028, 0x0010}, instance, "US", "i.rows_count", M::number, true},
    Attribute{{0x0028, 0x0011}, instance, "US", "i.columns_count", M::number, true},
    Attribute{{0x0028, 0x0100}, instance, "US", "i.bits_allocated", M::number, true},
};

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

bool all_digits(std::string_view text) {
    return std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_date(std::string_view text) { return text.size() == 8 && all_digits(text); }

// "HH", "HHMM", "HHMMSS" or with a fraction, padded; nothing when it is no time.
std::optional<std::string> padded_time(std::string_view text) {
    auto whole = text.substr(0, text.find('.'));
    if (!(whole.size() == 2 || whole.size() == 4 || whole.size() == 6) || !all_digits(whole)) return std::nullopt;
    if (whole.size() < text.size() && (whole.size() != 6 || !all_digits(text.substr(7)))) return std::nullopt;
    std::string padded(text);
    padded.resize(std::max<std::size_t>(padded.size(), 6), '0');
    return padded;
}

// The two ends of "a-b", "a-" or "-b".
std::optional<std::pair<std::string_view, std::string_view>> ends_of(std::string_view text) {
    auto dash = text.find('-');
    if (dash == std::string_view::npos) return std::pair{text, text};
    auto from = text.substr(0, dash), until = text.substr(dash + 1);
    if ((from.empty() && until.empty()) || until.find('-') != std::string_view::npos) return std::nullopt;
    return std::pair{from, until};
}

}  // namespace

std::span<const Attribute> attributes() { return table; }

const Attribute* find_attribute(dicom::Tag tag) {
    const auto* found = std::find_if(table.begin(), table.end(), [&](const Attribute& a) { return a.tag == tag; });
    return found == table.end() ? nullptr : found;
}

Fit fit_of(const Attribute& attribute, const std::string& value) {
    bool good = true;
    switch (attribute.matching) {
        case Matching::date:
            good = parse_date_range(value).has_value();
            break;
        case Matching::time:
            good = parse_time_range(value).has_value();
            break;
        case Matching::number:
            good = whole_number(value).has_value();
            break;
        case Matching::none:
            return Fit::not_searchable;
        default:
            break;
    }
    return good ? Fit::fits : Fit::wrong_format;
}

std::optional<ValueRange> parse_date_range(std::string_view text) {
    auto ends = ends_of(text);
    if (!ends) return std::nullopt;
    for (auto end : {ends->first, ends->second})
        if (!end.empty() && !is_date(end)) return std::nullopt;
    return ValueRange{std::string(ends->first), std::string(ends->second)};
}

std::optional<ValueRange> parse_time_range(std::string_view text) {
    auto ends = ends_of(text);
    if (!ends) return std::nullopt;
    ValueRange range;
    if (!ends->first.empty()) {
        auto from = padded_time(ends->first);
        if (!from) return std::nullopt;
        range.from = *from;
    }
    if (!ends->second.empty()) {
        auto until = padded_time(ends->second);
        if (!until) return std::nullopt;
        // An end that names no fraction, second or minute takes them all in: '~' sorts behind every digit.
        range.until = ends->second.find('.') == std::string_view::npos ? std::string(ends->second) + "~" : *until;
    }
    return range;
}

std::string like_pattern(std::string_view wildcard) {
    std::string pattern;
    for (char c : wildcard) {
        if (c == '*') {
            pattern += '%';
        } else if (c == '?') {
            pattern += '_';
        } else {
            if (c == '%' || c == '_' || c == '!') pattern += '!';
            pattern += c;
        }
    }
    return pattern;
}

bool has_wildcard(std::string_view text) { return text.find_first_of("*?") != std::string_view::npos; }

std::vector<std::string> split_uids(std::string_view text) {
    std::vector<std::string> uids;
    while (!text.empty()) {
        auto end = std::min(text.find_first_of("\\,"), text.size());
        if (end > 0) uids.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return uids;
}

std::vector<std::string> split_words(std::string_view text) {
    std::vector<std::string> words;
    while (!text.empty()) {
        const auto end = std::min(text.find(' '), text.size());
        if (end > 0) words.emplace_back(text.substr(0, end));
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return words;
}

}  // namespace portico::studies
