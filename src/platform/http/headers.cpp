#include "platform/http/headers.h"

#include <stdexcept>

#include "platform/http/detail/text.h"

namespace portico::http {

bool equals_ignoring_case(std::string_view a, std::string_view b) {
    return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
               return detail::to_lower(x) == detail::to_lower(y);
           });
}

namespace {

void require_valid(std::string_view name, std::string_view value) {
    if (!detail::is_token(name)) throw std::invalid_argument("a header name that is no token");
    using namespace std::string_view_literals;
    if (value.find_first_of("\r\n\0"sv) != std::string_view::npos) {
        throw std::invalid_argument("a line break in the header " + std::string(name));
    }
}

}  // namespace

Headers::Headers(std::initializer_list<Field> fields) {
    for (const auto& [name, value] : fields) add(name, value);
}

std::optional<std::string_view> Headers::get(std::string_view name) const {
    for (const auto& [n, value] : fields_) {
        if (equals_ignoring_case(n, name)) return value;
    }
    return std::nullopt;
}

std::vector<std::string_view> Headers::get_all(std::string_view name) const {
    std::vector<std::string_view> values;
    for (const auto& [n, value] : fields_) {
        if (equals_ignoring_case(n, name)) values.push_back(value);
    }
    return values;
}

void Headers::add(std::string_view name, std::string_view value) {
    require_valid(name, value);
    fields_.emplace_back(name, value);
}

void Headers::set(std::string_view name, std::string_view value) {
    require_valid(name, value);
    std::string kept(value);  // the value may live in what is removed
    remove(name);
    fields_.emplace_back(name, std::move(kept));
}

void Headers::set_if_absent(std::string_view name, std::string_view value) {
    if (!has(name)) add(name, value);
}

void Headers::remove(std::string_view name) {
    const std::string kept(name);
    std::erase_if(fields_, [&](const Field& field) { return equals_ignoring_case(field.first, kept); });
}

}  // namespace portico::http
