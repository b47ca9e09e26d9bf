#include "features/dicomweb/qido_query.h"

#include <algorithm>
#include <charconv>

namespace portico::dicomweb {
namespace {

tl::unexpected<Error> refuse(const std::string& parameter, std::string code, std::string text) {
    return fail(Error(errors::bad_query_parameter).at(parameter, std::move(code), std::move(text)));
}

std::optional<std::int64_t> whole_number(std::string_view text) {
    std::int64_t value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value;
}

Result<void> check_value(const Attribute& attribute, const std::string& parameter, const std::string& value) {
    switch (studies::fit_of(attribute, value)) {
        case studies::Fit::not_searchable:
            return refuse(parameter, "not_searchable", "This attribute cannot be searched for.");
        case studies::Fit::wrong_format:
            return refuse(parameter, "wrong_format", "This value cannot be searched for.");
        case studies::Fit::fits:
            break;
    }
    return {};
}

Result<void> read_include(QidoQuery& query, std::string_view value) {
    while (!value.empty()) {
        auto end = std::min(value.find(','), value.size());
        auto field = value.substr(0, end);
        value.remove_prefix(std::min(end + 1, value.size()));
        if (field == "all") {
            query.include_all = true;
        } else if (auto tag = dicom::tag_from_text(field)) {
            query.include.insert(*tag);
        } else {
            return refuse("includefield", "unknown_attribute", "There is no such attribute.");
        }
    }
    return {};
}

Result<void> read_parameter(QidoQuery& query, Level lowest, const std::string& name, const std::string& value) {
    if (name == "includefield") return read_include(query, value);
    if (name == "limit" || name == "offset") {
        auto number = whole_number(value);
        if (!number || *number < 0 || *number > 1'000'000'000)
            return refuse(name, "wrong_format", "This must be a whole number.");
        (name == "limit" ? query.limit : query.offset) = *number;
        return {};
    }
    if (name == "fuzzymatching") {
        if (value != "true" && value != "false") return refuse(name, "wrong_format", "This is true or false.");
        query.fuzzy = value == "true";
        return {};
    }
    auto tag = dicom::tag_from_text(name);
    const auto* attribute = tag ? find_attribute(*tag) : nullptr;
    if (attribute == nullptr || attribute->level > lowest)
        return refuse(name, "unknown_attribute", "This attribute cannot be searched for here.");
    if (value.empty()) {  // universal matching: asks for the attribute
        query.include.insert(*tag);
        return {};
    }
    PORTICO_CHECK(check_value(*attribute, name, value));
    query.conditions.push_back({attribute, value});
    return {};
}

}  // namespace

Result<QidoQuery> parse_qido(Level lowest, const std::vector<std::pair<std::string, std::string>>& parameters) {
    QidoQuery query;
    for (const auto& [name, value] : parameters) PORTICO_CHECK(read_parameter(query, lowest, name, value));
    return query;
}

}  // namespace portico::dicomweb
