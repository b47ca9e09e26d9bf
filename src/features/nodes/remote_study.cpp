#include "features/nodes/remote_study.h"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>

#include "features/studies/api/column_text.h"
#include "features/studies/api/search.h"
#include "platform/dicom/uid.h"
#include "platform/web_client/exchange.h"

namespace portico::nodes {
namespace {

namespace tags = dicom::tags;
using dicom::Tag;

constexpr Tag query_level{0x0008, 0x0052}, modalities_in_study{0x0008, 0x0061};
constexpr Tag series_of_study{0x0020, 0x1206}, instances_of_study{0x0020, 0x1208};
constexpr std::size_t longest_text = 300;
constexpr std::size_t most_modalities = 30;

bool is_date(std::string_view text) {
    return text.size() == 8 && std::ranges::all_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

std::string range_of(const RemoteQuery& query) {
    if (query.date_from.empty() && query.date_to.empty()) return {};
    return query.date_from == query.date_to ? query.date_from : query.date_from + "-" + query.date_to;
}

// What people type finds names that begin with it: "Doe, Jane" is "Doe^Jane*".
std::string name_pattern(std::string_view typed) {
    std::string pattern(typed);
    if (const auto comma = pattern.find(','); comma != std::string::npos && pattern.find('^') == std::string::npos) {
        auto given = pattern.substr(comma + 1);
        given.erase(0, std::min(given.find_first_not_of(' '), given.size()));
        pattern = pattern.substr(0, comma) + "^" + given;
    }
    if (pattern.empty() || pattern.find_first_of("*?") != std::string::npos) return pattern;
    return pattern + "*";
}

// The matching keys and their values, in the order of their tags.
std::vector<std::pair<Tag, std::string>> keys_of(const RemoteQuery& query) {
    return {{tags::study_date, range_of(query)},   {tags::accession_number, query.accession_number},
            {modalities_in_study, query.modality}, {tags::patient_name, name_pattern(query.patient_name)},
            {tags::patient_id, query.patient_id},  {tags::study_instance_uid, query.study_uid}};
}

std::int64_t number_of(std::string_view text) {
    while (!text.empty() && (text.front() == ' ' || text.front() == '+')) text.remove_prefix(1);
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    constexpr std::int64_t most = 100'000'000;
    return problem == std::errc() && number >= 0 && number <= most ? number : 0;
}

std::string tidy(std::string_view text) { return studies::column_text(text, longest_text); }

void put_modalities(RemoteStudy& study, std::string_view text) {
    for (const auto& word : studies::split_uids(text)) {  // at '\' and ','
        auto tidied = studies::column_text(word, 16);
        if (!tidied.empty() && study.modalities.size() < most_modalities) study.modalities.push_back(std::move(tidied));
    }
}

// The values of an element as DICOM has them, with '\' between.
std::string json_text(const boost::json::value& value) {
    if (const auto* text = value.if_string()) return std::string(*text);
    if (const auto* number = value.if_int64()) return std::to_string(*number);
    if (const auto* number = value.if_uint64()) return std::to_string(*number);
    const auto* name = value.if_object();
    if (name == nullptr) return {};
    std::string groups;
    for (const auto* key : {"Alphabetic", "Ideographic", "Phonetic"}) {
        const auto* group = name->if_contains(key);
        const auto* text = group != nullptr ? group->if_string() : nullptr;
        if (key != std::string_view("Alphabetic")) groups += '=';
        if (text != nullptr) groups += std::string_view(*text);
    }
    while (groups.ends_with('=')) groups.pop_back();
    return groups;
}

std::string json_values(const boost::json::object& set, Tag tag) {
    const auto* element = set.if_contains(dicom::to_text(tag));
    const auto* holder = element != nullptr ? element->if_object() : nullptr;
    const auto* values = holder != nullptr ? holder->if_contains("Value") : nullptr;
    if (values == nullptr || !values->is_array()) return {};
    std::string text;
    for (const auto& value : values->get_array()) {
        if (!text.empty()) text += '\\';
        text += json_text(value);
    }
    return text;
}

// `text_of` gives the value of a tag.
template <class F>
std::optional<RemoteStudy> make_study(F text_of) {
    RemoteStudy study;
    study.study_uid = std::string(text_of(tags::study_instance_uid));
    if (!dicom::is_acceptable_uid(study.study_uid)) return std::nullopt;
    study.patient_id = tidy(text_of(tags::patient_id));
    study.issuer = tidy(text_of(tags::issuer_of_patient_id));
    study.patient_name = tidy(text_of(tags::patient_name));
    if (is_date(text_of(tags::patient_birth_date))) study.birth_date = text_of(tags::patient_birth_date);
    study.sex = studies::column_text(text_of(tags::patient_sex), 16);
    study.accession_number = tidy(text_of(tags::accession_number));
    if (is_date(text_of(tags::study_date))) study.date = text_of(tags::study_date);
    study.time = studies::column_text(text_of(tags::study_time), 16);
    study.description = tidy(text_of(tags::study_description));
    put_modalities(study, text_of(modalities_in_study));
    study.series = number_of(text_of(series_of_study));
    study.instances = number_of(text_of(instances_of_study));
    return study;
}

// As browsers leave them: some servers do not decode what need not be encoded.
std::string encoded_value(std::string_view value) {
    std::string text;
    for (const char c : value)
        text += c == '*' || c == '^' ? std::string(1, c) : web_client::encoded(std::string_view(&c, 1));
    return text;
}

std::int64_t items_of(const boost::json::object& set, std::string_view tag) {
    const auto* element = set.if_contains(tag);
    const auto* holder = element != nullptr ? element->if_object() : nullptr;
    const auto* values = holder != nullptr ? holder->if_contains("Value") : nullptr;
    return values != nullptr && values->is_array() ? static_cast<std::int64_t>(values->get_array().size()) : 0;
}

}  // namespace

dicom::Identifier find_identifier(const RemoteQuery& query) {
    dicom::Identifier identifier;
    identifier.put(query_level, "CS", "STUDY");
    for (const auto& [tag, value] : keys_of(query)) identifier.put(tag, dicom::vr_of(tag), value);
    for (const auto tag : {tags::study_time, tags::study_description, tags::issuer_of_patient_id,
                           tags::patient_birth_date, tags::patient_sex, series_of_study, instances_of_study})
        identifier.put(tag, dicom::vr_of(tag), "");
    return identifier;
}

std::string qido_parameters(const RemoteQuery& query, std::size_t limit) {
    std::string text = "?limit=" + std::to_string(limit);
    for (const auto& [tag, value] : keys_of(query))
        if (!value.empty()) text += "&" + dicom::keyword_of(tag) + "=" + encoded_value(value);
    for (const auto tag : {tags::study_description, tags::issuer_of_patient_id})
        text += "&includefield=" + dicom::to_text(tag);
    return text;
}

std::optional<RemoteStudy> study_of(const dicom::Identifier& answer) {
    return make_study([&](Tag tag) { return answer.text(tag); });
}

std::optional<RemoteStudy> study_of_json(std::string_view element) {
    boost::system::error_code problem;
    const auto value = boost::json::parse(element, problem);
    if (problem || !value.is_object()) return std::nullopt;
    return make_study([&](Tag tag) { return json_values(value.get_object(), tag); });
}

bool fits(const RemoteStudy& study, const RemoteQuery& query) {
    if (!query.study_uid.empty() && study.study_uid != query.study_uid) return false;
    if (!query.modality.empty() && !study.modalities.empty() &&
        std::ranges::find(study.modalities, query.modality) == study.modalities.end())
        return false;
    if (study.date.empty()) return true;
    return (query.date_from.empty() || study.date >= query.date_from) &&
           (query.date_to.empty() || study.date <= query.date_to);
}

Result<void> QidoAnswer::put(std::string_view piece) {
    return cutter_.put(piece, [this](std::string_view element) -> Result<void> {
        auto study = study_of_json(element);
        if (!study) return {};
        if (studies_.size() < most_)
            studies_.push_back(std::move(*study));
        else
            truncated_ = true;
        return {};
    });
}

Result<void> QidoAnswer::finish() const { return cutter_.finish(); }

std::optional<StowAnswer> stow_answer(std::string_view json) {
    boost::system::error_code problem;
    auto value = boost::json::parse(json, problem);
    if (problem) return std::nullopt;
    // Some servers answer with an array of one.
    if (value.is_array() && !value.get_array().empty()) value = boost::json::value(value.get_array().front());
    if (!value.is_object()) return std::nullopt;
    const auto& set = value.get_object();
    StowAnswer answer{items_of(set, "00081199"), items_of(set, "00081198"), std::nullopt};
    if (!set.contains("00081199") && !set.contains("00081198")) return std::nullopt;
    if (answer.failed > 0) {
        const auto& first = set.at("00081198").at("Value").get_array().front();
        if (first.is_object()) answer.reason = number_of(json_values(first.get_object(), {0x0008, 0x1197}));
    }
    return answer;
}

}  // namespace portico::nodes
