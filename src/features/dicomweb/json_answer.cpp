#include "features/dicomweb/json_answer.h"

#include <algorithm>
#include <array>

#include "platform/http/problem.h"

namespace portico::dicomweb {
namespace {

std::string attribute(std::string_view vr, std::string_view values) {
    std::string json = "{\"vr\":\"" + std::string(vr) + "\"";
    if (!values.empty()) json += ",\"Value\":[" + std::string(values) + "]";
    return json + "}";
}

// "Doe^Jane=…=…" as {"Alphabetic": …, "Ideographic": …, "Phonetic": …}.
std::string person_name(std::string_view pn) {
    constexpr std::array groups{"Alphabetic", "Ideographic", "Phonetic"};
    std::string json;
    for (const auto* group : groups) {
        auto end = std::min(pn.find('='), pn.size());
        if (end > 0) {
            json += json.empty() ? "{\"" : ",\"";
            json += std::string(group) + "\":" + http::json_string(pn.substr(0, end));
        }
        if (end == pn.size()) break;
        pn.remove_prefix(end + 1);
    }
    return json.empty() ? "" : json + "}";
}

}  // namespace

void JsonDataSet::text(dicom::Tag tag, std::string_view vr, std::string_view value) {
    std::string json;
    if (!value.empty()) json = vr == "PN" ? person_name(value) : http::json_string(value);
    attributes_[tag] = attribute(vr, json);
}

void JsonDataSet::texts(dicom::Tag tag, std::string_view vr, const std::vector<std::string>& values) {
    std::string json;
    for (const auto& value : values) json += (json.empty() ? "" : ",") + http::json_string(value);
    attributes_[tag] = attribute(vr, json);
}

void JsonDataSet::number(dicom::Tag tag, std::string_view vr, std::int64_t value) {
    attributes_[tag] = attribute(vr, std::to_string(value));
}

void JsonDataSet::sequence(dicom::Tag tag, const std::vector<JsonDataSet>& items) {
    auto json = json_array(items);
    attributes_[tag] = attribute("SQ", std::string_view(json).substr(1, json.size() - 2));
}

std::string JsonDataSet::str() const {
    std::string json = "{";
    for (const auto& [tag, value] : attributes_)
        json += (json.size() > 1 ? ",\"" : "\"") + dicom::to_text(tag) + "\":" + value;
    return json + "}";
}

std::string json_array(const std::vector<JsonDataSet>& items) {
    std::string json = "[";
    for (const auto& item : items) json += (json.size() > 1 ? "," : "") + item.str();
    return json + "]";
}

}  // namespace portico::dicomweb
