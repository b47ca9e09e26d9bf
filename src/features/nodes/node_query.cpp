#include "features/nodes/node_query.h"

#include <algorithm>
#include <array>

#include "platform/dicom/uid.h"

namespace portico::nodes {
namespace {

using dicom::Tag;
namespace tags = dicom::tags;

constexpr Tag query_level{0x0008, 0x0052}, retrieve_ae{0x0008, 0x0054}, availability{0x0008, 0x0056};
constexpr Tag timezone{0x0008, 0x0201};

constexpr std::array level_names{std::string_view("PATIENT"), std::string_view("STUDY"), std::string_view("SERIES"),
                                 std::string_view("IMAGE")};
constexpr std::array unique_key_of_level{tags::patient_id, tags::study_instance_uid, tags::series_instance_uid,
                                         tags::sop_instance_uid};
// Of the patient in the Patient Root model; in Study Root they are the study's (PS3.4 C.6.2.1).
constexpr std::array patient_attributes{tags::patient_name, tags::patient_id, tags::issuer_of_patient_id,
                                        tags::patient_birth_date, tags::patient_sex};

QueryLevel level_of(QueryRoot root, const studies::Attribute& attribute) {
    if (root == QueryRoot::patient && std::ranges::find(patient_attributes, attribute.tag) != patient_attributes.end())
        return QueryLevel::patient;
    return static_cast<QueryLevel>(static_cast<int>(attribute.level) + 1);
}

Tag unique_key(QueryLevel level) { return unique_key_of_level[static_cast<std::size_t>(level)]; }

QueryLevel top_of(QueryRoot root) { return root == QueryRoot::patient ? QueryLevel::patient : QueryLevel::study; }

Result<QueryLevel> read_level(QueryRoot root, const dicom::Identifier& identifier) {
    const auto name = std::ranges::find(level_names, identifier.text(query_level));
    if (name == level_names.end()) return fail(errors::identifier_mismatch, "no such query level");
    const auto level = static_cast<QueryLevel>(name - level_names.begin());
    if (level < top_of(root)) return fail(errors::identifier_mismatch, "a level that the model does not have");
    return level;
}

bool is_single_value(std::string_view value) {
    return !value.empty() && value.find_first_of("\\*?") == std::string::npos;
}

bool is_universal(std::string_view value) { return value.find_first_not_of('*') == std::string_view::npos; }

// The unique keys of the levels above are there with one value each (PS3.4 C.4.1.2.1).
Result<void> check_hierarchy(QueryRoot root, QueryLevel level, const dicom::Identifier& identifier) {
    for (auto above = top_of(root); above < level; above = static_cast<QueryLevel>(static_cast<int>(above) + 1))
        if (!is_single_value(identifier.text(unique_key(above))))
            return fail(errors::identifier_mismatch, "a unique key of a higher level is missing");
    return {};
}

// Integer strings may have a sign and spaces (PS3.5 6.2).
std::string tidy(const studies::Attribute& attribute, std::string_view value) {
    if (attribute.matching != studies::Matching::number) return std::string(value);
    while (!value.empty() && (value.front() == ' ' || value.front() == '+')) value.remove_prefix(1);
    return std::string(value);
}

Result<void> read_key(NodeQuery& query, QueryRoot root, const dicom::Identifier::Element& element) {
    const auto* attribute = element.vr == "SQ" ? nullptr : studies::find_attribute(element.tag);
    const auto value = attribute != nullptr ? tidy(*attribute, element.value) : std::string();
    const bool universal = is_universal(value);
    if (attribute == nullptr || (universal && level_of(root, *attribute) > query.level)) {
        query.all_keys_supported = false;
        return {};
    }
    const auto level = level_of(root, *attribute);
    if (level != query.level && !universal && element.tag != unique_key(level))
        return fail(errors::identifier_mismatch, "a key of another level");
    if (level > query.level) return fail(errors::identifier_mismatch, "a key of a lower level");
    query.asked.push_back(element.tag);
    query.search.include.insert(element.tag);
    if (universal) return {};
    switch (studies::fit_of(*attribute, value)) {
        case studies::Fit::not_searchable:
            query.all_keys_supported = false;
            return {};
        case studies::Fit::wrong_format:
            return fail(errors::unable_to_process, dicom::to_text(element.tag));
        case studies::Fit::fits:
            break;
    }
    query.search.conditions.push_back({attribute, value});
    return {};
}

}  // namespace

std::string_view name_of(QueryLevel level) { return level_names[static_cast<std::size_t>(level)]; }

studies::Level NodeQuery::level_of_search() const {
    if (level <= QueryLevel::study) return studies::Level::study;
    return level == QueryLevel::series ? studies::Level::series : studies::Level::instance;
}

Result<NodeQuery> read_find(QueryRoot root, const dicom::Identifier& identifier) {
    NodeQuery query;
    PORTICO_TRY(query.level, read_level(root, identifier));
    PORTICO_CHECK(check_hierarchy(root, query.level, identifier));
    query.search.include_always = false;
    query.charset = identifier.text(tags::specific_character_set);
    for (const auto& element : identifier.elements()) {
        const auto tag = element.tag;
        if (tag == availability) query.with_availability = true;
        if (tag == tags::specific_character_set || tag == query_level || tag == retrieve_ae || tag == availability ||
            tag == timezone)
            continue;
        PORTICO_CHECK(read_key(query, root, element));
    }
    for (auto level = top_of(root); level <= query.level;
         level = static_cast<QueryLevel>(static_cast<int>(level) + 1)) {
        query.unique_keys.push_back(unique_key(level));
        query.search.include.insert(unique_key(level));
    }
    return query;
}

Result<RetrieveKeys> read_retrieve(QueryRoot root, const dicom::Identifier& identifier) {
    PORTICO_TRY(const auto level, read_level(root, identifier));
    PORTICO_CHECK(check_hierarchy(root, level, identifier));
    if (identifier.text(unique_key(level)).empty()) return fail(errors::identifier_mismatch, "nothing is named");
    RetrieveKeys keys;
    keys.studies.include_always = false;
    keys.studies.include.insert(tags::study_instance_uid);
    for (const auto& element : identifier.elements()) {
        const auto* attribute = studies::find_attribute(element.tag);
        if (attribute == nullptr || element.tag == tags::specific_character_set || element.value.empty()) continue;
        const auto of = level_of(root, *attribute);
        // Only unique keys name what is retrieved (PS3.4 C.4.2.2.1).
        if (of > level || of < top_of(root) || element.tag != unique_key(of))
            return fail(errors::identifier_mismatch, "a key that is not unique");
        // A patient has one ID here; wildcards are for queries.
        if (of == QueryLevel::patient ? !is_single_value(element.value)
                                      : element.value.find_first_of("*?") != std::string::npos)
            return fail(errors::identifier_mismatch, "wildcards");
        if (of <= QueryLevel::study) keys.studies.conditions.push_back({attribute, element.value});
        if (of == QueryLevel::series) keys.series = studies::split_uids(element.value);
        if (of == QueryLevel::image) keys.instances = studies::split_uids(element.value);
    }
    return keys;
}

std::string describe(const dicom::Identifier& identifier) {
    constexpr std::size_t longest = 500;
    std::string text;
    for (const auto& element : identifier.elements()) {
        if (element.value.empty() || element.tag == query_level || element.tag == tags::specific_character_set)
            continue;
        const auto keyword = dicom::keyword_of(element.tag);
        text +=
            (text.empty() ? "" : " ") + (keyword.empty() ? dicom::to_text(element.tag) : keyword) + "=" + element.value;
        if (text.size() > longest) {
            text.resize(longest);
            // Not within a character.
            while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xC0U) == 0x80U) text.pop_back();
            if (!text.empty() && static_cast<unsigned char>(text.back()) >= 0xC0U) text.pop_back();
            return text + "...";
        }
    }
    return text;
}

}  // namespace portico::nodes
